import { type RawBuilder, sql } from 'kysely';
import { type Asker, type Given, kept } from '#platform/db/kept.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { lockAccount, mayAddAccount } from './access.ts';
import { accountRecognised } from './events.ts';

/** A customer that a reader could take another for. */
export interface Alike {
  id: string;
  name: string;
  createdAt: Date;
}

/** What is known of a customer that came by sign-up. */
export interface SignedUp {
  /** The address of whoever signed up; null when they are forgotten. */
  email: string | null;
  /** Whose name it has as well, as long as nobody of the team has looked. */
  other: Alike | null;
}

export interface Doubtful extends SignedUp {
  other: Alike;
}

/** Whoever sees every customer can tell whether two of them are one. */
export const mayRecognise = mayAddAccount;

/** Marks a customer as one that its first contact opened by signing up. As the system. */
export async function openedBySignUp({ db, workspace }: Ctx, accountId: string, contactId: string): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ signed_up_by: contactId })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', accountId)
    .execute();
}

/** The longest known of those that are called alike, put away or not, among those the reader sees. */
const longestKnown = (
  { workspace }: Pick<Asker, 'workspace'>,
  likeness: RawBuilder<unknown>,
  butFor: RawBuilder<unknown>,
) =>
  sql`select o.id, o.name, o.created_at from accounts o where o.workspace_id = ${workspace.id} and o.likeness = ${likeness}
    and o.likeness <> '' and o.id <> ${butFor} and o.merged_into is null order by o.created_at, o.id limit 1`;

/** Which of these rows of `accounts`, called `a`, is doubtful: lateral joins `other` and `founder`, both of which may be empty. */
export const doubt = (by: Pick<Asker, 'workspace'>): RawBuilder<unknown> => sql`
  left join lateral (${longestKnown(by, sql`a.likeness`, sql`a.id`)}) other
    on a.signed_up_by is not null and a.recognised_at is null and a.archived_at is null
  left join contacts founder on founder.workspace_id = a.workspace_id and founder.id = a.signed_up_by
    and founder.forgotten_at is null`;

const signUp = kept(
  (by, { account }: Given<{ account: string }>) => sql<SignedUp>`
    select founder.email, case when other.id is not null then
        json_build_object('id', other.id, 'name', other.name, 'createdAt', other.created_at) end as other
    from accounts a ${doubt(by)}
    where a.workspace_id = ${by.workspace.id} and a.id = ${account} and a.signed_up_by is not null`,
);

/** How a customer came that nobody of the team has written down; null for all others. */
export async function signUpOf(ctx: Ctx, accountId: string): Promise<SignedUp | null> {
  const row = await signUp.first(ctx, { account: accountId });
  if (!row) return null;
  const { other } = row;
  return { ...row, other: other && { ...other, createdAt: new Date(other.createdAt) } };
}

/** Null for a customer about whose name there is no doubt. */
export async function doubtOf(ctx: Ctx, accountId: string): Promise<Doubtful | null> {
  const signedUp = await signUpOf(ctx, accountId);
  return signedUp && inDoubt(signedUp) ? signedUp : null;
}

export const inDoubt = (signedUp: SignedUp): signedUp is Doubtful => signedUp.other !== null;

/** The customer that is called so already, or nearly. */
export async function calledAlike(ctx: Ctx, name: string): Promise<Alike | null> {
  const { rows } = await sql<Alike>`select o.id, o.name, o.created_at as "createdAt"
    from (${longestKnown(ctx, sql`app.likeness(${name})`, sql`'00000000-0000-0000-0000-000000000000'::uuid`)}) o`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

/** Somebody has looked: it is another customer than the one of the same name. */
export async function recognise(ctx: CtxOf<Member>, id: string): Promise<void> {
  const account = await lockAccount(ctx, id);
  demand(mayRecognise(ctx.actor));
  const doubtful = await doubtOf(ctx, account.id);
  demandStill(doubtful !== null);
  await ctx.db
    .updateTable('accounts')
    .set({ recognised_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, accountRecognised, { subjectId: id, accountId: id, data: { from: doubtful!.other.id } });
}
