import { shellFacts } from '#app/shell.tsx';
import { homeOf } from '#features/home/home.ts';
import { findTicket } from '#features/tickets/access.ts';
import { assignableMembers } from '#features/tickets/assign.ts';
import { inboxCounts, inboxFilter, inboxTickets } from '#features/tickets/inbox.ts';
import { customerTickets } from '#features/tickets/queries.ts';
import { peopleOf, threadOf } from '#features/tickets/thread.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { bench } from './floor-sessions.ts';
import { type PageName, SEARCH } from './pages.ts';

/** What each page asks the database, the frame around it (bell, counts, account lead) included. */
export const queries: Record<Exclude<PageName, 'reply'>, (ctx: Ctx) => Promise<unknown>> = {
  home: (ctx) => Promise.all([shellFacts(ctx, '/'), homeOf(ctx as CtxOf<Contact>)]),
  list: (ctx) => {
    const { accountId } = (ctx as CtxOf<Contact>).actor;
    const filter = { view: 'open', mine: false, sort: 'active', query: '' } as const;
    return Promise.all([shellFacts(ctx, '/support'), customerTickets(ctx, accountId, filter)]);
  },
  thread: async (ctx) => {
    const [frame, ticket] = await Promise.all([
      shellFacts(ctx, `/support/${bench.thread}`),
      findTicket(ctx, String(bench.thread)),
    ]);
    return { frame, ticket, rest: await Promise.all([threadOf(ctx, ticket), peopleOf(ctx, ticket)]) };
  },
  inbox: (ctx) => inbox(ctx as CtxOf<Member>, {}),
  search: (ctx) => inbox(ctx as CtxOf<Member>, { view: 'all', q: SEARCH }),
};

const inbox = (ctx: CtxOf<Member>, query: Record<string, string>) =>
  Promise.all([
    shellFacts(ctx, '/inbox'),
    inboxTickets(ctx, inboxFilter.parse(query)),
    inboxCounts(ctx),
    assignableMembers(ctx),
  ]);
