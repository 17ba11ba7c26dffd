import { type RawBuilder, sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Db } from '#platform/db/scope.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import type { Ctx } from '#platform/http/context.ts';
import { anId, type Page, pageOf, readCursor, writeCursor } from '#platform/http/keyset.ts';
import { dayBegins } from '#platform/i18n/day.ts';
import type { LogFilter } from './filter.ts';
import { type Names, namesIn } from './names.ts';

/** One line of the log: the event, and what stands around it. */
export interface Entry extends RecordedEvent<Record<string, unknown>> {
  /** Its number in the order of the log. */
  seq: number;
  audience: 'customer' | 'team';
  sessionId: string | null;
  method: string | null;
  ip: string | null;
  agent: string | null;
  requestId: string | null;
}

export interface LogPage extends Page<Entry> {
  names: Names;
}

const PAGE = 50;

/** Who reads: everything here is asked for through their walls. */
export type Asking = Pick<Ctx, 'workspace' | 'reader'> & { db: Db };

export async function logPage(
  ctx: Asking,
  filter: LogFilter,
  paging: { after?: string | undefined; before?: string | undefined },
): Promise<LogPage> {
  const cursor = readCursor(paging, anId);
  const back = cursor?.back ?? false;
  const beyond = cursor ? sql`and e.id ${sql.raw(back ? '>' : '<')} ${cursor.at[0]}::uuid` : sql``;
  const rows = await entriesWhere(ctx, sql`${await narrowed(ctx, filter)} ${beyond}`, back ? 'asc' : 'desc', PAGE + 1);
  const page = pageOf(rows, PAGE, cursor, (row) => writeCursor(row.id));
  return { ...page, names: await namesIn(ctx, page.rows) };
}

/** Older entries than one, the newest first, for an export. */
export async function olderEntries(ctx: Asking, filter: LogFilter, before: string, limit: number): Promise<LogPage> {
  const beyond = before ? sql`and e.id < ${before}::uuid` : sql``;
  const rows = await entriesWhere(ctx, sql`${await narrowed(ctx, filter)} ${beyond}`, 'desc', limit);
  return { rows, newer: undefined, older: undefined, names: await namesIn(ctx, rows) };
}

/** Entries in their order, after one number and up to another, for a receiver. */
export async function entriesBetween(ctx: Asking, after: number, upTo: number, limit: number): Promise<Entry[]> {
  return entriesWhere(ctx, sql`and e.seq > ${after} and e.seq <= ${upTo}`, 'asc', limit, 'seq');
}

export async function entryNamed(ctx: Asking, id: string): Promise<Entry | undefined> {
  return isId(id) ? (await entriesWhere(ctx, sql`and e.id = ${id}::uuid`, 'desc', 1))[0] : undefined;
}

/** Entries of this business that fit, through the reader’s walls. */
export async function entriesWhere(
  ctx: Asking,
  which: RawBuilder<unknown>,
  order: 'asc' | 'desc',
  limit: number,
  by: 'id' | 'seq' = 'id',
): Promise<Entry[]> {
  const { rows } = await sql<Entry>`select e.id, e.seq, e.kind, e.audience, e.account_id as "accountId",
      e.subject_type as "subjectType", e.subject_id as "subjectId", e.actor_kind as "actorKind",
      e.actor_identity_id as "actorIdentityId", e.actor_person_id as "actorPersonId", e.data, e.created_at as "createdAt",
      e.session_id as "sessionId", e.method, e.ip, e.agent, e.request_id as "requestId"
    from events e where e.workspace_id = ${ctx.workspace.id} ${which}
    order by ${sql.ref(`e.${by}`)} ${sql.raw(order)} limit ${sql.lit(limit)}`.execute(ctx.db);
  return rows;
}

const sides: Record<LogFilter['side'], RawBuilder<unknown> | null> = {
  all: null,
  team: sql`and e.actor_kind = 'member'`,
  customers: sql`and e.actor_kind = 'contact'`,
  directories: sql`and e.method = 'directory'`,
  operator: sql`and e.method = 'command'`,
  system: sql`and e.actor_kind = 'system' and coalesce(e.method, '') not in ('directory', 'command')`,
  strangers: sql`and e.actor_kind = 'visitor'`,
};

