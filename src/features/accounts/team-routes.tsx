import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, HttpError } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { findAccount, mayManageAccount } from './access.ts';
import { crumbsTo } from './crumbs.ts';
import { say } from './messages.ts';
import { accountTeam } from './team.ts';
import { couldJoin, joinTeam, leaveTeam, moveUp, nameTeamRole, teamRole } from './team-changes.ts';
import { TeamPage } from './views/team-page.tsx';

/** Who works for a customer, in which order, and as what. */
export function teamRoutes(room: Room): void {
  room.get('/customers/:id/team', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayManageAccount(ctx.actor));
    const [team, others] = await Promise.all([accountTeam(ctx, account.id), couldJoin(ctx, account.id)]);
    const page = { reader: ctx.reader, guard: guardOf(c), account, team, others };
    const title = say(ctx.reader, 'team.title', { name: account.shortName });
    const topics = [`account:${account.id}`];
    return c.render(<TeamPage {...page} />, { title, nav: 'customers', crumbs: crumbsTo(ctx, account, title), topics });
  });

  type Change = (ctx: CtxOf<Member>, account: string, member: string, role: string) => Promise<void>;
  const change = (path: string, verb: Change) =>
    room.post(path, 'member', async (ctx, c) => {
      const account = await findAccount(ctx, c.req.param('id') ?? '');
      const { form } = c.var;
      const role = teamRole.safeParse(form.get('role') ?? '');
      if (!role.success) throw new HttpError(422, 'role');
      await verb(ctx, account.id, c.req.param('member') ?? form.get('member') ?? '', role.data);
      flash(c, say(ctx.reader, 'team.saved'));
      return c.redirect(`/customers/${account.id}/team`, 303);
    });

  change('/customers/:id/team', joinTeam);
  change('/customers/:id/team/:member/role', nameTeamRole);
  change('/customers/:id/team/:member/rise', moveUp);
  change('/customers/:id/team/:member/removal', leaveTeam);
}
