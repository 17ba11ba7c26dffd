import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { rightsIn } from '#platform/rights.ts';
import { teamOf } from './invitation.ts';
import { livingPerson } from './person.ts';

/** Somebody who had access and has none any more, and who could give it back: by name, those of their own side first. */
export interface Ended {
  identityId: string;
  email: string;
  locale: string | null;
  zone: string | null;
  ask: string[];
}

const MOST_NAMES = 2;

/**
 * What became of an identity's access; null when somebody still stands behind it, or never has. Only for whoever has shown
 * that it is theirs: by their password, their passkey, their mailbox, or the session that was taken from them. Elevates.
 */
export async function endedAccess(ctx: Ctx, by: { id: string } | { email: string }): Promise<Ended | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const identity = await ctx.db
    .selectFrom('identities')
    .select(['id', 'email', 'locale', 'zone'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id' in by ? 'id' : 'email', '=', 'id' in by ? by.id : by.email)
    .executeTakeFirst();
  if (!identity || (await livingPerson(ctx.db, ctx.workspace.id, { id: identity.id }))) return null;
  const ask = (await asMember(ctx, identity.id)) ?? (await asContact(ctx, identity.id));
  const { id: identityId, ...rest } = identity;
  return ask && { identityId, ...rest, ask };
}

async function asMember(ctx: Ctx, identityId: string): Promise<string[] | null> {
  const was = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  if (!was) return null;
  const rows = await ctx.db
    .selectFrom('members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'm.workspace_id').onRef('r.key', '=', 'm.role').on('r.side', '=', 'member'),
    )
    .select(['m.name', 'r.rights'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.disabled_at', 'is', null)
    .orderBy('m.created_at')
    .orderBy('m.id')
    .execute();
  return named(rows.filter(({ rights }) => rightsIn(rights, 'member').has('members.manage')));
}

/** Their company's own admins, and without one whoever looks after the company here. */
async function asContact(ctx: Ctx, identityId: string): Promise<string[] | null> {
  const was = await ctx.db
    .selectFrom('contacts')
    .select('account_id as accountId')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .orderBy('disabled_at', (by) => by.desc().nullsLast())
    .executeTakeFirst();
  if (!was) return null;
  const colleagues = await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .select(['c.name', 'r.rights'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.account_id', '=', was.accountId)
    .where('c.identity_id', 'is not', null)
    .where('c.disabled_at', 'is', null)
    .orderBy('c.created_at')
    .orderBy('c.id')
    .execute();
  const admins = named(colleagues.filter(({ rights }) => rightsIn(rights, 'contact').has('colleagues.manage')));
  return admins.length > 0 ? admins : named(await teamOf(ctx, was.accountId));
}

const named = (rows: { name: string }[]): string[] => rows.slice(0, MOST_NAMES).map(({ name }) => name);
