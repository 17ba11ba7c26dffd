import { shellFacts } from '#app/shell.tsx';
import { accountActivity, accountTeam, turnsOf } from '#features/accounts/index.ts';
import { loadNeeds } from '#features/home/needs.ts';
import { findTicket } from '#features/tickets/access.ts';
import { assignableMembers } from '#features/tickets/assign.ts';
import { inboxCounts, inboxFilter, inboxTickets } from '#features/tickets/inbox.ts';
import { openTicketsOfAccount } from '#features/tickets/needs.ts';
import { customerTickets } from '#features/tickets/queries.ts';
import { peopleOf, threadOf } from '#features/tickets/thread.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { bench } from './floor-sessions.ts';
import { type PageName, SEARCH } from './pages.ts';

/** What each page asks the database, the frame around it (bell, counts, account lead) included. */
export const queries: Record<Exclude<PageName, 'reply'>, (ctx: Ctx) => Promise<unknown>> = {
  home: async (ctx) => {
    const { accountId } = (ctx as CtxOf<Contact>).actor;
    return {
      turns: await turnsOf(ctx, accountId),
      team: await accountTeam(ctx, accountId),
      needs: await loadNeeds(ctx),
      tickets: await openTicketsOfAccount(ctx, accountId, 5),
      activity: await accountActivity(ctx, accountId, 4),
      frame: await shellFacts(ctx, '/'),
    };
  },
  list: async (ctx) => ({
    page: await customerTickets(ctx, (ctx as CtxOf<Contact>).actor.accountId, {
      view: 'open',
      mine: false,
      sort: 'active',
      query: '',
    }),
    frame: await shellFacts(ctx, '/support'),
  }),
  thread: async (ctx) => {
    const ticket = await findTicket(ctx, String(bench.thread));
    return {
      ticket,
      thread: await threadOf(ctx, ticket),
      people: await peopleOf(ctx, ticket),
      frame: await shellFacts(ctx, `/support/${bench.thread}`),
    };
  },
  inbox: (ctx) => inbox(ctx as CtxOf<Member>, {}),
  search: (ctx) => inbox(ctx as CtxOf<Member>, { view: 'all', q: SEARCH }),
};

const inbox = async (ctx: CtxOf<Member>, query: Record<string, string>) => ({
  page: await inboxTickets(ctx, inboxFilter.parse(query)),
  counts: await inboxCounts(ctx),
  members: await assignableMembers(ctx),
  frame: await shellFacts(ctx, '/inbox'),
});
