import type { Context } from 'hono';
import type { Ctx } from '#platform/http/context.ts';
import { clearCookie, readCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { browserOf, letBrowserIn } from '../browser.ts';
import { openSession } from '../first-factor.ts';
import { rulesOf } from '../rules/rules.ts';
import { endHalf, type HalfSignIn, halfBehind, STEP_COOKIE } from './half.ts';
import type { SecondStep } from './kinds.ts';
import { rememberBrowser } from './remembered.ts';

/** Who stands at the second step in this browser. Elevates. */
export const halfHere = (ctx: Ctx, c: Context<Env>): Promise<HalfSignIn | null> =>
  halfBehind(ctx, readCookie(c, STEP_COOKIE));

/** The second step was passed: the half sign-in becomes a session. Of many at once one does; the others begin again. */
export async function finish(
  ctx: Ctx,
  c: Context<Env>,
  half: HalfSignIn,
  second: SecondStep,
  next: string,
): Promise<Response> {
  clearCookie(c, STEP_COOKIE);
  if (!(await endHalf(ctx, half))) return c.redirect('/sign-in', 303);
  const { method, accountId, living, identityId } = half;
  const browser = browserOf(c);
  const token = await openSession(ctx, { person: living.person, method, accountId, second }, browser);
  const { rememberDays } = (await rulesOf(ctx))[living.person.kind];
  if (rememberDays > 0 && c.var.form.get('remember') === 'yes') {
    await rememberBrowser(ctx, identityId, browser, rememberDays);
  }
  letBrowserIn(c, token, browser);
  return c.redirect(next, 303);
}
