import { type Role, roleName, rolesOf } from '#features/roles/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

export interface RoleChoice {
  value: string;
  label: string;
}

const side = (accountId: string | null) => (accountId === null ? 'member' : 'contact');

/**
 * The roles a provider may give. Being an owner is for people to decide, and nobody has a provider give what they may not do
 * themselves.
 */
export async function rolesToGive(ctx: Ctx, accountId: string | null): Promise<RoleChoice[]> {
  const mine = (role: Role) => accountId !== null || [...role.rights].every((right) => may(ctx.actor, right));
  const roles = await rolesOf(ctx, side(accountId));
  return roles
    .filter((role) => role.key !== 'owner' && mine(role))
    .map((role) => ({ value: role.key, label: roleName(ctx.reader, role) }));
}

/** Whether all of them are theirs to give: a directory describes people of every role but owners, and moves their addresses. */
export async function mayGiveAll(ctx: Ctx, accountId: string | null): Promise<boolean> {
  const [theirs, all] = await Promise.all([rolesToGive(ctx, accountId), rolesOf(ctx, side(accountId))]);
  return theirs.length === all.filter(({ key }) => key !== 'owner').length;
}

/** How each role of a side is called, by its key. */
export async function roleLabels(ctx: Ctx, accountId: string | null): Promise<ReadonlyMap<string, string>> {
  const roles = await rolesOf(ctx, side(accountId));
  return new Map(roles.map((role) => [role.key, roleName(ctx.reader, role)]));
}
