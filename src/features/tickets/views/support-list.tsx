import { MoreFilters, writeConditions } from '#features/segments/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput, Select } from '#platform/ui/field.tsx';
import { filled, gap, still } from '#platform/ui/frozen.ts';
import { ActiveFilters, Filters, Page, PageHead, Pagination, Segmented } from '#platform/ui/page.tsx';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';
import { upTo99 } from '#platform/ui/up-to-99.ts';
import { say } from '../messages.ts';
import type { CustomerFilter, TicketLine, TicketPage } from '../queries.ts';
import { refOf, type Status, turnOf } from '../ticket.ts';
import { PriorityBadge, TurnOf } from './badges.tsx';

interface Props {
  ctx: CtxOf<Contact>;
  filter: CustomerFilter;
  page: TicketPage;
  /** The promise in words, when there is one. */
  promise: string | null;
  mayOpen: boolean;
  /** Of everything; none while something narrows the list. */
  counts: Record<'open' | 'solved', number> | null;
}

/** The customer's tickets. Every state of the list has an address, so it works without scripts and can be shared. */
export function SupportList({ ctx, filter, page, promise, mayOpen, counts }: Props) {
  const { reader } = ctx;
  const lede = promise ? say(reader, 'support.lede', { time: promise }) : say(reader, 'support.ledePlain');
  return (
    <Page>
      <PageHead title={say(reader, 'support')} lede={lede}>
        {mayOpen && (
          <Button variant="primary" icon="plus" href="/support/new" data-hotkey="c">
            {say(reader, 'new')}
          </Button>
        )}
      </PageHead>
      <div class="stack">
        {filled(
          Controls({
            locale: reader.locale,
            account: ctx.actor.accountShortName,
            filter: plain(filter),
            counts,
            own: ownOf(filter),
          }),
          // The fields a business made for tickets, as filters; those the reader does not see are not offered.
          filter.own && <MoreFilters reader={reader} attributes={filter.own.attributes} drafts={filter.own.drafts} />,
        )}
        <Active ctx={ctx} filter={filter} />
        {page.rows.length === 0 ? (
          <Nothing ctx={ctx} filter={filter} mayOpen={mayOpen} />
        ) : (
          <Card fit="flush">
            <Rows>
              {page.rows.map((line) => (
                <Line ctx={ctx} line={line} />
              ))}
            </Rows>
          </Card>
        )}
        <Pagination
          label={say(reader, 'list.pages')}
          newer={{ label: say(reader, 'list.newer'), href: page.newer && address(filter, { before: page.newer }) }}
          older={{ label: say(reader, 'list.older'), href: page.older && address(filter, { after: page.older }) }}
        />
      </div>
    </Page>
  );
}

/** What is asked of the business's own fields, as one plain value. */
function ownOf(filter: CustomerFilter): string {
  const query = new URLSearchParams();
  writeConditions(query, filter.own?.drafts ?? []);
  return query.toString();
}

type PlainFilter = Omit<CustomerFilter, 'own'>;
const plain = ({ own: _, ...filter }: CustomerFilter): PlainFilter => filter;

interface ControlsProps extends Pick<Props, 'counts'> {
  filter: PlainFilter;
  locale: Locale;
  account: string;
  own: string;
}

/** The gap is for the business's own fields. */
const Controls = still<ControlsProps>(({ locale, account, filter, counts, own }) => {
  const reader = { locale };
  const view = (name: CustomerFilter['view']) => ({
    label: say(reader, `list.${name}`),
    href: withMore(address({ ...filter, view: name }), own),
    current: filter.view === name,
    count: counts && name !== 'all' ? upTo99(counts[name]) : undefined,
  });
  return (
    <Filters action="/support" submit={say(reader, 'list.apply')}>
      <Segmented label={say(reader, 'list.show')} items={[view('open'), view('solved'), view('all')]} />
      <input type="hidden" name="view" value={filter.view} />
      <SearchInput
        id="search"
        name="q"
        label={say(reader, 'list.search')}
        placeholder={say(reader, 'list.search')}
        value={filter.query}
        data-hotkey="/"
      />
      <Select
        name="who"
        aria-label={say(reader, 'list.show')}
        value={filter.mine ? 'me' : 'all'}
        options={[
          { value: 'all', label: say(reader, 'list.everyone', { account }) },
          { value: 'me', label: say(reader, 'list.mine') },
        ]}
      />
      <Select
        name="sort"
        aria-label={say(reader, 'list.sort')}
        value={filter.sort}
        options={[
          { value: 'active', label: say(reader, 'list.sort.active') },
          { value: 'newest', label: say(reader, 'list.sort.newest') },
        ]}
      />
      {gap}
    </Filters>
  );
});

