import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** Whoever of the team sees customers sees what was spared with them; of whom, their reach says. */
export const maySeeFigures = (actor: Actor): boolean =>
  actor.kind === 'member' && actor.reach !== 'none' && may(actor, 'customers.see');

/** Names leave the portal by it. */
export const mayTakeRows = (actor: Actor): boolean => maySeeFigures(actor) && may(actor, 'data.export');
