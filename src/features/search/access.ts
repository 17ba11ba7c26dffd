import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** Which words mean the same is said by whoever looks after the portal. */
export const mayManageSynonyms = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'settings.manage');
