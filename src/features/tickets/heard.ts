import { hasRoom } from '#platform/customer-rooms.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { visibleTickets } from './access.ts';

/** Beyond so many, changes of the older ones are seen with the next page. */
const MOST = 40;

/** What a page of the team about a customer listens to: what is known of them, and what happens in their support room. */
export const heardOfCustomer = (accountId: string): string[] => [`account:${accountId}`, `tickets:${accountId}`];

/**
 * The same for somebody of the customer. Even that something happens is not told to whom it is not shown: whoever sees some tickets
 * hears of these, and whoever has no such room of none.
 */
export async function heardByContact(ctx: CtxOf<Contact>): Promise<string[]> {
  const { accountId, colleagues } = ctx.actor;
  if (!hasRoom(ctx.actor, 'support')) return [`account:${accountId}`];
  if (colleagues === 'all') return heardOfCustomer(accountId);
  const rows = await visibleTickets(ctx)
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('active_at', 'desc')
    .limit(MOST)
    .execute();
  return [`account:${accountId}`, ...rows.map(({ id }) => `ticket:${id}`)];
}
