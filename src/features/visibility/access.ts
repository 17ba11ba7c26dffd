import type { Actor } from '#platform/http/context.ts';
import { may, mayForAll } from '#platform/rights.ts';

/** Who says what holds at every customer. */
export const mayChooseUsual = (actor: Actor): boolean => mayForAll(actor, 'settings.manage');

/** Who of the team says what holds at one customer. */
export const mayChooseFor = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'customers.manage');

/** Who says it at their own company, where the business leaves it to them. */
export const mayChooseOwn = (actor: Actor, accountsChoose: boolean): boolean =>
  actor.kind === 'contact' && accountsChoose && may(actor, 'colleagues.manage');

/** Who is shown who can see something, and why: whoever sees customers at all. */
export const mayAskWhoSees = (actor: Actor): boolean => actor.kind === 'member' && actor.reach !== 'none';
