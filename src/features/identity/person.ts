import { sql } from 'kysely';
import type { Db } from '#platform/db/scope.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Actor, Contact, Ctx, Member } from '#platform/http/context.ts';
import { type Reach, rightsIn } from '#platform/rights.ts';

/** Somebody who may sign in: an identity that is not disabled, with a member or a contact behind it. */
export type Person = Omit<Contact, 'sessionId'> | Omit<Member, 'sessionId'>;

export interface LivingPerson {
  person: Person;
  locale: string | null;
  zone: string | null;
}

/**
 * Who is behind an identity; null when nobody may act through it. Being on the team comes first, then the preferred account,
 * then the oldest one: the order app.enter() uses. Only the system can look.
 */
export async function livingPerson(
  db: Db,
  workspaceId: string,
  by: { id: string } | { email: string },
  preferredAccount?: string,
): Promise<LivingPerson | null> {
  const identity = await db
    .selectFrom('identities')
    .select(['id', 'email', 'locale', 'zone', 'theme', 'hotkeys'])
    .where('workspace_id', '=', workspaceId)
    .where('id' in by ? 'id' : 'email', '=', 'id' in by ? by.id : by.email)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!identity) return null;
  const behind =
    (await memberBehind(db, workspaceId, identity.id)) ??
    (await contactBehind(db, workspaceId, identity.id, preferredAccount));
  if (!behind) return null;
  const { id, email, theme, hotkeys, locale, zone } = identity;
  return { person: { ...behind, identityId: id, email, theme: theme as Person['theme'], hotkeys }, locale, zone };
}

async function memberBehind(db: Db, workspaceId: string, identityId: string) {
  const row = await db
    .selectFrom('members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'm.workspace_id').onRef('r.key', '=', 'm.role').on('r.side', '=', 'member'),
    )
    .select(['m.id as personId', 'm.name', 'm.title', 'm.role', 'm.photo', 'r.rights', 'r.reach'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.identity_id', '=', identityId)
    .where('m.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const rights = rightsIn(row.rights, 'member');
  const reach = rights.has('customers.see') ? (row.reach as Reach) : 'none';
  return { ...row, kind: 'member' as const, rights, reach };
}

/** The rule of app.enter(), for a query with accounts' rule `v`, the workspace `w`, role `r` and contact `c`. */
export const standingInSql = sql<Contact['colleagues']>`app.standing(coalesce(v.colleagues_see, w.colleagues_see),
  coalesce(v.colleagues_flags, w.colleagues_flags), r.rights, c.flags)`.as('colleagues');

async function contactBehind(db: Db, workspaceId: string, identityId: string, preferredAccount?: string) {
  const rows = await db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .innerJoin('workspaces as w', 'w.id', 'c.workspace_id')
    .leftJoin('account_visibility as v', (join) =>
      join.onRef('v.workspace_id', '=', 'c.workspace_id').onRef('v.account_id', '=', 'c.account_id'),
    )
    .select(['r.rights', 'c.id as personId', 'c.name', 'c.title', 'c.role', 'c.photo', 'c.account_id as accountId'])
    .select(['a.name as accountName', 'a.short_name as accountShortName', 'c.flags'])
    .select(({ fn }) => fn.coalesce('v.colleagues_may', 'w.colleagues_may').as('colleaguesMay'))
    .select(standingInSql)
    .where('c.workspace_id', '=', workspaceId)
    .where('c.identity_id', '=', identityId)
    .where('c.disabled_at', 'is', null)
    .orderBy('c.created_at')
    .execute();
  const row = rows.find((one) => one.accountId === preferredAccount) ?? rows[0];
  if (!row) return undefined;
  const { colleaguesMay, ...rest } = row;
  const facts = {
    flags: flagsIn(row.flags),
    rights: rightsIn(row.rights, 'contact'),
    answers: colleaguesMay === 'reply',
    shut: new Set<never>(),
  };
  return { ...rest, kind: 'contact' as const, ...facts };
}

/** The same request, from here on as this person: so that what happens is written down as theirs. */
export const asPerson = (ctx: Ctx, person: Person, sessionId: string): Ctx => ({
  ...ctx,
  actor: { ...person, sessionId } as Actor,
});

/** A context in which this person acts without a browser, as a job does what they asked for; null when nobody can any more. */
export async function personBehind(ctx: Ctx, identityId: string, preferredAccount?: string): Promise<Ctx | null> {
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: identityId }, preferredAccount);
  return living && asPerson(ctx, living.person, '');
}

/** The same for a member's own id: who wanted what a job does now. */
export async function colleagueBehind(ctx: Ctx, memberId: string): Promise<Ctx | null> {
  const row = await ctx.db
    .selectFrom('members')
    .select('identity_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', memberId)
    .executeTakeFirst();
  return row ? personBehind(ctx, row.identity_id) : null;
}

/**
 * Their roles stay as they are until the end of the transaction, on the team and at customers: whoever changes one waits, and then finds
 * the session that begins here.
 */
export async function holdRoles(ctx: Pick<Ctx, 'db' | 'workspace'>, identityId: string): Promise<void> {
  for (const side of ['members', 'contacts'] as const) {
    await ctx.db
      .selectFrom(side as 'contacts')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', identityId)
      .orderBy('id')
      .forShare()
      .execute();
  }
}
