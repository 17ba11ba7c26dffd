import type { Actor } from '#platform/http/context.ts';

const trusted = new Set(['owner', 'admin']);

/** The log names everybody's address and browser: it is for those who answer for the portal. */
export const maySeeLog = (actor: Actor): boolean => actor.kind === 'member' && trusted.has(actor.role);
