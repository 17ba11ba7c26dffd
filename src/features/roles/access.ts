import type { Actor } from '#platform/http/context.ts';
import { may, type Right, type Side } from '#platform/rights.ts';
import type { Role } from './role.ts';

export const mayManageRoles = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'roles.manage');

/** Nobody gives what they lack. What customers may do among themselves is not held against the team's own rights. */
export const mayGive = (actor: Actor, side: Side, right: Right): boolean => side === 'contact' || may(actor, right);

/** Whether a role is no more than what the actor may do themselves. */
export const isWithin = (actor: Actor, role: Pick<Role, 'side' | 'rights' | 'reach'>): boolean =>
  [...role.rights].every((right) => mayGive(actor, role.side, right)) && mayReach(actor, role.side, role.reach);

/** Whoever sees only their own customers lets nobody see all. */
export const mayReach = (actor: Actor, side: Side, reach: Role['reach']): boolean =>
  side === 'contact' ||
  reach === 'assigned' ||
  actor.kind === 'system' ||
  (actor.kind === 'member' && actor.reach === 'all');

/** A role that comes with every portal is the same in all of them. */
export const mayChangeRole = (actor: Actor, role: Role): boolean =>
  mayManageRoles(actor) && !role.builtIn && isWithin(actor, role);
