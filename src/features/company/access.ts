import type { Role } from '#features/roles/index.ts';
import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** Who looks after their colleagues' access, without the business. */
export const mayManageColleagues = (actor: Actor): boolean =>
  actor.kind === 'contact' && may(actor, 'colleagues.manage');

/** Whether this actor may make somebody that, or take it away from them: nobody gives more than they have. */
export const mayGive = (actor: Actor, role: Role): boolean =>
  mayManageColleagues(actor) && [...role.rights].every((right) => may(actor, right));
