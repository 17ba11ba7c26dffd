import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Page as Rows } from '#platform/http/keyset.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Table } from '#platform/ui/table.tsx';
import { mayTakeRows } from '../access.ts';
import { type Filter, queryOf, type Selection } from '../filter.ts';
import { say } from '../messages.ts';
import type { Try } from '../people.ts';
import { Narrowed } from './narrowed.tsx';

interface PeopleProps {
  ctx: CtxOf<Member>;
  filter: Filter;
  show: Selection;
  page: Rows<Try>;
  titles: Map<string, string>;
}

/** Those behind a number, each with the one session that counts. What they typed and did not send is not shown. */
export function PeoplePage({ ctx, filter, show, page, titles }: PeopleProps) {
  const { reader } = ctx;
  const at = (place: Record<string, string>) => `/deflection/people${queryOf(filter, { show, ...place })}`;
  return (
    <Page width="wide">
      <PageHead title={say(reader, `show.${show}`)} lede={say(reader, 'people.lede')}>
        {mayTakeRows(ctx.actor) && page.rows.length > 0 && (
          <Button href={`/deflection/people.csv${queryOf(filter, { show })}`} icon="download" data-turbo="false">
            {say(reader, 'csv')}
          </Button>
        )}
      </PageHead>
      <div class="stack">
        <Narrowed reader={reader} filter={filter} show={show} />
        {page.rows.length > 0 ? (
          <People reader={reader} rows={page.rows} titles={titles} />
        ) : (
          <Card>
            <Empty small icon="users" title={say(reader, 'people.none')} text={say(reader, 'people.none.text')} />
          </Card>
        )}
        <Pagination
          label={say(reader, 'people.pages')}
          newer={{ label: say(reader, 'people.newer'), href: page.newer && at({ before: page.newer }) }}
          older={{ label: say(reader, 'people.older'), href: page.older && at({ after: page.older }) }}
        />
      </div>
    </Page>
  );
}

function People({ reader, rows, titles }: { reader: Reader; rows: Try[]; titles: Map<string, string> }) {
  return (
    <Table
      caption={say(reader, 'people')}
      rows={rows}
      columns={[
        {
          head: say(reader, 'people.who'),
          cell: (one) => (
            <span class="deflection-lines">
              <a class="link" href={`/customers/${one.accountId}/contacts/${one.contactId}`}>
                {one.contact}
              </a>
              <span class="meta">{one.account}</span>
            </span>
          ),
          phone: 'wide',
        },
        { head: say(reader, 'people.arm'), cell: (one) => say(reader, `arm.${one.arm}`) },
        {
          head: say(reader, 'people.articles'),
          cell: (one) => <Articles reader={reader} one={one} titles={titles} />,
          phone: 'wide',
        },
        { head: say(reader, 'people.end'), cell: (one) => <End reader={reader} one={one} />, phone: 'wide' },
        {
          head: say(reader, 'people.when'),
          cell: (one) => <Time reader={reader} date={one.begunAt} />,
          meta: true,
          end: true,
        },
      ]}
    />
  );
}

function Articles({ reader, one, titles }: { reader: Reader; one: Try; titles: Map<string, string> }) {
  const named = (id: string) => titles.get(id) ?? '–';
  return (
    <ul class="deflection-list">
      {one.suggested.map((id) => (
        <li>
          {named(id)}
          {one.opened.includes(id) && <span class="meta"> {say(reader, 'people.opened')}</span>}
        </li>
      ))}
    </ul>
  );
}

function End({ reader, one }: { reader: Reader; one: Try }) {
  const ticket = (number: number) => (
    <a class="link" href={`/inbox/${number}`}>
      T-{number}
    </a>
  );
  return (
    <span class="deflection-lines">
      <span>
        {say(reader, `outcome.${one.outcome ?? 'open'}`)} {one.ticket !== null && ticket(one.ticket)}
      </span>
      {one.raisedAt && (
        <span class="meta">
          {one.raised === null
            ? say(reader, 'people.raised')
            : say.rich(reader, 'people.raised.in', { ticket: ticket(one.raised) })}
        </span>
      )}
    </span>
  );
}
