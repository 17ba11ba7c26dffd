import { type RawBuilder, sql } from 'kysely';
import type { Size } from './size.ts';

type Sql<T> = RawBuilder<T>;

/** What does not depend on the row: when the data begins and ends, and the two who can sign in. */
export interface Frame {
  size: Size;
  /** Milliseconds. */
  start: number;
  end: number;
  customerId: string;
  agentId: string;
}

const YEAR = 365 * 86_400_000;
export const beginning = (end: number): number => end - 2 * YEAR;

/**
 * A UUID version 7 of a moment (milliseconds) and a number. The same two always give the same id, so that rows can refer
 * to each other without looking anything up; numbers of one `salt` must be unique.
 */
export const idAt = (salt: string, ms: Sql<number>, n: Sql<number>): Sql<string> => sql<string>`(
  lpad(to_hex(${ms}), 12, '0') || '7' || lpad(to_hex(${n} % 4096), 3, '0') || '8'
  || substr(md5(${sql.lit(salt)} || ${n}), 1, 15))::uuid`;

export const moment = (ms: Sql<number>): Sql<Date> => sql<Date>`to_timestamp(${ms} / 1000.0)::timestamptz(3)`;

const number = (n: number): Sql<number> => sql<number>`${sql.lit(n)}::bigint`;

export const accountId = (frame: Frame, account: Sql<number>): Sql<string> =>
  idAt('account', sql<number>`(${number(frame.start - YEAR)} + ${account} * 1000)`, account);

/** Contacts are numbered through: the first of every account, then the second of every account, and so on. */
export const contactId = (frame: Frame, contact: Sql<number>): Sql<string> => sql<string>`(case
  when ${contact} = 0 then ${sql.lit(frame.customerId)}::uuid
  else ${idAt('contact', sql<number>`(${number(frame.start - YEAR)} + ${contact} * 1000)`, contact)} end)`;

export const memberId = (frame: Frame, member: Sql<number>): Sql<string> => sql<string>`(case
  when ${member} = 0 then ${sql.lit(frame.agentId)}::uuid
  else ${idAt('member', sql<number>`(${number(frame.start - YEAR)} + ${member} * 1000)`, member)} end)`;

/**
 * The tickets from `first` up to `last`, one row each, with everything their tables derive from: `n`, `opened` (ms),
 * `account`, `contact`, `member`, `status`, and `said`, when each reply was written. All but the newest two in a hundred
 * are finished; every ticket's last word fits its status.
 */
export function ticketRows({ size, start, end }: Frame, first: number, last: number): Sql<unknown> {
  const step = Math.floor((end - start) / size.tickets);
  const everyFor = Math.floor(size.tickets / size.ticketsOfOne);
  const current = Math.floor(size.tickets * 0.975);
  return sql`(select t.*, account + ${number(size.accounts)} * (n % ${number(size.contactsPerAccount)})
        * (account <> 0)::int as contact,
      account % ${number(size.members)} as member,
      array[opened,
        opened + least(2400000, (${number(end)} - opened) / 5),
        opened + least(10800000, (${number(end)} - opened) * 2 / 5),
        opened + least(72000000, (${number(end)} - opened) * 3 / 5),
        opened + least(158400000, (${number(end)} - opened) * 4 / 5)] as said
    from (select n, ${number(start)} + n * ${number(step)} + n * 7919 % ${number(step)} as opened,
        case when n % ${number(everyFor)} = 0 then 0 else 1 + n * 7919 % ${number(size.accounts - 1)} end as account,
        case when n < ${number(current)} * 9 / 10 then 'closed' when n < ${number(current)} then 'solved'
          else (array['new', 'open', 'pending', 'open', 'on_hold', 'solved'])[1 + (n * 7 + n / ${number(everyFor)}) % 6]
          end as status
      from generate_series(${number(first)}, ${number(last - 1)}) n) t)`;
}

/** Whether the reply with this place in its ticket (0 is the description) is the team's. */
export const byTeam = (place: Sql<number>): Sql<boolean> => sql<boolean>`(${place} > 0 and t.status <> 'new'
  and ${place} % 2 = case when t.status = 'open' then 1 else 0 end)`;
