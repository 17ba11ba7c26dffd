import type { Context } from 'hono';
import { z } from 'zod';
import { calledAlike } from '#features/accounts/index.ts';
import { askProof } from '#features/identity/index.ts';
import { letsOthersIn, rolesOf } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demandStill, notFound } from '#platform/http/http-error.ts';
import { prose } from '#platform/http/line.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { accountChoices } from './account-choices.ts';
import { findDecided } from './decided.ts';
import { erases } from './forget.ts';
import { say } from './messages.ts';
import { called } from './request.ts';
import { signUpRules } from './rules.ts';
import { speak } from './speak.ts';
import { DecidedPage } from './views/decided.tsx';
import { NewcomerPage } from './views/newcomer.tsx';
import { NewcomersPage } from './views/newcomers.tsx';
import {
  accept,
  answered,
  decline,
  findNewcomer,
  invitedBy,
  mayDecide,
  newcomers,
  suggestedAccount,
} from './waiting.ts';

type On = CtxOf<Member>;

const acceptance = z.object({
  account: z.string().max(60, 'error.form').optional().default(''),
  company: called('error.company.empty', 'error.company.long'),
  role: z.string('error.role').min(1, 'error.role').max(60, 'error.role'),
});

const refusal = z.object({ reason: prose(400, 'error.reason').optional().default('') });

/** The team's page of who waits to join. To whom it is not shown it is not there. */
export function waitingRoutes(room: Room): void {
  const admit = (ctx: On) => {
    if (!mayDecide(ctx.actor)) throw notFound();
  };

  room.get('/newcomers', 'member', async (ctx, c) => {
    admit(ctx);
    const [{ n, waiting }, rules] = await Promise.all([newcomers(ctx), signUpRules(ctx)]);
    const title = say(ctx.reader, 'waiting');
    const page = <NewcomersPage ctx={ctx} n={n} waiting={waiting} mode={rules.mode} />;
    return c.render(page, { title, nav: 'newcomers', crumbs: [{ label: title }], topics: ['inbox'] });
  });

  room.get('/newcomers/:id', 'member', async (ctx, c) => {
    admit(ctx);
    return newcomerPage(ctx, c);
  });

  room.post('/newcomers/:id/acceptance', 'member', async (ctx, c) => {
    admit(ctx);
    const parsed = parseForm(acceptance, c.var.form, speak(ctx.reader));
    if (!parsed.ok) return newcomerPage(ctx, c, parsed.errors);
    const asked = (await letsOthersIn(ctx, parsed.value.role)) && (await askProof(ctx, c));
    if (asked) return asked;
    const done = await accept(ctx, c.req.param('id') ?? '', parsed.value);
    if (typeof done === 'string') {
      return newcomerPage(ctx, c, { [done === 'error.role' ? 'role' : 'account']: say(ctx.reader, done) });
    }
    flash(c, say(ctx.reader, 'accepted', done));
    return c.redirect('/newcomers', 303);
  });

  room.post('/newcomers/:id/refusal', 'member', async (ctx, c) => {
    admit(ctx);
    const parsed = parseForm(refusal, c.var.form, speak(ctx.reader));
    if (!parsed.ok) return newcomerPage(ctx, c, parsed.errors);
    flash(c, say(ctx.reader, 'declined', await decline(ctx, c.req.param('id') ?? '', parsed.value.reason)));
    return c.redirect('/newcomers', 303);
  });
}

async function newcomerPage(ctx: On, c: Context<Env>, errors?: FieldErrors): Promise<Response> {
  const newcomer = await findNewcomer(ctx, c.req.param('id') ?? '');
  if (!newcomer) return decidedPage(ctx, c, errors === undefined);
  if (errors) c.status(422);
  const { role, firstRole } = await signUpRules(ctx);
  const suggested = await suggestedAccount(ctx, newcomer);
  const alike = await calledAlike(ctx, newcomer.company);
  const roles = await rolesOf(ctx, 'contact');
  const fresh = { account: suggested, company: newcomer.company, role: suggested ? role : firstRole };
  const page = (
    <NewcomerPage
      ctx={ctx}
      guard={guardOf(c, `/newcomers/${newcomer.id}`)}
      newcomer={newcomer}
      alike={alike?.id === suggested ? null : alike}
      answered={await answered(ctx, newcomer)}
      invitedBy={await invitedBy(ctx, newcomer)}
      erases={await erases(ctx)}
      accounts={await accountChoices(ctx)}
      roles={roles.length > 0 ? roles : await rolesOf(ctx, 'contact')}
      values={errors ? firstValues(c.var.form.fields) : fresh}
      errors={errors ?? {}}
    />
  );
  const crumbs = [{ label: say(ctx.reader, 'waiting'), href: '/newcomers' }, { label: newcomer.name }];
  return c.render(page, { title: newcomer.name, nav: 'newcomers', crumbs, topics: ['inbox'] });
}

/** Where somebody else was faster, and where a notice leads that is older than the decision. A form comes too late for it. */
async function decidedPage(ctx: On, c: Context<Env>, asked: boolean): Promise<Response> {
  const decided = await findDecided(ctx, c.req.param('id') ?? '');
  demandStill(asked);
  const crumbs = [{ label: say(ctx.reader, 'waiting'), href: '/newcomers' }, { label: decided.name }];
  const page = <DecidedPage ctx={ctx} decided={decided} />;
  return c.render(page, { title: decided.name, nav: 'newcomers', crumbs, topics: ['inbox'] });
}
