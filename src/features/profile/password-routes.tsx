import type { Context } from 'hono';
import {
  askProof,
  canShowMailbox,
  changePassword,
  hasShownMailbox,
  passwordSetAt,
  passwordsAreOn,
  proofGiven,
  whyNotPassword,
} from '#features/identity/index.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import type { Own } from './profile.ts';
import { PasswordPage } from './views/password.tsx';

/** Setting a password, or another one. */
export function passwordRoutes(room: Room): void {
  room.get('/account/password', 'signed-in', async (ctx, c) => {
    if (!(await passwordsAreOn(ctx, ctx.actor.kind))) throw notFound();
    const has = (await passwordSetAt(ctx)) !== null;
    // Before anything is typed, because a password is kept in no draft.
    const asked = has ? undefined : await askProof(ctx, c);
    return asked ?? passwordPage(ctx, c, has);
  });

  room.post('/account/password', 'signed-in', async (ctx, c) => {
    if (!(await passwordsAreOn(ctx, ctx.actor.kind))) throw notFound();
    const has = (await passwordSetAt(ctx)) !== null;
    const asked = has ? undefined : await askProof(ctx, c);
    if (asked) return asked;
    const errors = await whatIsWrong(ctx, c, has);
    if (Object.keys(errors).length > 0) return passwordPage(ctx, c, has, errors);
    const others = c.var.form.get('others') === 'end' ? 'end' : 'keep';
    const n = await changePassword(ctx, c.var.form.get('password') ?? '', others);
    flash(c, say(ctx.reader, has ? 'password.changed' : 'password.set', { n }));
    return c.redirect('/account', 303);
  });
}

/** The one they have is asked for each time, however lately they have proved who they are; not of who has come by their mailbox. */
async function whatIsWrong(ctx: Own, c: Context<Env>, has: boolean): Promise<FieldErrors> {
  const errors: FieldErrors = {};
  const refused = await whyNotPassword(ctx, c.var.form.get('password') ?? '');
  if (refused) errors.password = refused;
  const proof = has && !(await hasShownMailbox(ctx)) ? await proofGiven(ctx, c) : 'right';
  if (proof !== 'right') errors.current = say(ctx.reader, `password.current.${proof}`);
  return errors;
}

async function passwordPage(ctx: Own, c: Context<Env>, has: boolean, errors?: FieldErrors) {
  const shown = await hasShownMailbox(ctx);
  const mailable = has && !shown && (await canShowMailbox(ctx, c));
  const old = !has || shown ? 'none' : mailable ? 'or a link' : 'asked';
  if (errors) c.status(422);
  const title = say(ctx.reader, has ? 'password.title' : 'password.titleNone');
  const page = <PasswordPage ctx={ctx} guard={guardOf(c)} has={has} old={old} errors={errors} />;
  return c.render(page, { title, crumbs: [{ label: say(ctx.reader, 'title'), href: '/account' }, { label: title }] });
}
