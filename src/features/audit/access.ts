import type { Actor } from '#platform/http/context.ts';
import { may, mayForAll } from '#platform/rights.ts';

/** The log names everybody's address and browser: it is for those who answer for the portal. */
export const maySeeLog = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'audit.see');

/** What leaves in one piece is of all customers: whoever sees some of them only has no part in it. */
const seesTheWholeLog = (actor: Actor): boolean => mayForAll(actor, 'audit.see');

/** Sending the log elsewhere gives all of it away, so it takes the right to read it and the one to change settings. */
export const mayStreamLog = (actor: Actor): boolean => seesTheWholeLog(actor) && may(actor, 'settings.manage');

/** It names everybody with what they may do, so it takes the right to take data along as well. */
export const mayTakeEvidence = (actor: Actor): boolean => seesTheWholeLog(actor) && may(actor, 'data.export');
