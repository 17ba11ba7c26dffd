import { type Arm, armKey, armOf, settle, suggestionsFor } from '#features/deflection/index.ts';
import { indexedAll } from '#features/search/index.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';
import type { StoryTicket } from '../story.ts';
import { type Crowd, crowds, nameOf, type Topic, topics } from './many-people.ts';

type Clock = ReturnType<typeof clockOf>;

const HELPERS = ['maya', 'theo', 'priya', 'nora'];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The id of a login that is drawn into an arm. */
const draw = (ctx: Ctx, arm: Arm, at: Date, heldOut: number): string => {
  for (;;) {
    const id = newId(at.getTime());
    if (armOf(armKey(ctx), id, at, heldOut) === arm) return id;
  }
};

/** Somebody with the one ticket they began to write. */
interface Try {
  crowd: Crowd;
  n: number;
  name: string;
  arm: Arm;
  topic: Topic;
  /** They sent it, or came back with it later, as the ticket with this number, then. */
  ticket?: { number: number; at: Date; again: boolean } | undefined;
  at: Date;
}

interface Slot {
  number: number;
  at: Date;
}

/** Numbers that the story leaves free between two of its tickets, with a day for each: a studio with so many clients has more of them. */
function freeNumbers(tickets: readonly StoryTicket[], clock: Clock): Slot[][] {
  const days = tickets.flatMap(({ number, at }) => {
    const day = Number(/^(\d+)d /.exec(at)?.[1]);
    return day >= 7 && day <= 88 ? [{ number, day }] : [];
  });
  return days.slice(1).map((next, at) => {
    const before = days[at]!;
    const many = next.number - before.number - 1;
    return Array.from({ length: many }, (_, n) => {
      const day = Math.round(before.day + ((next.day - before.day) * (n + 1)) / (many + 1));
      return { number: before.number + n + 1, at: clock(`${day}d ${String(8 + n).padStart(2, '0')}:${10 + 7 * n}`) };
    });
  });
}

/** Of so many, `some` are spread evenly. */
const isOne = (n: number, some: number, of: number): boolean =>
  Math.floor(((n + 1) * some) / of) > Math.floor((n * some) / of);

/** Who of the crowds wrote what, and when. Those who wrote a ticket stand in the order of their tickets. */
function triesOf(free: Slot[], clock: Clock): Try[] {
  const people = crowds.flatMap((crowd) =>
    (['shown', 'heldOut'] as const).flatMap((side) =>
      Array.from({ length: crowd[side].of }, (_, n) => ({
        crowd,
        arm: side === 'shown' ? ('shown' as const) : ('held_out' as const),
        wrote: isOne(n, crowd[side].wrote, crowd[side].of),
      })),
    ),
  );
  // A step near the golden section mixes customers and sides evenly over the weeks.
  const mixed = people.map((_, n) => people[(n * 95) % people.length]!);
  let tickets = 0;
  return mixed.map(({ crowd, arm, wrote }, n) => {
    const day = 84 - Math.floor((n * 82) / mixed.length);
    const ticket = wrote ? free[tickets++] : undefined;
    // Every fourth had left without one, and came back with it two days later.
    const again = ticket !== undefined && tickets % 4 === 0;
    const at = ticket
      ? new Date(ticket.at.getTime() - (again ? 2 * DAY_MS : 6 * MINUTE_MS))
      : clock(`${day}d ${String(8 + (n % 10)).padStart(2, '0')}:${10 + (n % 49)}`);
    const topic = topics[(n * 7) % topics.length]!;
    return { crowd, n, name: nameOf(n), arm, topic, ticket: ticket && { ...ticket, again }, at };
  });
}

const askedBy = ({ topic, n }: Try): string => topic.asked[Math.floor(n / topics.length) % topic.asked.length]!;

/**
 * Weeks of people who began to write a ticket. Many at once: one by one they would take longer than the whole rest of the demo. But tickets
 * come between those of the story, as ids and numbers have one order.
 */
export function crowd(
  stage: Stage,
  cast: Cast,
  clock: Clock,
  given: { tickets: readonly StoryTicket[]; heldOut: number },
): Scene[] {
  const gaps = freeNumbers(given.tickets, clock).filter((slots) => slots.length > 0);
  const tries = triesOf(gaps.flat(), clock);
  const [begun, now] = [clock('92d 16:10'), clock('50m')];
  const rows: Row[] = [];
  const tickets = new Map<number, string>();
  const written = gaps.map((slots): Scene => {
    const { at } = slots.at(-1)!;
    const numbers = slots.map(({ number }) => number);
    const theirs = () => rows.filter(({ ticket }) => ticket && numbers.includes(ticket.number));
    return { at, run: () => writeTickets(stage.system(at), theirs(), cast, tickets) };
  });
  return [
    { at: begun, run: async () => void rows.push(...(await letIn(stage.system(begun), tries, given.heldOut))) },
    ...written,
    { at: now, run: () => writeSessions(stage.system(now), rows, tickets) },
  ];
}

type Row = Try & { account: string; contact: string };

