import type { Context } from 'hono';
import { z } from 'zod';
import {
  browserOf,
  goOn,
  isGuessable,
  MAX_PASSWORD,
  MIN_PASSWORD,
  type PasswordAtTheDoor,
  passwordAtTheDoor,
  revokeSession,
} from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { seenLine } from '#platform/http/line.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { acceptMemberInvitation, type Closed, type MemberInvitation, memberInvitationBehind } from './accept.ts';
import { say } from './messages.ts';
import { ClosedPage, JoinPage } from './views/join.tsx';

const joinForm = z.object({
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.name'),
  password: z
    .union([
      z.literal('').transform(() => undefined),
      z.string().min(MIN_PASSWORD, 'error.password').max(MAX_PASSWORD, 'error.password'),
    ])
    .optional(),
});

/** The page behind the link of an invitation. A GET uses nothing up: mail scanners open links, too. */
export function joinRoutes(room: Room): void {
  room.get('/team-invitation', 'anyone', async (ctx, c) => {
    const token = c.req.query('token') ?? '';
    const invitation = await memberInvitationBehind(ctx, token);
    if (!invitation || invitation.closed) return closedPage(ctx, c, invitation?.closed ?? 'gone', invitation);
    return joinPage(ctx, c, invitation, token);
  });

  room.post('/team-invitation', 'anyone', async (ctx, c) => {
    const token = c.var.form.get('token') ?? '';
    const invitation = await memberInvitationBehind(ctx, token);
    if (!invitation || invitation.closed) return closedPage(ctx, c, invitation?.closed ?? 'gone', invitation);
    const parsed = parseForm(joinForm, c.var.form, (key) => say(ctx.reader, key as 'error.name', { n: MIN_PASSWORD }));
    if (!parsed.ok) return joinPage(ctx, c, invitation, token, parsed.values.name, parsed.errors);
    const { name, password } = parsed.value;
    const refused = await whyNotPassword(ctx, invitation, name, password);
    if (refused) return joinPage(ctx, c, invitation, token, name, { password: refused });
    const browser = browserOf(c);
    const opens = (await passwordOf(ctx, invitation)) !== 'no';
    const given = { ...parsed.value, ...(opens ? {} : { password: undefined }) };
    const result = await acceptMemberInvitation(ctx, token, given, browser);
    if (!('passed' in result)) return closedPage(ctx, c, result.closed, null);
    // Where no mail went out the inviter has the link in hand: it proves nothing about whose login this is.
    if (invitation.known && invitation.handedOver) {
      if ('session' in result.passed) await revokeSession(ctx, result.passed.session);
      flash(c, say(ctx.reader, 'join.signIn'));
      return c.redirect('/sign-in', 303);
    }
    return goOn(c, result.passed, browser, '/');
  });
}

/** Somebody who signs in here already has what they sign in with. */
const passwordOf = async (ctx: Ctx, { known, role }: MemberInvitation): Promise<PasswordAtTheDoor> =>
  known ? 'no' : passwordAtTheDoor(ctx, { kind: 'member', role });

async function whyNotPassword(ctx: Ctx, invitation: MemberInvitation, name: string, password: string | undefined) {
  const { reader, workspace } = ctx;
  if (password === undefined) {
    const needed = (await passwordOf(ctx, invitation)) === 'must';
    return needed ? say(reader, 'error.password', { n: MIN_PASSWORD }) : null;
  }
  const known = [name, invitation.email, workspace.name];
  return (await isGuessable(password, known)) ? say(reader, 'error.password.common') : null;
}

async function joinPage(
  ctx: Ctx,
  c: Context<Env>,
  invitation: MemberInvitation,
  token: string,
  name = invitation.name,
  errors?: FieldErrors,
) {
  if (errors) c.status(422);
  const asksPassword = await passwordOf(ctx, invitation);
  const page = <JoinPage ctx={ctx} guard={guardOf(c, '')} {...{ invitation, token, name, errors, asksPassword }} />;
  return c.render(page, { title: say(ctx.reader, 'join.page', { workspace: ctx.workspace.name }), layout: 'door' });
}

function closedPage(ctx: Ctx, c: Context<Env>, closed: Closed, invitation: MemberInvitation | null) {
  c.status(410);
  const inviter = invitation?.inviter.name ?? ctx.workspace.name;
  return c.render(<ClosedPage ctx={ctx} closed={closed} inviter={inviter} />, {
    title: say(ctx.reader, 'closed.page'),
    layout: 'door',
  });
}
