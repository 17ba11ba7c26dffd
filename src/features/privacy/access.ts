import type { Actor } from '#platform/http/context.ts';
import { may, mayForAll } from '#platform/rights.ts';

/** Whether they are shown that there is such a copy. */
export const knowsOfCopies = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.export');

/** Taking a copy of everything there is of somebody: whoever sees some customers only would get what is not for them, or not all. */
export const mayTakeData = (actor: Actor): boolean => mayForAll(actor, 'data.export');

/** Holding up that anybody is forgotten, where they see somebody. */
export const mayForget = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.erase');

/**
 * Forgetting people, by hand or by a rule. Somebody is forgotten wherever they are: whoever sees some customers only would do it
 * to others, too, and a no for those alone would tell that there are others.
 */
export const mayForgetAnybody = (actor: Actor): boolean => mayForAll(actor, 'data.erase');
