import type { Context } from 'hono';
import { z } from 'zod';
import type { Ctx } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { seenLine } from '#platform/http/line.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { acceptInvitation } from './accept.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from './auth/password.ts';
import { browserOf } from './browser.ts';
import { goOn, type Passed } from './first-factor.ts';
import { type Closed, hasIdentity, type Invitation, invitationBehind, peopleInside } from './invitation.ts';
import { say } from './messages.ts';
import { isGuessable } from './passwords/guessable.ts';
import { zone } from './preferences.ts';
import { room } from './routes.tsx';
import { type PasswordAtTheDoor, passwordAtTheDoor } from './rules/way-left.ts';
import { revoke } from './session.ts';
import { ClosedPage, InvitationPage } from './views/invitation.tsx';

// Not the token: without a good one there is no form to come back to, and the page says what is wrong with the link.
const joinForm = z.object({
  name: seenLine(160, 'invitation.nameLong', 'invitation.nameUnseen').min(1, 'invitation.nameMissing'),
  password: z
    .union([
      z.literal('').transform(() => undefined),
      z.string().min(MIN_PASSWORD, 'invitation.passwordShort').max(MAX_PASSWORD, 'invitation.passwordLong'),
    ])
    .optional(),
  // Said by the browser, not by its owner: one that says nothing sensible leaves it open.
  zone: zone.optional().catch(undefined),
});

room.get('/invitation', 'anyone', async (ctx, c) => {
  const token = c.req.query('token') ?? '';
  const invitation = await invitationBehind(ctx, token);
  if (!invitation || invitation.closed) return closedPage(ctx, c, invitation?.closed ?? 'gone', invitation);
  return invitationPage(ctx, c, { invitation, token });
});

room.post('/invitation', 'anyone', async (ctx, c) => {
  const token = c.var.form.get('token') ?? '';
  const form = parseForm(joinForm, c.var.form, (key) => say(ctx.reader, key as 'invitation.nameMissing'));
  const parsed = form.ok && (await choseGuessable(ctx, token, form.value)) ? refuse(form.value, ctx) : form;
  if (!parsed.ok) {
    const invitation = await invitationBehind(ctx, token);
    if (!invitation || invitation.closed) return closedPage(ctx, c, invitation?.closed ?? 'gone', invitation);
    c.status(422);
    return invitationPage(ctx, c, { invitation, token, name: parsed.values.name, errors: parsed.errors });
  }
  const invited = await invitationBehind(ctx, token);
  const open = invited && !invited.closed ? invited : null;
  const asksPassword = open ? await passwordOf(ctx, open) : 'no';
  if (open && asksPassword === 'must' && !parsed.value.password) {
    c.status(422);
    const errors = { password: say(ctx.reader, 'invitation.passwordShort') };
    return invitationPage(ctx, c, { invitation: open, token, name: parsed.value.name, errors });
  }
  const known = open?.handedOver && (await hasIdentity(ctx, open.email, false));
  const browser = browserOf(c);
  const given = { ...parsed.value, ...(asksPassword === 'no' ? { password: undefined } : {}) };
  const result = await acceptInvitation(ctx, token, given, browser);
  if ('closed' in result) return closedPage(ctx, c, result.closed, null);
  if ('kept' in result) {
    flash(c, say(ctx.reader, 'invitation.joined', { account: result.kept }));
    return c.redirect('/', 303);
  }
  return known && !result.own ? askWhoItIs(ctx, c, result.passed) : goOn(c, result.passed, browser, '/');
});

/**
 * Where no mail went out the inviter has the link in hand, so it proves nothing about whose address it is: somebody with a
 * login here joins, and signs in with what they have.
 */
async function askWhoItIs(ctx: Ctx, c: Context<Env>, result: Passed): Promise<Response> {
  if ('session' in result) await revoke(ctx, result.session);
  flash(c, say(ctx.reader, 'invitation.signInNow'));
  return c.redirect('/sign-in', 303);
}

/** Whoever guesses knows who is invited, and to what. */
async function choseGuessable(
  ctx: Ctx,
  token: string,
  { name, password }: z.output<typeof joinForm>,
): Promise<boolean> {
  if (password === undefined) return false;
  const invitation = await invitationBehind(ctx, token);
  const known = invitation ? [invitation.email, invitation.accountName] : [];
  return isGuessable(password, [name, ctx.workspace.name, ...known]);
}

const refuse = ({ name }: { name: string }, { reader }: Ctx) => ({
  ok: false as const,
  values: { name } as Record<string, string>,
  errors: { password: say(reader, 'newPassword.common') } as FieldErrors,
});

/** Somebody who signs in here already has what they sign in with; so has whoever is in. */
async function passwordOf(ctx: Ctx, { accountId, email, handedOver }: Invitation): Promise<PasswordAtTheDoor> {
  const isIn = ctx.actor.kind === 'contact' && ctx.actor.email === email;
  if (isIn || (await hasIdentity(ctx, email, !handedOver))) return 'no';
  return passwordAtTheDoor(ctx, { kind: 'contact', accountId, email });
}

interface Shown {
  invitation: Invitation;
  token: string;
  name?: string | undefined;
  errors?: { name?: string; password?: string };
}

async function invitationPage(ctx: Ctx, c: Context<Env>, { name, ...shown }: Shown) {
  const { accountId, accountName } = shown.invitation;
  const inside = await peopleInside(ctx, accountId);
  const asksPassword = await passwordOf(ctx, shown.invitation);
  const about = { ...shown, inside, asksPassword, ...(name === undefined ? {} : { name }) };
  const page = <InvitationPage ctx={ctx} guard={guardOf(c, '')} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'invitation.page', { account: accountName }), layout: 'door' });
}

function closedPage(ctx: Ctx, c: Context<Env>, closed: Closed, invitation: Invitation | null) {
  c.status(410);
  const page = <ClosedPage ctx={ctx} closed={closed} inviter={invitation?.inviter?.name ?? null} />;
  return c.render(page, { title: say(ctx.reader, 'closed.page'), layout: 'door' });
}
