import { accountActivity, accountTeam, turnsOf } from '#features/accounts/index.ts';
import { openTicketsOfAccount, waitingForColleagues } from '#features/tickets/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { loadNeeds } from './needs.ts';

const TICKETS_SHOWN = 5;
const ACTIVITY_SHOWN = 4;

/** All that a customer's first page says, asked for at once. */
export async function homeOf(ctx: CtxOf<Contact>) {
  const { accountId } = ctx.actor;
  const [turns, team, needs, theirs, tickets, activity] = await Promise.all([
    turnsOf(ctx, accountId),
    accountTeam(ctx, accountId),
    loadNeeds(ctx),
    waitingForColleagues(ctx, accountId, TICKETS_SHOWN),
    // Those that wait for the customer stand in the queue above already.
    openTicketsOfAccount(ctx, accountId, { limit: TICKETS_SHOWN, withUs: true }),
    accountActivity(ctx, accountId, ACTIVITY_SHOWN),
  ]);
  return { turns, team, needs, theirs, tickets, activity };
}
