import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** The log names everybody's address and browser: it is for those who answer for the portal. */
export const maySeeLog = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'audit.see');
