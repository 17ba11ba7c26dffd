import { shellFacts } from '#app/shell.tsx';
import { homeOf } from '#features/home/home.ts';
import { conversationOf, inboxOf, supportOf, ticketWithFields } from '#features/tickets/contents.ts';
import { inboxFilter } from '#features/tickets/inbox.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { bench } from './floor-sessions.ts';
import { addressOf, type PageName, SEARCH } from './pages.ts';

const customer = (ctx: Ctx) => ctx as CtxOf<Contact>;
const agent = (ctx: Ctx) => ctx as CtxOf<Member>;

const address = (page: 'list' | 'inbox' | 'search') => `http://bench.invalid${addressOf(page, bench)}`;

/** What each page asks the database, the frame around it (bell, counts, account lead) included. */
export const queries: Record<Exclude<PageName, 'reply'>, (ctx: Ctx) => Promise<unknown>> = {
  home: (ctx) => Promise.all([shellFacts(ctx, '/'), homeOf(customer(ctx))]),
  list: (ctx) => {
    const filter = { view: 'open', mine: false, sort: 'active', query: '' } as const;
    return Promise.all([shellFacts(ctx, '/support'), supportOf(customer(ctx), filter, address('list'))]);
  },
  thread: async (ctx) => {
    const address = `/support/${bench.thread}`;
    const [frame, found] = await Promise.all([shellFacts(ctx, address), ticketWithFields(ctx, String(bench.thread))]);
    return { frame, ticket: found.ticket, ...(await conversationOf(ctx, found)) };
  },
  inbox: (ctx) =>
    Promise.all([shellFacts(ctx, '/inbox'), inboxOf(agent(ctx), inboxFilter.parse({}), address('inbox'))]),
  search: (ctx) =>
    Promise.all([
      shellFacts(ctx, '/inbox'),
      inboxOf(agent(ctx), inboxFilter.parse({ view: 'all', q: SEARCH }), address('search')),
    ]),
};