async function letIn(ctx: Ctx, tries: Try[], heldOut: number): Promise<Row[]> {
  const workspace_id = ctx.workspace.id;
  const accounts = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'name', 'created_at as since'])
    .where('workspace_id', '=', workspace_id)
    .where(
      'name',
      'in',
      crowds.map(({ account }) => account),
    )
    .execute();
  const made = tries.map((one) => {
    const { id: account, since } = accounts.find(({ name }) => name === one.crowd.account)!;
    const joined = new Date(since.getTime() + (one.n % 40) * DAY_MS + one.n * MINUTE_MS);
    const identity = draw(ctx, one.arm, one.at, heldOut);
    const [given = '', family = ''] = one.name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(' ');
    const email = `${given}.${family}@${one.crowd.domain}`;
    return { ...one, account, contact: newId(joined.getTime()), identity, email, joined };
  });
  await ctx.db
    .insertInto('identities')
    .values(made.map(({ identity: id, email, name }) => ({ workspace_id, id, email, email_verified: true, name })))
    .execute();
  await ctx.db
    .insertInto('contacts')
    .values(
      made.map((one) => ({
        workspace_id,
        id: one.contact,
        account_id: one.account,
        identity_id: one.identity,
        name: one.name,
        email: one.email,
        title: one.crowd.titles[one.n % one.crowd.titles.length]!,
        phone: '',
        role: 'contributor' as const,
        flags: [],
        created_at: one.joined,
      })),
    )
    .execute();
  return made;
}

/** Asked, answered once, solved. */
async function writeTickets(ctx: Ctx, rows: Row[], cast: Cast, tickets: Map<number, string>): Promise<void> {
  const workspace_id = ctx.workspace.id;
  const written = rows.flatMap((row) => {
    if (!row.ticket) return [];
    const { number, at } = row.ticket;
    const member = cast.member(HELPERS[number % HELPERS.length]!).personId;
    const answered = new Date(at.getTime() + (20 + ((number * 37) % 160)) * MINUTE_MS);
    return [{ row, number, at, answered, member, id: newId(at.getTime()), account_id: row.account }];
  });
  if (written.length === 0) return;
  for (const { number, id } of written) tickets.set(number, id);
  await ctx.db
    .insertInto('tickets')
    .values(
      written.map(({ row, number, at, answered, member, id, account_id }) => ({
        ...{ workspace_id, id, account_id, number, subject: askedBy(row), requester_id: row.contact },
        ...{ assignee_id: member, status: 'solved', urgency: 'question', priority: 'normal' },
        ...{ active_at: answered, first_reply_at: answered, solved_at: answered, created_at: at, updated_at: answered },
      })),
    )
    .execute();
  await ctx.db
    .insertInto('replies')
    .values(
      written.flatMap(({ row, at, answered, member, id: ticket_id, account_id }) => {
        const of = { workspace_id, account_id, ticket_id };
        const [question, answer] = [row.topic.question, row.topic.answer].map(fromPlainText) as [string, string];
        return [
          {
            ...of,
            id: newId(at.getTime()),
            contact_id: row.contact,
            member_id: null,
            body_html: question,
            created_at: at,
          },
          {
            ...of,
            id: newId(answered.getTime()),
            contact_id: null,
            member_id: member,
            body_html: answer,
            created_at: answered,
          },
        ];
      }),
    )
    .execute();
  await indexedAll(
    ctx,
    written.map(({ row, id }) => ({ kind: 'ticket', id, text: `${row.topic.question} ${row.topic.answer}` })),
  );
}

async function writeSessions(ctx: Ctx, rows: Row[], tickets: ReadonlyMap<number, string>): Promise<void> {
  const found = new Map<string, string[]>();
  for (const subject of new Set(rows.map(askedBy)))
    found.set(
      subject,
      (await suggestionsFor(ctx, subject)).map(({ id }) => id),
    );
  const sessions = rows.map((row) => {
    const { ticket, at } = row;
    const suggested = found.get(askedBy(row))!;
    const opened = row.arm === 'shown' && row.n % 5 < 3 ? suggested.slice(0, 1) : [];
    const ticketId = ticket ? tickets.get(ticket.number)! : null;
    const sent = ticket !== undefined && !ticket.again;
    const outcome = sent ? 'sent' : opened.length > 0 && row.n % 2 === 0 ? 'solved' : 'left';
    const ended = sent ? ticket.at : new Date(at.getTime() + (2 + (row.n % 5)) * MINUTE_MS);
    return {
      ...{ workspace_id: ctx.workspace.id, id: newId(at.getTime()), account_id: row.account, contact_id: row.contact },
      ...{
        arm: row.arm,
        topic: askedBy(row),
        suggested,
        opened,
        outcome,
        answer: outcome === 'solved' ? opened[0]! : null,
      },
      ...{ ticket_id: sent ? ticketId : null, begun_at: at, last_at: ended, ended_at: ended },
      raised_at: ticket?.again ? ticket.at : null,
      raised_ticket_id: ticket?.again ? ticketId : null,
    };
  });
  await ctx.db.insertInto('deflection_sessions').values(sessions).execute();
  await settle(ctx.db, ctx.workspace.id, ctx.now);
}
