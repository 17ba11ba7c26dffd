import { type RawBuilder, sql } from 'kysely';
import { type Attribute, allHold, type Condition, type Draft } from '#features/segments/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { anId, aText, type Page, type Part, pageOf, readCursor, writeCursor } from '#platform/http/keyset.ts';
import { isDay } from '#platform/i18n/day.ts';
import { doubt } from './alike.ts';

/** One line of the team's list of customers. */
export interface CustomerLine {
  id: string;
  name: string;
  shortName: string;
  plan: string;
  activeAt: Date;
  /** Contacts, and how many of them have signed in. */
  people: number;
  joined: number;
  /** Open tickets, and how many of them wait for an answer of the team's. */
  open: number;
  ours: number;
  /** Names of the account team, the lead first. */
  team: string[];
  /** It came by sign-up, has the name of another customer, and nobody has looked. */
  inDoubt: boolean;
}

export const views = ['all', 'mine', 'waiting', 'unseen', 'archived'] as const;
export type View = (typeof views)[number];
export const sorts = ['activity', 'name'] as const;
export type Sort = (typeof sorts)[number];

export interface CustomerFilter {
  query: string;
  view: View;
  sort: Sort;
  /** Only those in this segment. */
  segment: string | null;
  /** What else is asked, as it stands in the address, and of it what says something. */
  drafts: Draft[];
  conditions: Condition[];
}

/** For a search that narrows by nothing else. */
export const unnarrowed = { segment: null, drafts: [], conditions: [] };

const PAGE = 25;

/** How each order reads: what it sorts by, and whether the largest comes first. The value is text, so cursors keep it exact. */
const orders = {
  activity: { column: sql.ref('a.active_at'), cast: sql.raw('timestamptz'), descending: true },
  name: { column: sql.ref('a.sort_name'), cast: sql.raw('text'), descending: false },
} as const;

interface Row extends CustomerLine {
  position: string;
}

export async function listCustomers(
  ctx: CtxOf<Member>,
  filter: CustomerFilter,
  attributes: readonly Attribute[],
  paging: { after?: string | undefined; before?: string | undefined },
): Promise<Page<CustomerLine>> {
  const { column, cast, descending } = orders[filter.sort];
  const cursor = readCursor(paging, filter.sort === 'name' ? aText : aDatabaseMoment, anId);
  const forward = descending !== (cursor?.back ?? false);
  const order = forward ? sql.raw('desc') : sql.raw('asc');
  const beyond = cursor
    ? sql`and (${column}, a.id) ${forward ? sql.raw('<') : sql.raw('>')} (${cursor.at[0]}::${cast}, ${cursor.at[1]}::uuid)`
    : sql``;
  const held = allHold(ctx, filter.conditions, attributes);
  const narrowed = sql`${filter.segment ? inSegment(ctx, filter.segment) : sql``} ${held ? sql`and ${held}` : sql``}`;
  const lines = (which: RawBuilder<unknown>, most: number) => sql<Row>`
    with page as materialized (
      select a.*, ${column} as position
      from accounts a
      where a.workspace_id = ${ctx.workspace.id} and ${inUse(filter.view)} ${inView(ctx, filter.view)} ${narrowed} ${which}
      order by ${column} ${order}, a.id ${order}
      limit ${sql.lit(most)})
    select a.id, a.name, a.short_name as "shortName", a.plan, a.active_at as "activeAt",
      a.position::text as position, other.id is not null as "inDoubt", c.people, c.joined, t.open, t.ours,
      array(select m.name from account_members am
        join members m on m.workspace_id = am.workspace_id and m.id = am.member_id and m.disabled_at is null
        where am.workspace_id = ${ctx.workspace.id} and am.account_id = a.id order by am.position, m.name) as team
    from page a ${doubt(ctx)},
      lateral (select count(*)::int as people, count(k.identity_id)::int as joined from contacts k
        where k.workspace_id = ${ctx.workspace.id} and k.account_id = a.id and k.disabled_at is null) c,
      lateral (select count(*)::int as open, count(k.waiting_since)::int as ours from tickets k
        where k.workspace_id = ${ctx.workspace.id} and k.account_id = a.id and k.status not in ('solved', 'closed')) t
    order by a.position ${order}, a.id ${order}`;
  const exactly = named(filter.query);
  const others = filter.query ? sql`${matching(filter.query)} and not ${exactly}` : sql``;
  const [{ rows }, first] = await Promise.all([
    lines(sql`${others} ${beyond}`, PAGE + 1).execute(ctx.db),
    filter.query ? lines(sql`and ${exactly}`, MOST_NAMED).execute(ctx.db) : { rows: [] },
  ]);
  const page = pageOf(rows, PAGE, cursor, (row) => writeCursor(row.position, row.id));
  return page.newer ? page : { ...page, rows: [...first.rows, ...page.rows] };
}

/** Of one name there may be several. */
const MOST_NAMED = 5;

/** Whom the words name exactly, by number or by name: before all others, on the first page. */
const named = (query: string): RawBuilder<unknown> =>
  sql`(a.sort_name = app.folded(${query}) or (a.reference <> '' and lower(a.reference) = lower(${query})))`;

/** A time as the database writes it, to the microsecond; one that no calendar has is none. */
const aDatabaseMoment: Part = (text) =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')));

/** Those put away are a view of their own; one that became part of another is nowhere. */
const inUse = (view: View): RawBuilder<unknown> =>
  view === 'archived' ? sql`a.archived_at is not null and a.merged_into is null` : sql`a.archived_at is null`;

/** Words that stand there, and names that are nearly what was typed. */
const matching = (query: string): RawBuilder<unknown> =>
  query
    ? sql`and a.id in (select account_id from app.matching_accounts(${query})
        union select s.id from app.similar_people(${query}) s where s.kind = 'account')`
    : sql``;

const inSegment = (ctx: CtxOf<Member>, id: string): RawBuilder<unknown> =>
  sql`and exists (select from segment_accounts sa where sa.workspace_id = ${ctx.workspace.id} and sa.segment_id = ${id}
    and sa.account_id = a.id)`;

function inView(ctx: CtxOf<Member>, view: View): RawBuilder<unknown> {
  const workspaceId = ctx.workspace.id;
  if (view === 'mine') {
    return sql`and exists (select from account_members am where am.workspace_id = ${workspaceId}
      and am.account_id = a.id and am.member_id = ${ctx.actor.personId})`;
  }
  if (view === 'waiting') {
    return sql`and exists (select from tickets k where k.workspace_id = ${workspaceId} and k.account_id = a.id
      and k.waiting_since is not null)`;
  }
  if (view === 'unseen') {
    return sql`and not exists (select from contacts k where k.workspace_id = ${workspaceId} and k.account_id = a.id
      and k.identity_id is not null)`;
  }
  return sql``;
}

/** Beyond these a number says nothing more, and counting on would cost. */
const MOST = 1000;
const MOST_WAITING = 100;

/** How many customers there are (at most a thousand), and how many wait for an answer (at most a hundred). */
export async function countCustomers(ctx: CtxOf<Member>): Promise<{ all: number; waiting: number }> {
  const customers = sql`select from accounts a where a.workspace_id = ${ctx.workspace.id} and a.archived_at is null`;
  const { rows } = await sql<{ all: number; waiting: number }>`
    select (select count(*)::int from (${customers} limit ${MOST}) c) as all,
      (select count(*)::int from (${customers} ${inView(ctx, 'waiting')} limit ${MOST_WAITING}) w) as waiting`.execute(
    ctx.db,
  );
  return rows[0]!;
}
