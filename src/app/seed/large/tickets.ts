import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/db/scope.ts';
import { accountId, byTeam, contactId, type Frame, idAt, memberId, moment, ticketRows } from './rows.ts';
import { bodies, subjects } from './texts.ts';

const n = sql<number>`t.n`;
const said = (place: number) => sql<number>`t.said[${sql.lit(place + 1)}]`;
const number = (value: number) => sql<number>`${sql.lit(value)}::bigint`;

/** Which text a reply has: spread so that neighbours differ. */
const bodyOf = (place: RawBuilder<number>) => sql<number>`(1 + (t.n * 31 + ${place} * 17) % ${number(bodies.length)})`;
const textId = (frame: Frame) => sql.lit(frame.size.workspaceId);
const ticketId = idAt('ticket', sql<number>`t.opened`, n);
const replyNumber = (frame: Frame) => sql<number>`(t.n * ${number(frame.size.repliesPerTicket)} + r.place)`;
const replyId = (frame: Frame) => idAt('reply', sql<number>`t.said[r.place + 1]`, replyNumber(frame));

const subjectOf = sql`(${subjects}::text[])[1 + (t.n * 37) % ${number(subjects.length)}] || ', ' || t.n + 1`;

/** What the search finds of them, before they are there: their subject and three of their texts. */
export async function insertTicketEntries(db: Db, frame: Frame, first: number, last: number): Promise<void> {
  const three = [0, 1, 2].map((place) => bodyOf(number(place)));
  const words = three.map((of) => sql`b.words[${of}]`);
  const texts = three.map((of) => sql`b.texts[${of}]`);
  await sql`
    with b as materialized (select array_agg(to_tsvector('app.words', said) || strip(to_tsvector('app.english', said)) order by i) as words,
        array_agg(said order by i) as texts
      from unnest(${bodies}::text[]) with ordinality as body(body, i), lateral (select regexp_replace(body, '<[^>]*>', ' ', 'g') as said) s)
    insert into search_entries (workspace_id, kind, object_id, of_id, account_id, person_id, audience, room, title, body, at, words)
    select ${textId(frame)}, 'ticket', ${ticketId}, ${ticketId}, ${accountId(frame, sql<number>`t.account`)},
      ${contactId(frame, sql<number>`t.contact`)}, 'account', 'support', s.subject,
      ${texts[0]} || ' ' || ${texts[1]} || ' ' || ${texts[2]}, ${moment(said(4))},
      app.as_words('en', s.subject, 'A') || ${words[0]} || ${words[1]} || ${words[2]}
    from b, ${ticketRows(frame, first, last)} t, lateral (select ${subjectOf} as subject offset 0) s`.execute(db);
}

/** Tickets without their replies. */
export async function insertTickets(db: Db, frame: Frame, first: number, last: number): Promise<void> {
  const finished = sql`t.status in ('solved', 'closed')`;
  await sql`
    insert into tickets (workspace_id, id, account_id, number, subject, requester_id, assignee_id, status, priority, urgency,
      active_at, first_reply_at, waiting_since, solved_at, closed_at, created_at, updated_at)
    select ${textId(frame)}, ${ticketId}, ${accountId(frame, sql<number>`t.account`)}, t.n + 1, s.subject,
      ${contactId(frame, sql<number>`t.contact`)},
      case when t.status <> 'new' then ${memberId(frame, sql<number>`t.member`)} end, t.status,
      (array['normal', 'low', 'normal', 'high', 'normal', 'urgent', 'normal'])[1 + t.n % 7],
      (array['slows', 'question', 'slows', 'blocks'])[1 + t.n % 4],
      ${moment(said(4))}, case when t.status <> 'new' then ${moment(said(1))} end,
      case t.status when 'new' then ${moment(said(0))} when 'open' then ${moment(said(4))} when 'on_hold' then ${moment(said(3))} end,
      case when ${finished} then ${moment(said(4))} end, case when t.status = 'closed' then ${moment(said(4))} end,
      ${moment(sql<number>`t.opened`)}, ${moment(said(4))}
    from ${ticketRows(frame, first, last)} t, lateral (select ${subjectOf} as subject) s`.execute(db);
}

export async function insertReplies(db: Db, frame: Frame, first: number, last: number): Promise<void> {
  const place = sql<number>`r.place`;
  await sql`
    insert into replies (workspace_id, id, account_id, ticket_id, contact_id, member_id, body_html, created_at)
    select ${textId(frame)}, ${replyId(frame)}, ${accountId(frame, sql<number>`t.account`)}, ${ticketId},
      case when not ${byTeam(place)} then ${contactId(frame, sql<number>`t.contact`)} end,
      case when ${byTeam(place)} then ${memberId(frame, sql<number>`t.member`)} end,
      (${bodies}::text[])[${bodyOf(place)}], ${moment(sql<number>`t.said[r.place + 1]`)}
    from ${ticketRows(frame, first, last)} t, generate_series(0::bigint, ${number(frame.size.repliesPerTicket - 1)}) r(place)
    order by t.said[r.place + 1]`.execute(db);
}

/** That they were opened, and of the newest also who replied: as much of the log as pages read. */
export async function insertEvents(db: Db, frame: Frame, first: number, last: number): Promise<void> {
  const withReplies = Math.floor(frame.size.tickets * 0.75);
  const team = byTeam(sql<number>`r.place`);
  await sql`
    insert into events (workspace_id, id, kind, audience, account_id, subject_type, subject_id, actor_kind, actor_person_id, data, created_at)
    select ${textId(frame)}, ${idAt('event', sql<number>`t.said[r.place + 1]`, replyNumber(frame))},
      case when r.place = 0 then 'ticket.opened' else 'ticket.replied' end, 'customer',
      ${accountId(frame, sql<number>`t.account`)}, 'ticket', ${ticketId},
      case when ${team} then 'member' else 'contact' end,
      case when ${team} then ${memberId(frame, sql<number>`t.member`)} else ${contactId(frame, sql<number>`t.contact`)} end,
      case when r.place = 0 then jsonb_build_object('number', t.n + 1)
        else jsonb_build_object('number', t.n + 1, 'reply', ${replyId(frame)}, 'by', case when ${team} then 'member' else 'contact' end) end,
      ${moment(sql<number>`t.said[r.place + 1]`)}
    from ${ticketRows(frame, first, last)} t,
      generate_series(0::bigint, case when t.n < ${number(withReplies)} then 0 else ${number(frame.size.repliesPerTicket - 1)} end) r(place)
    order by t.said[r.place + 1]`.execute(db);
}
