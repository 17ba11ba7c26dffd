import { sql } from 'kysely';
import { accountActivity, colleaguesOf } from '#features/accounts/index.ts';
import { heardByContact } from '#features/tickets/index.ts';
import { installationOverview } from '#features/workspaces/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { createRoom } from '#platform/http/room.ts';
import { homeOf } from './home.ts';
import { say } from './messages.ts';
import { ActivityPage } from './views/activity-page.tsx';
import { Home } from './views/home.tsx';
import { Welcome } from './views/welcome.tsx';

export const room = createRoom('home');
export const activityRoom = createRoom('home', 'activity');

const ACTIVITY_PAGE = 40;

/** Everybody's first page: the operator's overview, the team's inbox, or the customer's home. */
room.get('/', 'signed-in', async (ctx, c) => {
  const { actor } = ctx;
  if (actor.kind === 'contact') return customerHome({ ...ctx, actor }, c);
  if (ctx.workspace.isInstallation) return installationOverview({ ...ctx, actor }, c);
  return c.redirect(actor.kind === 'member' && actor.reach === 'none' ? '/account' : '/inbox', 303);
});

type RouteContext = Parameters<Parameters<typeof room.get>[2]>[1];

async function customerHome(ctx: CtxOf<Contact>, c: RouteContext): Promise<Response> {
  const { reader } = ctx;
  const page = { title: say(reader, 'title'), nav: 'home', topics: await heardByContact(ctx) };
  const { turns, team, needs, theirs, tickets, activity } = await homeOf(ctx);
  if (turns.open === 0 && !(await hasTickets(ctx))) {
    const colleagues = await colleaguesOf(ctx, ctx.actor.accountId, ctx.actor.personId);
    return c.render(<Welcome ctx={ctx} lead={team[0]} colleagues={colleagues} />, page);
  }
  const all = c.req.query('needs') === 'all';
  const home = (
    <Home
      ctx={ctx}
      needs={needs}
      all={all}
      theirs={theirs}
      turns={turns}
      tickets={tickets}
      team={team}
      activity={activity}
    />
  );
  return c.render(home, page);
}

activityRoom.get('/activity', 'contact', async (ctx, c) => {
  const { accountId } = ctx.actor;
  const { before, after } = c.req.query();
  const activity = await accountActivity(ctx, accountId, ACTIVITY_PAGE, { before, after });
  return c.render(<ActivityPage ctx={ctx} activity={activity} />, {
    title: say(ctx.reader, 'activity.title'),
    nav: 'activity',
    topics: await heardByContact(ctx),
  });
});

/** Whether this account ever asked for something: before that, a welcome says more than empty lists. */
async function hasTickets(ctx: CtxOf<Contact>): Promise<boolean> {
  const one = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ctx.actor.accountId)
    .limit(sql.lit(1))
    .executeTakeFirst();
  return one !== undefined;
}