function Active({ ctx: { reader }, filter }: Pick<Props, 'ctx' | 'filter'>) {
  const items = [
    ...(filter.query
      ? [
          {
            label: say(reader, 'filter.search', { query: filter.query }),
            href: address({ ...filter, query: '' }),
          },
        ]
      : []),
    ...(filter.mine ? [{ label: say(reader, 'list.mine'), href: address({ ...filter, mine: false }) }] : []),
  ];
  const clear = { label: say(reader, 'filter.clear'), href: address({ ...plain(filter), query: '', mine: false }) };
  return (
    <ActiveFilters
      label={say(reader, 'filter.active')}
      remove={say(reader, 'filter.remove')}
      items={items}
      clear={clear}
    />
  );
}

function Line({ ctx: { reader, actor, workspace }, line }: { ctx: CtxOf<Contact>; line: TicketLine }) {
  const { id, number, subject, status, priority, requester } = line;
  const by = requester === actor.name ? undefined : requester;
  const { locale } = reader;
  const colleague = line.asksReader || line.requesterId === actor.personId ? undefined : requester;
  const still = StillLine({ locale, id, number, subject, status, priority, by, colleague, them: workspace.shortName });
  return filled(still, Time({ reader, date: line.activeAt }));
}

type StillLineProps = Pick<TicketLine, 'id' | 'number' | 'subject' | 'status' | 'priority'> & {
  locale: Locale;
  by: string | undefined;
  colleague: string | undefined;
  them: string;
};

/** A line until its ticket changes; the gap is for how long ago that was. */
const StillLine = still<StillLineProps>(({ locale, id, number, subject, status, priority, by, colleague, them }) => {
  const reader = { locale };
  const turn = turnOf(status, 'customer');
  const yours = turn === 'you' && !colleague;
  const state = stateOf[status];
  return (
    <Row
      id={`ticket-${id}`}
      href={`/support/${number}`}
      lead={
        <Tile
          icon={turn === 'done' ? 'check' : yours ? 'message-circle' : 'life-buoy'}
          tone={turn === 'done' ? 'ok' : yours ? 'tinted' : undefined}
        />
      }
      title={subject}
      meta={
        <>
          <span class="mono">{refOf(number)}</span>
          {state && ` · ${say(reader, turn === 'you' && !yours ? 'state.waitsForOthers' : state)}`}
          {by && ` · ${say(reader, 'list.by', { name: by })}`}
        </>
      }
      end={
        <>
          <PriorityBadge reader={reader} priority={priority} />
          <span class="meta">{gap}</span>
          <TurnOf reader={reader} status={status} side="customer" them={them} colleague={colleague} />
        </>
      }
    />
  );
});

/** A finished one says so at its end already. */
const stateOf: Partial<Record<Status, 'state.new' | 'state.open' | 'state.waitsForYou' | 'state.hold'>> = {
  new: 'state.new',
  open: 'state.open',
  pending: 'state.waitsForYou',
  on_hold: 'state.hold',
};

function Nothing({
  ctx: { reader },
  filter,
  mayOpen,
}: {
  ctx: CtxOf<Contact>;
  filter: CustomerFilter;
  mayOpen: boolean;
}) {
  const own = (filter.own?.drafts.length ?? 0) > 0;
  const narrowed = filter.query !== '' || filter.mine || own;
  const which = filter.query
    ? 'none'
    : filter.mine || own
      ? 'noneMine'
      : filter.view === 'solved'
        ? 'noneSolved'
        : filter.view === 'open'
          ? 'clear'
          : 'empty';
  return (
    <Card>
      <Empty
        icon={narrowed ? 'search' : which === 'clear' ? 'party-popper' : 'life-buoy'}
        title={say(reader, `list.${which}.title`, { query: filter.query })}
        text={say(reader, `list.${which}.text`)}
        action={
          <div class="cluster centered">
            {narrowed && (
              <Button href={address({ ...plain(filter), query: '', mine: false })}>
                {say(reader, 'filter.clear')}
              </Button>
            )}
            {mayOpen && which !== 'noneSolved' && (
              <Button href="/support/new" variant={narrowed ? 'quiet' : undefined}>
                {say(reader, 'new')}
              </Button>
            )}
          </div>
        }
      />
    </Card>
  );
}

function address(filter: CustomerFilter, place: { after?: string; before?: string } = {}): string {
  const query = new URLSearchParams();
  if (filter.view !== 'open') query.set('view', filter.view);
  if (filter.query) query.set('q', filter.query);
  if (filter.mine) query.set('who', 'me');
  if (filter.sort !== 'active') query.set('sort', filter.sort);
  writeConditions(query, filter.own?.drafts ?? []);
  if (place.after) query.set('after', place.after);
  if (place.before) query.set('before', place.before);
  const text = query.toString();
  return text ? `/support?${text}` : '/support';
}

const withMore = (path: string, query: string): string =>
  query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path;
