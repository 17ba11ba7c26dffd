import { type Attribute, MoreFilters } from '#features/segments/index.ts';
import type { Actor } from '#platform/http/context.ts';
import type { Page as PageOf } from '#platform/http/keyset.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput, Select } from '#platform/ui/field.tsx';
import { Filters, Page, PageHead, Pagination, Segmented } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { mayAddAccount, mayImport, mayInvite } from '../access.ts';
import { type CustomerFilter, type CustomerLine, sorts, views } from '../customers.ts';
import type { FoundPerson } from '../find.ts';
import { say } from '../messages.ts';
import { CustomerTable } from './customer-table.tsx';
import { customersAddress } from './customers-address.ts';
import { FoundPeople } from './found-people.tsx';
import { NoMail } from './no-mail.tsx';

export interface CustomersProps {
  reader: Reader;
  filter: CustomerFilter;
  page: PageOf<CustomerLine>;
  /** Whom the words may mean, besides companies. */
  people: FoundPerson[];
  count: { all: number; waiting: number };
  segments: { id: string; name: string }[];
  attributes: readonly Attribute[];
  /** The address of a new segment of whom the list shows, where one can be made. */
  saveAs: string | undefined;
  actor: Actor;
  /** Whether this portal sends mail. */
  mails: boolean;
}

export function Customers(props: CustomersProps) {
  const { reader, actor, filter, page, people, count, mails } = props;
  const add = mayAddAccount(actor) && (
    <Button variant="primary" icon="plus" href="/customers/new">
      {say(reader, 'customers.add')}
    </Button>
  );
  if (count.all === 0 && filter.view !== 'archived') {
    return (
      <Page width="wide">
        <PageHead title={say(reader, 'customers')} />
        {!mails && <NoMail reader={reader} />}
        <Card>
          <Empty icon="building-2" title={say(reader, 'empty.title')} text={say(reader, 'empty.text')} action={add} />
        </Card>
      </Page>
    );
  }
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'customers')} lede={say(reader, 'customers.lede', count)}>
        {mayImport(actor) && (
          <Button icon="upload" href="/customers/import">
            {say(reader, 'import')}
          </Button>
        )}
        <Button icon="tag" href="/customers/segments">
          {say(reader, 'segments')}
        </Button>
        {mayInvite(actor) && (
          <Button icon="mail" href="/customers/invitations">
            {say(reader, 'invite.lists')}
          </Button>
        )}
        {add}
      </PageHead>
      {!mails && <NoMail reader={reader} />}
      <div class="stack">
        <Narrowing {...props} />
        <FoundPeople reader={reader} people={people} />
        {page.rows.length > 0 ? (
          <CustomerTable reader={reader} filter={filter} lines={page.rows} />
        ) : (
          people.length === 0 && <None reader={reader} />
        )}
        <Pagination
          label={say(reader, 'pages')}
          newer={{
            label: say(reader, 'pages.newer'),
            href: page.newer && customersAddress(filter, { before: page.newer }),
          }}
          older={{
            label: say(reader, 'pages.older'),
            href: page.older && customersAddress(filter, { after: page.older }),
          }}
        />
      </div>
    </Page>
  );
}

function Narrowing({ reader, filter, segments, attributes, saveAs }: CustomersProps) {
  return (
    <Filters action="/customers" submit={say(reader, 'search.submit')}>
      <SearchInput
        name="q"
        value={filter.query}
        label={say(reader, 'search')}
        placeholder={say(reader, 'search.hint')}
        data-hotkey="/"
      />
      <Segmented
        label={say(reader, 'view')}
        items={views.map((view) => ({
          label: say(reader, `view.${view}`),
          href: customersAddress({ ...filter, view }),
          current: view === filter.view,
        }))}
      />
      {filter.view !== 'all' && <input type="hidden" name="view" value={filter.view} />}
      {segments.length > 0 && (
        <Select
          name="segment"
          value={filter.segment ?? ''}
          aria-label={say(reader, 'segment')}
          options={[
            { value: '', label: say(reader, 'segment.any') },
            ...segments.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <span class="customers-sort">
        <Select
          name="sort"
          value={filter.sort}
          aria-label={say(reader, 'sort')}
          options={sorts.map((sort) => ({ value: sort, label: say(reader, `sort.${sort}`) }))}
        />
      </span>
      <MoreFilters reader={reader} attributes={attributes} drafts={filter.drafts} saveAs={saveAs} />
    </Filters>
  );
}

function None({ reader }: { reader: Reader }) {
  return (
    <Card>
      <Empty
        small
        icon="search"
        title={say(reader, 'none.title')}
        text={say(reader, 'none.text')}
        action={<Button href="/customers">{say(reader, 'none.all')}</Button>}
      />
    </Card>
  );
}
