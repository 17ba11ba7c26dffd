import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Ticket } from './ticket.ts';

export interface ThreadFile {
  id: string;
  name: string;
  type: string;
  bytes: number;
}

/** One thing in a thread, in the order it happened. */
export type Entry =
  | {
      kind: 'reply' | 'note';
      id: string;
      at: Date;
      author: string;
      authorPhoto: string | null;
      authorTitle: string;
      /** The member or contact who wrote it. */
      authorId: string;
      fromTeam: boolean;
      html: string;
      files: ThreadFile[];
    }
  | {
      kind: 'event';
      id: string;
      at: Date;
      event: string;
      actor: string;
      actorId: string | null;
      data: Record<string, unknown>;
      /** Whom it was about: somebody at the customer, or the member who was given the ticket. */
      whom: { id: string; name: string } | null;
    };

/** What of a thread is shown: how it began and its end, or what stands around one message. */
export interface Thread {
  /** The first message, when others are left out behind it. */
  opening: Entry | null;
  /** How many are left out behind the opening, and the message they would end at. */
  earlier: { count: number; at: Written } | null;
  entries: Entry[];
  /** How many are left out at the end. */
  later: number;
  /** The last reply of either side, whatever of the thread is shown. */
  lastReply: string | null;
}

export type Written = Extract<Entry, { kind: 'reply' | 'note' }>;
type Happening = Extract<Entry, { kind: 'event' }>;

interface Row {
  kind: 'reply' | 'note';
  id: string;
  at: Date;
  author: string;
  author_title: string;
  author_photo: string | null;
  author_id: string;
  from_team: boolean;
  html: string;
  files: ThreadFile[] | null;
  n: number;
  total: number;
  last_reply: string | null;
}

/** A thread of up to so many messages is shown whole: one or two left out are more bother than they save. */
const WHOLE = 40;
const LAST = 30;
/** Around a message that somebody asked for. */
export const BEFORE = 50;
const BEHIND = 200;

const files = (column: 'reply_id' | 'note_id') => sql`(select json_agg(json_build_object('id', f.id, 'name', f.name,
  'type', f.type, 'bytes', f.bytes) order by f.created_at) from attachments f
  where f.workspace_id = e.workspace_id and f.ticket_id = e.ticket_id and f.${sql.ref(column)} = e.id)`;

/** Who wrote a reply. */
const author = {
  facts: sql`coalesce(c.name, m.name) as author, coalesce(c.title, m.title) as author_title,
    coalesce(c.photo, m.photo) as author_photo`,
  joined: sql`left join contacts c on c.workspace_id = e.workspace_id and c.account_id = e.account_id and c.id = e.contact_id
    left join members m on m.workspace_id = e.workspace_id and m.id = e.member_id`,
};
/** As above, for a guest, who has no row of anybody: their transaction brings the names along. */
const authorForGuests = {
  facts: sql`p.name as author, p.title as author_title, null as author_photo`,
  joined: sql`left join app.shared_people() p on p.id in (e.contact_id, e.member_id)`,
};

const messages = kept((by, { ticket, from }: Given<{ ticket: string; from: string | null }>) => {
  const team = by.actor.kind === 'member';
  const writer = by.actor.kind === 'visitor' ? authorForGuests : author;
  const own = sql`workspace_id = ${by.workspace.id} and ticket_id = ${ticket}`;
  const noteKeys = sql`union all select 'note', id, created_at from internal_notes where ${own}`;
  const notes = sql`union all select s.kind, e.id, e.created_at, m.name, m.title, m.photo, m.id, true, e.body_html,
      ${files('note_id')}, s.n, s.total, s.last_reply
    from shown s join internal_notes e on e.workspace_id = ${by.workspace.id} and e.id = s.id and s.kind = 'note'
    join members m on m.workspace_id = e.workspace_id and m.id = e.member_id`;
  return sql<Row>`with keys as (
      select 'reply' as kind, id, created_at from replies where ${own} ${team ? noteKeys : sql``}),
    ranked as (select kind, id, row_number() over (order by created_at, id)::int as n, count(*) over ()::int as total,
      (select k.id from keys k where k.kind = 'reply' order by k.created_at desc, k.id desc limit 1) as last_reply from keys),
    place as (select n from ranked where id = ${from}::uuid),
    shown as (select r.* from ranked r left join place p on true
      where r.n = 1 or r.total <= ${WHOLE} or (p.n is null and r.n > r.total - ${LAST})
        or r.n between p.n - ${BEFORE} and p.n + ${BEHIND})
    select s.kind, e.id, e.created_at as at, ${writer.facts}, coalesce(e.contact_id, e.member_id) as author_id,
      e.member_id is not null as from_team, e.body_html as html, ${files('reply_id')} as files, s.n, s.total, s.last_reply
    from shown s join replies e on e.workspace_id = ${by.workspace.id} and e.id = s.id and s.kind = 'reply'
    ${writer.joined}
    ${team ? notes : sql``} order by n`;
});

