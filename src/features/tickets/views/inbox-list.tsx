import { Conditions, conditionText, writeConditions } from '#features/segments/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Locale, Reader } from '#platform/i18n/reader.ts';
import { Button, EnterButton, IconButton } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput, SelectField, TextField } from '#platform/ui/field.tsx';
import { filled, gap, still } from '#platform/ui/frozen.ts';
import { ActiveFilters, Pagination, Segmented } from '#platform/ui/page.tsx';
import { KeyHints, ListPane } from '#platform/ui/panes.tsx';
import { Rows } from '#platform/ui/rows.tsx';
import { Dot } from '#platform/ui/state.tsx';
import { upTo99 } from '#platform/ui/up-to-99.ts';
import { type InboxFilter, isNarrowed, narrowing, views, waitsForUs } from '../inbox.ts';
import { say } from '../messages.ts';
import type { TicketPage } from '../queries.ts';
import { priorities, statuses } from '../ticket.ts';
import { InboxRow } from './inbox-row.tsx';

export interface InboxListProps {
  ctx: CtxOf<Member>;
  filter: InboxFilter;
  page: TicketPage;
  /** Of whole queues; none while something narrows them, when they would be other numbers than the list's. */
  counts: Record<'reply' | 'mine' | 'nobody', number> | null;
  /** The customer's name, when the list is of one. */
  account: string | undefined;
  /** Who may have a ticket, and whoever is asked for. */
  choices: { id: string; name: string }[];
  /** The number of the ticket that is open beside the list. */
  open?: number | undefined;
}

/** The left pane: what waits for the team, sorted by what to do next. */
export function InboxList(props: InboxListProps) {
  const { ctx, filter, page, counts, open } = props;
  const { reader } = ctx;
  const search = searchOf(filter);
  const view = (name: 'reply' | 'mine' | 'nobody', label: 'inbox.everyone' | 'inbox.mine' | 'inbox.nobody') => ({
    label: say(reader, label),
    href: inboxAddress({ ...filter, view: name, after: undefined, before: undefined }, open),
    current: filter.view === name,
    count: counts ? upTo99(counts[name]) : undefined,
  });
  return (
    <ListPane
      title={say(reader, waitsForUs(filter.view) ? 'inbox.reply' : `inbox.${filter.view}`)}
      open={open !== undefined}
      action={<FilterButton {...props} />}
      filters={
        <>
          <Segmented
            label={say(reader, 'inbox.queue')}
            items={[view('reply', 'inbox.everyone'), view('mine', 'inbox.mine'), view('nobody', 'inbox.nobody')]}
          />
          <Active {...props} />
        </>
      }
      foot={<Hints ctx={ctx} />}
    >
      {page.rows.length === 0 ? (
        <Nobody {...props} />
      ) : (
        <Rows data-list="">
          {page.rows.map((line) => (
            <InboxRow
              ctx={ctx}
              line={line}
              href={`/inbox/${line.number}${search}#newest`}
              current={line.number === open}
            />
          ))}
        </Rows>
      )}
      <Pagination
        label={say(reader, 'list.pages')}
        newer={{
          label: say(reader, 'list.newer'),
          href: page.newer && inboxAddress({ ...filter, after: undefined, before: page.newer }, open),
        }}
        older={{
          label: say(reader, 'list.older'),
          href: page.older && inboxAddress({ ...filter, before: undefined, after: page.older }, open),
        }}
      />
    </ListPane>
  );
}

/** The list with nothing narrowed: the same queue, from its beginning. */
const whole = (filter: InboxFilter, open?: number): string =>
  inboxAddress({ view: filter.view, q: '', customer: '' }, open);

function Active({ ctx: { reader }, filter, choices, account, open }: InboxListProps) {
  const value = {
    customer: filter.customer,
    account: account ?? '',
    status: filter.status && say(reader, `status.${filter.status}`),
    priority: filter.priority && say(reader, `priority.${filter.priority}`),
    assignee: choices.find((member) => member.id === filter.assignee)?.name ?? '',
  };
  const worded = (name: (typeof narrowing)[number]) =>
    name === 'q'
      ? say(reader, 'filter.search', { query: filter.q })
      : say(reader, 'filter.one', {
          term: say(reader, `inbox.filter.${name === 'customer' ? 'account' : name}`),
          value: value[name] ?? '',
        });
  return (
    <ActiveFilters
      label={say(reader, 'filter.active')}
      remove={say(reader, 'filter.remove')}
      items={[
        ...ownFilters(reader, filter, open),
        ...narrowing
          .filter((name) => filter[name])
          .map((name) => ({
            label: worded(name),
            href: inboxAddress(
              {
                ...filter,
                [name]: name === 'q' || name === 'customer' ? '' : undefined,
                after: undefined,
                before: undefined,
              },
              open,
            ),
          })),
      ]}
      clear={{ label: say(reader, 'filter.clear'), href: whole(filter, open) }}
    />
  );
}

/** What is asked of the business's own fields, each with the list without it. */
function ownFilters(reader: Reader, filter: InboxFilter, open?: number) {
  const { own } = filter;
  if (!own) return [];
  return own.conditions.map((condition) => ({
    label: conditionText(reader, condition, own.attributes),
    href: inboxAddress(
      {
        ...filter,
        own: { ...own, drafts: own.drafts.filter(({ on }) => on !== condition.on) },
        after: undefined,
        before: undefined,
      },
      open,
    ),
  }));
}

