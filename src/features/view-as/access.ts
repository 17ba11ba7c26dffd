import type { Actor } from '#platform/http/context.ts';
import { may, mayForAll } from '#platform/rights.ts';

/** Who of the team may look at the portal as a customer's person. In whose reach the customer is, the database says. */
export const mayViewAs = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'customers.view_as');

/** Who decides whether customers hear of it. */
export const mayDecideTelling = (actor: Actor): boolean => mayForAll(actor, 'settings.manage');

/** What somebody sees who looks: what the contact sees of their customer's matters. */
const OPEN = [
  /^\/$/,
  /^\/activity$/,
  /^\/company(\/(details|visibility))?$/,
  /^\/support(\/[^/]+|\/new\/answers\/[^/]+)?$/,
  /^\/search(\/palette)?$/,
  /^\/notifications(\/latest)?$/,
  /^\/(files|fields)\/./,
  /^\/photos\/[^/]+$/,
  /^\/(help|sitemap|hc)(\/|$)|^\/support\/(solutions|tickets|search)\/|^\/[^/]+\/support\/|^\/(sitemap\.xml|robots\.txt)$/,
];

/** What belongs to the login of a contact, and to nobody who looks: how they come in, their sessions, their own data, what they are about to send. */
const THEIRS =
  /^\/(account|shared|sign-in|sign-on|sign-up|sso|invitation|team-invitation|company\/turned|uploads)(\/|$)/;

/** Whether a page is part of a look: open, shut because it is the contact's own, or the team's. */
export function partOfView(path: string): 'open' | 'theirs' | 'ours' {
  if (THEIRS.test(path)) return 'theirs';
  return OPEN.some((one) => one.test(path)) ? 'open' : 'ours';
}
