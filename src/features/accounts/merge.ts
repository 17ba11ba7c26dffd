import { sql } from 'kysely';
import { endSessionsNotLetIn, endSessionsOf } from '#features/identity/index.ts';
import { peopleInTurn } from '#features/visibility/index.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { lockAccount, mayMergeAccounts } from './access.ts';
import type { Account } from './account.ts';
import { accountChanged, accountMerged } from './events.ts';
import { isHeld } from './hold.ts';

interface RoleOf {
  key: string;
  name: string;
}

/** Two entries of one person, and which role goes on. */
interface Pair {
  name: string;
  email: string;
  gone: RoleOf;
  stays: RoleOf;
  goesOn: RoleOf;
  /** Of whom access had ended at one of the two: whether they are out afterwards, or in and see what had ended for them. */
  access: 'out' | 'in' | null;
}

/** What a merge would do, to be read before it is done. */
export interface MergeSummary {
  contacts: number;
  /** Addresses both accounts know: each pair becomes one person. */
  same: Pair[];
  tickets: number;
  open: number;
  files: number;
  team: number;
}

export async function mergeSummary(ctx: CtxOf<Member>, from: string, into: string): Promise<MergeSummary> {
  const ws = ctx.workspace.id;
  const [{ rows }, same] = await Promise.all([
    sql<Omit<MergeSummary, 'same'>>`
      select (select count(*)::int from contacts c where c.workspace_id = ${ws} and c.account_id = ${from}
          and c.continues_as is null) as contacts,
        (select count(*)::int from tickets t where t.workspace_id = ${ws} and t.account_id = ${from}) as tickets,
        (select count(*)::int from tickets t where t.workspace_id = ${ws} and t.account_id = ${from}
          and t.status not in ('solved', 'closed')) as open,
        (select count(*)::int from attachments f where f.workspace_id = ${ws} and f.account_id = ${from}
          and f.ticket_id is not null) as files,
        (select count(*)::int from account_members m where m.workspace_id = ${ws} and m.account_id = ${from}
          and not exists (select from account_members o where o.workspace_id = ${ws} and o.account_id = ${into}
            and o.member_id = m.member_id)) as team`.execute(ctx.db),
    pairsOf(ctx, from, into),
  ]);
  return { ...rows[0]!, same };
}

/**
 * By the rule of app.merge_accounts: who has joined where nothing stays only goes on as they are there; and of app.merge_contacts: whose access
 * had ended comes in by no merge.
 */
async function pairsOf({ db, workspace }: CtxOf<Member>, from: string, into: string): Promise<Pair[]> {
  const role = (alias: string) => sql`json_build_object('key', ${sql.ref(`${alias}.role`)}, 'name', coalesce((
    select r.name from roles r where r.workspace_id = ${workspace.id} and r.side = 'contact' and r.key = ${sql.ref(`${alias}.role`)}), ''))`;
  const { rows } = await sql<Omit<Pair, 'goesOn'> & { joined: boolean }>`
    select case when w.joined then f.name else k.name end as name, f.email, ${role('f')} as gone, ${role('k')} as stays, w.joined,
      case when case when k.continues_as is not null then f.disabled_at is not null
          else k.disabled_at is not null or (k.identity_id is null and f.disabled_at is not null) end then 'out'
        when f.disabled_at is not null then 'in' end as access
    from contacts f
      join contacts s on s.workspace_id = f.workspace_id and s.account_id = ${into} and s.email = f.email
      left join contacts n on n.workspace_id = f.workspace_id and n.id = s.continues_as and n.account_id = ${into}
        and n.continues_as is null
      join contacts k on k.workspace_id = f.workspace_id and k.id = coalesce(n.id, s.id)
      cross join lateral (select (f.identity_id is not null and f.disabled_at is null and k.identity_id is null)
        or k.continues_as is not null as joined) w
    where f.workspace_id = ${workspace.id} and f.account_id = ${from} and f.continues_as is null
    order by 1`.execute(db);
  return rows.map(({ joined, ...pair }) => ({ ...pair, goesOn: joined ? pair.gone : pair.stays }));
}