async function narrowed(ctx: Asking, filter: LogFilter): Promise<RawBuilder<unknown>> {
  const { side, area, person, account, from, to, q } = filter;
  const parts: RawBuilder<unknown>[] = [];
  if (sides[side]) parts.push(sides[side]);
  if (area) parts.push(sql`and e.kind >= ${`${area}.`} and e.kind < ${`${area}/`}`);
  if (person) {
    const triedAs = tried(sql`${person}`);
    parts.push(sql`and (e.actor_identity_id = ${person}::uuid or e.subject_id = ${person}::uuid or ${triedAs})`);
  }
  if (account) parts.push(sql`and e.account_id = ${account}::uuid`);
  // Ids begin with the millisecond, so the order of the list is that of time, and one index serves both.
  if (from) parts.push(sql`and e.id >= ${idAt(dayBegins(ctx.reader, from))}::uuid`);
  if (to) parts.push(sql`and e.id < ${idAt(dayBegins(ctx.reader, to, 1))}::uuid`);
  if (q) parts.push(await matching(ctx, q));
  return sql.join(parts, sql` `);
}

/** Attempts to come in as somebody: nobody did them who has a name, and each is a subject of its own (index: migration 0650). */
const tried = (as: RawBuilder<unknown>) => sql`(e.kind = 'identity.sign_in_failed' and e.data ->> 'identity' = ${as})`;

function idAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** What tells of which ticket a link was, once for each: what was said of its owner may be forgotten. */
const OF_GUESTS = ['guest.ticket_shared', 'guest.address_proved'];

/** More people than these do not narrow anything. */
const MOST = 200;

/**
 * Text finds people by name and address, guests by address; customers, roles, fields, segments and connections by name; tickets by their number, entries by
 * theirs, kinds by name, network addresses, and what was asked for by the number that somebody was given with an error.
 * About a ticket are also its files, and links to it that guests have: those by the log itself, where a link stays named
 * when it was erased elsewhere.
 */
async function matching(ctx: Asking, q: string): Promise<RawBuilder<unknown>> {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<{ id: string }>`
    with ticket as materialized (select t.id from tickets t
      where t.workspace_id = ${ctx.workspace.id} and t.number = ${numberIn(q)}::bigint)
    (select p.identity_id as id from members p where p.workspace_id = ${ctx.workspace.id} and p.identity_id is not null
      and (p.name ilike ${like} or p.email::text ilike ${like}) limit ${sql.lit(MOST)})
    union (select p.identity_id from contacts p where p.workspace_id = ${ctx.workspace.id} and p.identity_id is not null
      and (p.name ilike ${like} or p.email::text ilike ${like}) limit ${sql.lit(MOST)})
    union (select a.id from accounts a where a.workspace_id = ${ctx.workspace.id} and a.name ilike ${like} limit ${sql.lit(MOST)})
    union select r.id from roles r where r.workspace_id = ${ctx.workspace.id} and r.name ilike ${like}
    union (select d.id from field_definitions d where d.workspace_id = ${ctx.workspace.id} and d.label ilike ${like} limit ${sql.lit(MOST)})
    union (select s.id from segments s where s.workspace_id = ${ctx.workspace.id} and s.name ilike ${like} limit ${sql.lit(MOST)})
    union select s.id from sso_connections s where s.workspace_id = ${ctx.workspace.id} and s.name ilike ${like}
    union select id from ticket
    union (select f.id from ticket join attachments f on f.workspace_id = ${ctx.workspace.id} and f.ticket_id = ticket.id)
    union (select e.subject_id from ticket join events e on e.workspace_id = ${ctx.workspace.id}
      and e.kind = any (${OF_GUESTS}) and e.data ->> 'ticket' = ticket.id::text)
    union (select e.subject_id from events e where e.workspace_id = ${ctx.workspace.id}
      and e.kind = 'guest.ticket_shared' and e.data ->> 'email' ilike ${like} limit ${sql.lit(MOST)})`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  return sql`and (e.actor_identity_id = any (${ids}::uuid[]) or e.subject_id = any (${ids}::uuid[])
    or e.account_id = any (${ids}::uuid[]) or ${tried(sql`any (${ids}::text[])`)} or e.ip = ${q} or e.kind = ${q.toLowerCase()} or e.seq = ${seqIn(q)}::bigint
    or e.request_id like ${requestIn(q)} or e.id = ${isId(q) ? q : null}::uuid or e.subject_id = ${isId(q) ? q : null}::uuid)`;
}

const numberIn = (q: string): number | null => Number(/^(?:T-)?(\d{1,12})$/i.exec(q)?.[1]) || null;
/** The number that a page gives to whoever asks for help: of the request, whole or its beginning, as 404-bcc550. */
const requestIn = (q: string): string | null => {
  const [, begins] = /^(?:[45]\d\d-)?([0-9a-f]{6}[0-9a-f-]*)$/i.exec(q) ?? [];
  return begins ? `${begins.toLowerCase()}%` : null;
};
const seqIn = (q: string): number | null => Number(/^[#№]?\s?(\d{1,15})$/.exec(q)?.[1]) || null;
