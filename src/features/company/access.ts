import type { ContactRole } from '#features/identity/index.ts';
import type { Actor } from '#platform/http/context.ts';

/** How far each role reaches: nobody gives more than they have. */
const reach: Record<ContactRole, number> = { viewer: 0, contributor: 1, approver: 2, billing: 2, account_admin: 3 };

/** Who looks after their colleagues' access, without the business. */
export const mayManageColleagues = (actor: Actor): boolean =>
  actor.kind === 'contact' && actor.role === 'account_admin';

/** Whether this actor may make somebody that, or take it away from them. */
export const mayGive = (actor: Actor, role: ContactRole): boolean =>
  mayManageColleagues(actor) && actor.kind === 'contact' && reach[role] <= reach[actor.role];

/** The roles an actor may choose from. */
export const rolesToGive = (actor: Actor): ContactRole[] =>
  (['account_admin', 'billing', 'approver', 'contributor', 'viewer'] as const).filter((role) => mayGive(actor, role));
