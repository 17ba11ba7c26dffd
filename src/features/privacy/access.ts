import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** Whether they are shown that there is such a copy. */
export const knowsOfCopies = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.export');

/** Taking a copy of everything there is of somebody: whoever sees some customers only would get what is not for them, or not all. */
export const mayTakeData = (actor: Actor): boolean =>
  actor.kind === 'member' && actor.reach === 'all' && knowsOfCopies(actor);

/** Forgetting people, holding that up, and saying how long things stay. */
export const mayForget = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.erase');