/**
 * A ticket's replies with their authors and files, and, for members only, the internal notes between them. A customer's
 * query does not name the notes' table; their database would show them none of its rows either. All messages are counted
 * by their keys; the texts, files and names are read of those that are shown. `from` is the id of a message that has to
 * be among them.
 */
export async function threadOf(ctx: Ctx, ticket: Ticket, from?: string): Promise<Thread> {
  const asking = messages.all(ctx, { ticket: ticket.id, from: from && isId(from) ? from : null });
  const [rows, latest] = await Promise.all([asking, happenings(ctx, ticket)]);
  return withHappenings(ctx, ticket, rows, latest);
}

/** `latest` is what happened last, whatever of the thread is shown: few tickets have a longer story. */
async function withHappenings(ctx: Ctx, ticket: Ticket, rows: Row[], latest: Happening[]): Promise<Thread> {
  const [first, second] = rows;
  const left = first && second ? second.n - 2 : 0;
  const shown = (left > 0 ? rows.slice(1) : rows).map(written);
  const last = rows.at(-1);
  const later = last ? last.total - last.n : 0;
  const since = left > 0 ? shown[0]?.at : undefined;
  const until = later > 0 ? last?.at : undefined;
  const within = ({ at }: Happening) => !(since && at < since) && !(until && at > until);
  const happened = latest.length < MOST ? latest.filter(within) : await happenings(ctx, ticket, since, until);
  return {
    opening: left > 0 ? written(first!) : null,
    earlier: left > 0 ? { count: left, at: shown[0]! } : null,
    entries: merge(shown, happened),
    later,
    lastReply: last?.last_reply ?? null,
  };
}

const written = (row: Row): Written => ({
  kind: row.kind,
  id: row.id,
  at: row.at,
  author: row.author,
  authorTitle: row.author_title,
  authorPhoto: row.author_photo,
  authorId: row.author_id,
  fromTeam: row.from_team,
  html: row.html,
  files: row.files ?? [],
});

/**
 * Where somebody who opens a thread goes on reading: the other side's first message since their own side last wrote, else
 * the last one. A note is no answer.
 */
export function newestFor(side: 'team' | 'customer', entries: readonly Entry[]): Written | undefined {
  const said = entries.filter((entry): entry is Written => entry.kind !== 'event');
  const answered = said.findLastIndex((entry) => entry.kind === 'reply' && entry.fromTeam === (side === 'team'));
  return said.slice(answered + 1).find((entry) => entry.kind === 'reply') ?? said.at(-1);
}

/** Of what happened besides; the order is the merge's. */
const MOST = 300;
const PEOPLE = ['ticket.person_added', 'ticket.person_removed', 'ticket.narrowed', 'ticket.widened'];
const SHOWN = ['ticket.solved', 'ticket.reopened', 'ticket.assigned', 'ticket.triaged', ...PEOPLE];

type Around = { ticket: string; since: Date | undefined; until: Date | undefined };