/** Why these two cannot become one; null when they can. */
export async function whyNotMerge(
  ctx: CtxOf<Member>,
  from: string,
  into: string,
): Promise<'merge.held' | 'merge.sso' | null> {
  if (await isHeld(ctx, [from, into])) return 'merge.held';
  // There is one single sign-on for each customer: the other's domains, directory and people would be gone without a word.
  const { rows } = await sql`select 1 from sso_connections s where s.workspace_id = ${ctx.workspace.id}
    and s.account_id in (${from}, ${into})`.execute(ctx.db);
  return rows.length > 1 ? 'merge.sso' : null;
}

/** Everything of one account becomes another's, and its address leads there. It cannot be taken back. */
export async function mergeAccounts(ctx: CtxOf<Member>, from: string, into: string): Promise<void> {
  // In one order, so that two merges of the same pair do not wait for each other.
  const both = [from, into].sort();
  for (const id of both) await peopleInTurn(ctx, id);
  for (const id of both) await lockAccount(ctx, id);
  const [gone, stays] = [await lockAccount(ctx, from), await lockAccount(ctx, into)];
  demand(mayMergeAccounts(ctx.actor));
  demandStill(gone.archivedAt === null && stays.archivedAt === null && from !== into);
  demandStill((await whyNotMerge(ctx, from, into)) === null);
  const { contacts, tickets } = await mergeSummary(ctx, from, into);
  const people = await ctx.db
    .selectFrom('contacts')
    .select((where) => [
      'identity_id',
      where
        .exists(
          where
            .selectFrom('contacts as there')
            .select('there.id')
            .whereRef('there.workspace_id', '=', 'contacts.workspace_id')
            .whereRef('there.identity_id', '=', 'contacts.identity_id')
            .where('there.account_id', '=', into)
            .where('there.disabled_at', 'is', null),
        )
        .as('both'),
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', from)
    .where('identity_id', 'is not', null)
    .execute();
  const loginsOf = (both: boolean) => people.filter((one) => one.both === both).flatMap((one) => one.identity_id ?? []);
  await sql`select app.merge_accounts(${from}::uuid, ${into}::uuid)`.execute(ctx.db);
  await ctx.db
    .updateTable('accounts')
    .set({ archived_at: ctx.now, merged_into: into })
    .where('workspace_id', '=', ctx.workspace.id)
    .where((where) => where.or([where('id', '=', from), where('merged_into', '=', from)]))
    .execute();
  if (gone.reference && !stays.reference) await takeReference(ctx, gone, into);
  await record(ctx, accountMerged, { subjectId: into, accountId: into, data: { from, contacts, tickets } });
  // Their open pages listen to an account that is no more.
  await endSessionsOf(ctx, loginsOf(false));
  await endSessionsNotLetIn(ctx, loginsOf(true), into);
  await followAccount(ctx, from, into);
}

/** Where only the one that is gone had a number in the business's other systems, it is the other's from now on. */
async function takeReference(ctx: CtxOf<Member>, { id, reference }: Account, into: string): Promise<void> {
  for (const [account, held] of [
    [id, ''],
    [into, reference],
  ] as const) {
    await ctx.db
      .updateTable('accounts')
      .set({ reference: held })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', account)
      .execute();
  }
  const data = { changed: ['reference' as const], changes: { reference: { from: '', to: reference } } };
  await record(ctx, accountChanged, { subjectId: into, accountId: into, data });
}

/** Whoever had chosen the account that is gone has chosen the one that took it over. */
async function followAccount(ctx: CtxOf<Member>, from: string, into: string): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  await ctx.db
    .updateTable('sessions')
    .set({ account_id: into })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', from)
    .execute();
  await ctx.db
    .updateTable('notifications')
    .set({ account_id: into })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', from)
    .execute();
}
