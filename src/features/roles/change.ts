import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, HttpError } from '#platform/http/http-error.ts';
import { seenLine } from '#platform/http/line.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { contactRights, memberRights, notAskedYet, type Right, rightsIn, type Side } from '#platform/rights.ts';
import { isWithin, mayChangeRole, mayManageRoles } from './access.ts';
import { roleAdded, roleChanged, roleRemoved } from './events.ts';
import { findRole, type Role, roleName, rolesOf } from './role.ts';

const name = seenLine(60, 'error.name.long', 'error.unseen').min(1, 'error.name');

export const roleFields = z.object({
  name,
  reach: z.enum(['all', 'assigned'], 'error.reach').optional().default('all'),
  right: z.array(z.string()).optional().default([]),
});

export const newRoleFields = z.object({ name, like: z.uuid('error.like') });

type On = CtxOf<Member>;

/** The rights a role of this side can have, on a page or in a row. */
export const rightsOfSide = (side: Side): readonly Right[] =>
  (side === 'member' ? memberRights : contactRights).filter((right) => !notAskedYet.has(right));

/** What the form of a role holds. */
export const shownRole = ({ name, reach, side, rights }: Role): Shown => ({
  name,
  ...(side === 'member' && { reach }),
  right: [...rights],
});

/** Whether a role of this side is called so already, for who reads; one in two letter cases is one name. */
export async function nameTaken(ctx: On, side: Side, name: string, butFor?: string): Promise<boolean> {
  const same = (one: string) => one.localeCompare(name, undefined, { sensitivity: 'accent' }) === 0;
  return (await rolesOf(ctx, side)).some((role) => role.id !== butFor && same(roleName(ctx.reader, role)));
}

/** A new role, to begin with like another one. Throws 403 when that one is more than the actor may give. */
export async function addRole(ctx: On, given: z.output<typeof newRoleFields>): Promise<Role> {
  demand(mayManageRoles(ctx.actor));
  const like = await findRole(ctx, given.like);
  demand(isWithin(ctx.actor, like));
  const id = newId();
  await ctx.db
    .insertInto('roles')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      side: like.side,
      key: id,
      name: given.name,
      rights: sql`${[...like.rights]}::text[]`,
      reach: like.reach,
    })
    .execute();
  await record(ctx, roleAdded, { subjectId: id, accountId: null, data: { side: like.side } });
  return { ...like, id, key: id, builtIn: false, name: given.name };
}

/** Gives a role other rights. What nobody knows is ignored, what the actor lacks is refused. */
export async function changeRole(ctx: On, id: string, given: z.output<typeof roleFields>): Promise<boolean> {
  const before = await lockRole(ctx, id);
  demand(mayChangeRole(ctx.actor, before));
  const known = new Set(rightsOfSide(before.side));
  // What no page offers yet stays as it is.
  const kept = [...before.rights].filter((right) => !known.has(right));
  const rights = new Set([...rightsIn(given.right)].filter((right) => known.has(right)).concat(kept));
  const after: Role = { ...before, name: given.name, rights, reach: before.side === 'member' ? given.reach : 'all' };
  demand(isWithin(ctx.actor, after));
  const differs = changed(plain(before), plain(after));
  if (Object.keys(differs).length === 0) return false;
  await ctx.db
    .updateTable('roles')
    .set({ name: after.name, reach: after.reach, rights: sql`${[...rights]}::text[]`, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const gone = [...before.rights].filter((right) => !rights.has(right)).length;
  const come = [...rights].filter((right) => !before.rights.has(right)).length;
  const data = { side: before.side, given: come, taken: gone, changes: differs };
  await record(ctx, roleChanged, { subjectId: id, accountId: null, data });
  return true;
}

/** Takes a role away. Throws 409 while somebody has it. */
export async function removeRole(ctx: On, id: string): Promise<Role> {
  const role = await lockRole(ctx, id);
  demand(mayChangeRole(ctx.actor, role));
  const [holders, givers] = [await holdersOf(ctx, role), await giversOf(ctx, role)];
  if (holders.n > 0 || givers.length > 0) throw new HttpError(409, 'somebody has it, or is given it');
  await ctx.db
    .deleteFrom('roles')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute()
    // An invitation that whoever manages roles need not see.
    .catch((error: { code?: string }) => {
      throw error.code === '23503' ? new HttpError(409, 'somebody is invited with it') : error;
    });
  await record(ctx, roleRemoved, { subjectId: id, accountId: null, data: { side: role.side, name: role.name } });
  return role;
}

export interface Holders {
  n: number;
  /** The first of them by name. */
  names: string[];
}

const FEW = 5;

/** Who has a role; those without access count, too: they may come back. */
export async function holdersOf(ctx: On, { side, key }: Role): Promise<Holders> {
  const holders = ctx.db
    .selectFrom(side === 'member' ? 'members' : 'contacts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', key);
  const { n } = await holders.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  const first = await holders.select('name').orderBy('name').limit(FEW).execute();
  return { n: Number(n), names: first.map(({ name }) => name) };
}

/** Who is to have it soon, and what gives it to newcomers: open invitations by their names, sign-in at a provider by its. */
export async function giversOf(ctx: On, { side, key }: Role): Promise<string[]> {
  const { db, workspace } = ctx;
  const invited =
    side === 'member'
      ? await db
          .selectFrom('member_invitations')
          .select('name')
          .where('workspace_id', '=', workspace.id)
          .where('role', '=', key)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .orderBy('name')
          .execute()
      : [];
  const connections = await db
    .selectFrom('sso_connections')
    .select('name')
    .where('workspace_id', '=', workspace.id)
    .where('default_role', '=', key)
    .where('account_id', side === 'member' ? 'is' : 'is not', null)
    .orderBy('name')
    .execute();
  return [...invited, ...connections].map(({ name }) => name);
}

export async function lockRole(ctx: On, id: string): Promise<Role> {
  const role = await findRole(ctx, id);
  await ctx.db
    .selectFrom('roles')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', role.id)
    .forUpdate()
    .execute();
  return findRole(ctx, id);
}

const plain = ({ name, reach, rights }: Role) => ({ name, reach, rights: [...rights].sort() });
