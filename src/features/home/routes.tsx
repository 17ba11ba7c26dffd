import { accountActivity, accountTeam, colleaguesOf, type Turns, turnsOf } from '#features/accounts/index.ts';
import { openTicketsOfAccount } from '#features/tickets/index.ts';
import { installationOverview } from '#features/workspaces/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { createRoom } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { loadNeeds } from './needs.ts';
import { ActivityPage } from './views/activity-page.tsx';
import { Home } from './views/home.tsx';
import type { OpenTicket } from './views/open-tickets.tsx';
import { Welcome } from './views/welcome.tsx';

export const room = createRoom('home');

const TICKETS_SHOWN = 5;
const MOST_TICKETS = 50;
const ACTIVITY_SHOWN = 4;
const ACTIVITY_PAGE = 40;

/** Everybody's first page: the operator's overview, the team's inbox, or the customer's home. */
room.get('/', 'signed-in', async (ctx, c) => {
  const { actor } = ctx;
  if (actor.kind === 'contact') return customerHome({ ...ctx, actor }, c);
  if (ctx.workspace.isInstallation) return installationOverview({ ...ctx, actor }, c);
  return c.redirect('/inbox', 303);
});

type RouteContext = Parameters<Parameters<typeof room.get>[2]>[1];

async function customerHome(ctx: CtxOf<Contact>, c: RouteContext): Promise<Response> {
  const { actor, reader } = ctx;
  const page = { title: say(reader, 'title'), nav: 'home', topics: [`account:${actor.accountId}`] };
  const turns = await turnsOf(ctx, actor.accountId);
  const team = await accountTeam(ctx, actor.accountId);
  if (turns.open === 0 && !(await hasTickets(ctx))) {
    const colleagues = await colleaguesOf(ctx, actor.accountId, actor.personId);
    return c.render(<Welcome ctx={ctx} lead={team[0]} colleagues={colleagues} />, page);
  }
  const home = (
    <Home
      ctx={ctx}
      needs={await loadNeeds(ctx)}
      all={c.req.query('needs') === 'all'}
      turns={turns}
      tickets={await ticketsWithUs(ctx, turns)}
      team={team}
      activity={await accountActivity(ctx, actor.accountId, ACTIVITY_SHOWN)}
    />
  );
  return c.render(home, page);
}

/** The latest open tickets that wait for us: those that wait for the customer stand in the queue above already. */
async function ticketsWithUs(ctx: CtxOf<Contact>, turns: Turns): Promise<OpenTicket[]> {
  if (turns.open === turns.theirs) return [];
  const limit = Math.min(MOST_TICKETS, TICKETS_SHOWN + turns.theirs);
  const tickets = await openTicketsOfAccount(ctx, ctx.actor.accountId, limit);
  return tickets.filter((ticket) => ticket.status !== 'pending').slice(0, TICKETS_SHOWN);
}

room.get('/activity', 'contact', async (ctx, c) => {
  const { accountId } = ctx.actor;
  const { before, after } = c.req.query();
  const activity = await accountActivity(ctx, accountId, ACTIVITY_PAGE, { before, after });
  return c.render(<ActivityPage ctx={ctx} activity={activity} />, {
    title: say(ctx.reader, 'activity.title'),
    nav: 'activity',
    topics: [`account:${accountId}`],
  });
});

/** Whether this account ever asked for something: before that, a welcome says more than empty lists. */
async function hasTickets(ctx: CtxOf<Contact>): Promise<boolean> {
  const one = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ctx.actor.accountId)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
