import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** Taking a copy of everything there is of somebody. */
export const mayTakeData = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.export');

/** Forgetting people, holding that up, and saying how long things stay. */
export const mayForget = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.erase');