const besides = kept((by, { ticket, since, until }: Given<Around>) => {
  let query = by.db
    .selectFrom('events')
    .leftJoin('members', (join) =>
      join.onRef('members.workspace_id', '=', 'events.workspace_id').onRef('members.id', '=', 'events.actor_person_id'),
    )
    .leftJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'events.workspace_id')
        .onRef('contacts.account_id', '=', 'events.account_id')
        .onRef('contacts.id', '=', 'events.actor_person_id'),
    )
    .leftJoin('contacts as w', (join) =>
      join
        .onRef('w.workspace_id', '=', 'events.workspace_id')
        .onRef('w.account_id', '=', 'events.account_id')
        .on(
          sql<boolean>`w.id = case when events.kind = any (${sql.val(PEOPLE)}::text[]) then (events.data ->> 'contact')::uuid end`,
        ),
    )
    .leftJoin('members as g', (join) =>
      join
        .onRef('g.workspace_id', '=', 'events.workspace_id')
        .on(sql<boolean>`g.id = case when events.kind = 'ticket.assigned' then (events.data ->> 'assignee')::uuid end`),
    )
    .select((one) => one.fn.coalesce('w.id', 'g.id').as('whomId'))
    .select((one) => one.fn.coalesce('w.name', 'g.name').as('whomName'))
    .select(['events.id', 'events.kind', 'events.created_at', 'events.data', 'events.actor_person_id'])
    .select((one) => one.fn.coalesce('members.name', 'contacts.name').as('actor'))
    .where('events.workspace_id', '=', by.workspace.id)
    .where('events.subject_id', '=', ticket)
    .where('events.kind', 'in', SHOWN);
  if (since) query = query.where('events.created_at', '>=', since);
  if (until) query = query.where('events.created_at', '<=', until);
  return query.orderBy('events.id', 'desc').limit(sql.lit(MOST));
});

/** What happened to the ticket besides words. The policy on events leaves a customer only what is theirs. */
async function happenings(ctx: Ctx, ticket: Ticket, since?: Date, until?: Date): Promise<Happening[]> {
  const rows = await besides.all(ctx, { ticket: ticket.id, since, until });
  return rows.map((row) => ({
    kind: 'event',
    id: row.id,
    at: row.created_at,
    event: row.kind,
    actor: row.actor ?? '',
    actorId: row.actor_person_id,
    data: row.data as Record<string, unknown>,
    whom: row.whomId && row.whomName ? { id: row.whomId, name: row.whomName } : null,
  }));
}

function merge(written: Entry[], happened: Entry[]): Entry[] {
  return [...written, ...happened].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

type Named = { account: string; requester: string; assignee: string | null };

const named = kept((by, { account, requester, assignee }: Given<Named>) =>
  by.db
    .selectFrom('contacts')
    .innerJoin('accounts', (join) =>
      join
        .onRef('accounts.workspace_id', '=', 'contacts.workspace_id')
        .onRef('accounts.id', '=', 'contacts.account_id'),
    )
    .leftJoin('members', (join) =>
      join.onRef('members.workspace_id', '=', 'contacts.workspace_id').on('members.id', '=', assignee),
    )
    .select([
      'contacts.id as requesterId',
      'contacts.name as requester',
      'contacts.title as requesterTitle',
      'contacts.phone as requesterPhone',
      'contacts.photo as requesterPhoto',
      'accounts.id as accountId',
      'accounts.name as account',
      'accounts.short_name as accountShort',
      'accounts.plan as plan',
      'members.name as assignee',
    ])
    .where('contacts.workspace_id', '=', by.workspace.id)
    .where('contacts.account_id', '=', account)
    .where('contacts.id', '=', requester),
);

/** The people a ticket names: who asked, for whom, and who has it. */
export const peopleOf = (ctx: Ctx, { accountId, requesterId, assigneeId }: Ticket) =>
  named.one(ctx, { account: accountId, requester: requesterId, assignee: assigneeId });

export type TicketPeople = Awaited<ReturnType<typeof peopleOf>>;

const others = kept((by, { account, ticket }: Given<{ account: string; ticket: string }>) =>
  by.db
    .selectFrom('tickets')
    .select(['number', 'subject', 'status'])
    .where('workspace_id', '=', by.workspace.id)
    .where('account_id', '=', account)
    .where('id', '!=', ticket)
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(4)),
);

/** The account's other open tickets and its last solved ones, for whoever answers this one. */
export const otherTickets = (ctx: Ctx, { accountId, id }: Ticket) =>
  others.all(ctx, { account: accountId, ticket: id });
