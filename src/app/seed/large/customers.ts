import { sql } from 'kysely';
import type { Db } from '#platform/db/scope.ts';
import { accountId, contactId, type Frame, idAt, memberId, moment } from './rows.ts';
import { companies, firstNames, lastNames, trades } from './texts.ts';

const n = sql<number>`n`;
const id = (frame: Frame) => sql.lit(frame.size.workspaceId);
const pick = (list: string[], divisor: number) =>
  sql<string>`(${list}::text[])[1 + n / ${sql.lit(divisor)} % ${sql.lit(list.length)}]`;
const name = sql<string>`${pick(firstNames, 1)} || ' ' || ${pick(lastNames, 3)}`;
const since = (frame: Frame) => moment(sql<number>`(${sql.lit(frame.start)}::bigint + n * 1000)`);

/** Accounts with their first number `from` up to `to`. */
export async function insertAccounts(db: Db, frame: Frame, from: number, to: number): Promise<void> {
  await sql`
    insert into accounts (workspace_id, id, name, short_name, plan, created_at)
    select ${id(frame)}, ${accountId(frame, n)}, ${pick(companies, 1)} || ' ' || ${pick(trades, 5)} || ' ' || n,
      ${pick(companies, 1)} || ' ' || n, (array['Starter', 'Growth', 'Scale'])[1 + n % 3], ${since(frame)}
    from generate_series(${sql.lit(from)}::bigint, ${sql.lit(to - 1)}::bigint) n`.execute(db);
}

const email = (frame: Frame, salt: string) =>
  sql<string>`${sql.lit(salt)} || n || '@' || ${sql.lit(`${frame.size.slug}.example`)}`;
const identity = (frame: Frame, salt: string) =>
  idAt(`${salt} identity`, sql<number>`(${sql.lit(frame.start)}::bigint + n * 1000)`, n);
const numbers = (first: number, last: number) =>
  sql`generate_series(${sql.lit(first)}::bigint, ${sql.lit(last - 1)}::bigint) n`;

/** Everybody may sign in by link. */
const insertIdentities = (db: Db, frame: Frame, salt: string, first: number, last: number) =>
  sql`insert into identities (workspace_id, id, email, email_verified, name, created_at)
    select ${id(frame)}, ${identity(frame, salt)}, ${email(frame, salt)}, true, ${name}, ${since(frame)}
    from ${numbers(first, last)}`.execute(db);

/** The team besides the agent, who is made before, and whom of it each account has. */
export async function insertMembers(db: Db, frame: Frame): Promise<void> {
  const { size } = frame;
  await insertIdentities(db, frame, 'member', 1, size.members);
  await sql`insert into members (workspace_id, id, identity_id, name, email, title, role, created_at)
    select ${id(frame)}, ${memberId(frame, n)}, ${identity(frame, 'member')}, ${name}, ${email(frame, 'member')}, 'Support', 'agent', ${since(frame)}
    from ${numbers(1, size.members)}`.execute(db);
  await sql`insert into account_members (workspace_id, account_id, member_id, role, position)
    select ${id(frame)}, ${accountId(frame, n)},
      ${memberId(frame, sql<number>`((n + place) % ${sql.lit(size.members)})`)}, 'Support', place
    from ${numbers(0, size.accounts)}, generate_series(0, 2) place`.execute(db);
}

/** Contacts from `first` up to `last`; number 0 is the customer, who is made before. */
export async function insertContacts(db: Db, frame: Frame, first: number, last: number): Promise<void> {
  const { size } = frame;
  await insertIdentities(db, frame, 'contact', first, last);
  await sql`insert into contacts (workspace_id, id, account_id, identity_id, name, email, title, role, created_at)
    select ${id(frame)}, ${contactId(frame, n)}, ${accountId(frame, sql<number>`(n % ${sql.lit(size.accounts)})`)},
      ${identity(frame, 'contact')}, ${name}, ${email(frame, 'contact')}, 'Operations',
      case when n < ${sql.lit(size.accounts)} then 'account_admin' else 'contributor' end, ${since(frame)}
    from ${numbers(first, last)}`.execute(db);
}