function FilterButton({ ctx, filter, choices, open }: InboxListProps) {
  const { own, view, q, customer, status, priority, assignee, account } = filter;
  const filters = Filters({
    ...{ view, q, customer, status, priority, assignee, account },
    choices: choices.map(({ id, name }) => ({ id, name })),
    path: inboxPath(open),
    on: isNarrowed(filter),
    locale: ctx.reader.locale,
  });
  const asksOwn = own && own.attributes.length > 0;
  return filled(filters, asksOwn && <Conditions reader={ctx.reader} attributes={own.attributes} drafts={own.drafts} />);
}

type FiltersProps = Pick<InboxListProps, 'choices'> &
  Pick<InboxFilter, 'view' | 'q' | 'customer' | 'status' | 'priority' | 'assignee' | 'account'> & {
    /** Of the list, beside the ticket that is open. */
    path: string;
    on: boolean;
    locale: Locale;
  };

/** The gap is for what the business has made up itself. */
const Filters = still<FiltersProps>(({ locale, path, on, choices, ...filter }) => {
  const reader = { locale };
  const any = { value: '', label: say(reader, 'inbox.filter.any') };
  return (
    <>
      <IconButton
        variant="quiet"
        size="small"
        icon="list-filter"
        label={say(reader, 'inbox.filter')}
        popovertarget="filters"
        data-hotkey="/"
      >
        {on && <Dot label={say(reader, 'inbox.filter.on')} />}
      </IconButton>
      <div id="filters" popover="auto" class="menu filter-menu">
        <form method="get" action={path} class="stack snug" data-auto-submit="">
          <EnterButton>{say(reader, 'inbox.filter.show')}</EnterButton>
          <SearchInput
            id="search"
            name="q"
            label={say(reader, 'list.search')}
            placeholder={say(reader, 'list.search')}
            value={filter.q}
            autofocus
          />
          <SelectField
            id="filter-view"
            name="view"
            label={say(reader, 'inbox.filter.view')}
            value={filter.view}
            options={views.map((value) => ({ value, label: say(reader, `inbox.${value}`) }))}
          />
          <SelectField
            id="filter-status"
            name="status"
            label={say(reader, 'inbox.filter.status')}
            value={filter.status ?? ''}
            options={[any, ...statuses.map((value) => ({ value, label: say(reader, `status.${value}`) }))]}
          />
          <SelectField
            id="filter-priority"
            name="priority"
            label={say(reader, 'inbox.filter.priority')}
            value={filter.priority ?? ''}
            options={[any, ...priorities.map((value) => ({ value, label: say(reader, `priority.${value}`) }))]}
          />
          <SelectField
            id="filter-assignee"
            name="assignee"
            label={say(reader, 'inbox.filter.assignee')}
            value={filter.assignee ?? ''}
            options={[any, ...choices.map(({ id, name }) => ({ value: id, label: name }))]}
          />
          <TextField
            id="filter-customer"
            name="customer"
            label={say(reader, 'inbox.filter.account')}
            value={filter.customer}
          />
          {gap}
          {filter.account && <input type="hidden" name="account" value={filter.account} />}
          <div class="end-bar">
            <Button size="small" variant="quiet" href={path}>
              {say(reader, 'inbox.filter.reset')}
            </Button>
            <Button size="small" variant="primary" type="submit">
              {say(reader, 'inbox.filter.show')}
            </Button>
          </div>
        </form>
      </div>
    </>
  );
});

function Nobody({ ctx: { reader }, filter, open }: InboxListProps) {
  const narrowed = isNarrowed(filter);
  const which = narrowed ? (filter.q ? 'searched' : 'filtered') : waitsForUs(filter.view) ? 'empty' : 'none';
  return (
    <Empty
      icon={which === 'empty' ? 'party-popper' : narrowed ? 'search' : 'inbox'}
      title={say(reader, `inbox.${which}.title`, { query: filter.q })}
      text={say(reader, `inbox.${which}.text`)}
      action={
        narrowed && (
          <Button size="small" href={whole(filter, open)}>
            {say(reader, 'filter.clear')}
          </Button>
        )
      }
    />
  );
}

function Hints({ ctx: { reader } }: { ctx: CtxOf<Member> }) {
  return (
    <KeyHints
      hints={[
        { keys: ['J', 'K'], does: say(reader, 'inbox.key.move') },
        { keys: ['R'], does: say(reader, 'inbox.key.reply') },
        { keys: ['E'], does: say(reader, 'inbox.key.solve') },
        { keys: ['?'], does: say(reader, 'inbox.key.all') },
      ]}
    />
  );
}

/** The list with its filters, and the ticket that is open beside it, as one address. */
export function inboxAddress(filter: InboxFilter, open?: number): string {
  return `${inboxPath(open)}${searchOf(filter)}`;
}

const inboxPath = (open?: number): string => (open === undefined ? '/inbox' : `/inbox/${open}`);

function searchOf(filter: InboxFilter): string {
  const query = new URLSearchParams();
  if (filter.view !== 'reply') query.set('view', filter.view);
  for (const name of ['q', 'customer', 'status', 'priority', 'assignee', 'account', 'after', 'before'] as const) {
    if (filter[name]) query.set(name, filter[name]);
  }
  writeConditions(query, filter.own?.drafts ?? []);
  const text = query.toString();
  return text ? `?${text}` : '';
}
