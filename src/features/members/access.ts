import { isWithin, type Role } from '#features/roles/index.ts';
import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

export const mayManageMembers = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'members.manage');

/** Nobody brings in somebody who may do more than they do themselves. */
export const mayGiveRole = (actor: Actor, role: Role): boolean =>
  mayManageMembers(actor) && role.side === 'member' && isWithin(actor, role);

/** Whoever may do more is out of reach, and nobody changes their own standing. */
export const mayChangeMember = (actor: Actor, member: { id: string }, role: Role): boolean =>
  mayGiveRole(actor, role) && actor.kind === 'member' && actor.personId !== member.id;
