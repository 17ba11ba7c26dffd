import type { Context } from 'hono';
import type { Ctx } from '#platform/http/context.ts';
import { clearCookie, flash, SESSION_COOKIE } from '#platform/http/cookies.ts';
import { keepDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { HttpError } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { sendsMail, showsMail } from '#platform/mail/reach.ts';
import { noteFailure, noteRight } from './after-answer.ts';
import { askForLetter } from './ask-again.ts';
import { browserOf } from './browser.ts';
import { signInWithCode } from './code.ts';
import { postedEmail } from './email.ts';
import { endedAccess } from './ended.ts';
import { goOn, passed } from './first-factor.ts';
import { askForLink, linkBehind, signInWithLink } from './link.ts';
import { say } from './messages.ts';
import { disown, strangeSession } from './new-device.tsx';
import { askForPasskey, PASSKEY_FIELD, PASSKEY_SEAL_FIELD, whoAnswered } from './passkeys/answer.ts';
import { choosePreferences, followDevice, preferences, zone } from './preferences.ts';
import { proveFor, requiredProvider } from './proof.tsx';
import { asksForLetter } from './proof-field.ts';
import { offered, rulesOf } from './rules/rules.ts';
import { say as step } from './second-step/messages.ts';
import { sealSent, sentIn } from './sent.ts';
import { endSession } from './session.ts';
import { signInWithPassword } from './sign-in.ts';
import { offersSignUp } from './sign-up-offer.ts';
import { DevicePage } from './views/device.tsx';
import { GonePage, LinkPage, SentPage } from './views/link.tsx';
import { type SignInForm, SignInPage } from './views/sign-in.tsx';

export const room = createRoom('identity');

const SIGN_IN = ['sign in'] as const;

type Typed = Omit<SignInForm, 'ctx' | 'guard' | 'ways' | 'passkey' | 'signUp'>;

room.get('/sign-in', 'anyone', (ctx, c) => {
  const next = localPath(c.req.query('next'));
  // Whoever is signed in proves by it that they are still there, with whatever they sign in with.
  const again = c.req.query('again') === '1';
  if (ctx.actor.kind !== 'visitor' && !again) return c.redirect(next, 303);
  return signInPage(ctx, c, { next });
});

room.post('/sign-in/password', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const { address, typed } = postedEmail(c.var.form);
  const password = c.var.form.get('password') ?? '';
  const mails = sendsMail(ctx.platform.config);
  const invalid = {
    ...(address ? {} : { email: say(ctx.reader, 'email.invalid') }),
    ...(password ? {} : { password: say(ctx.reader, mails ? 'password.missing' : 'password.missingNoMail') }),
  };
  if (!address || !password) return signInPage(ctx, c, { next, email: typed, errors: invalid }, 422);
  const browser = browserOf(c);
  const result = await signInWithPassword(ctx, { email: address, password }, browser);
  if (result && 'ended' in result) {
    noteFailure(c.req.raw, 'password', address);
    const ended = await endedAccess(ctx, { id: result.ended });
    const errors = ended ? {} : { form: say(ctx.reader, 'signIn.wrong') };
    return signInPage(ctx, c, { next, email: typed, ended, errors }, 422);
  }
  if (result) {
    noteRight(c.req.raw);
    return goOn(c, result, browser, next);
  }
  noteFailure(c.req.raw, 'password', address);
  return signInPage(ctx, c, { next, email: typed, errors: { form: say(ctx.reader, 'signIn.wrong') } }, 422);
});

room.post('/sign-in/link', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const { address, typed } = postedEmail(c.var.form);
  if (!address) {
    return signInPage(ctx, c, { next, email: typed, errors: { email: say(ctx.reader, 'email.invalid') } }, 422);
  }
  if (!sendsMail(ctx.platform.config)) {
    return signInPage(ctx, c, { next, email: typed, errors: { form: say(ctx.reader, 'signIn.noMail') } }, 422);
  }
  const to = await askForLetter(ctx, c, address, next, 'sign-in');
  return c.redirect(`/sign-in/sent?to=${to}&next=${encodeURIComponent(next)}`, 303);
});

room.get('/sign-in/sent', 'anyone', (ctx, c) =>
  sentPage(ctx, c, c.req.query('to') ?? '', localPath(c.req.query('next'))),
);

room.post('/sign-in/code', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const to = c.var.form.get('to') ?? '';
  const sent = sentIn(ctx.platform, ctx.workspace.id, to, ctx.now);
  const browser = browserOf(c);
  const result = sent && (await signInWithCode(ctx, sent, c.var.form.get('code') ?? '', browser));
  if (result) {
    noteRight(c.req.raw);
    return goOn(c, result, browser, next);
  }
  if (sent) noteFailure(c.req.raw, 'code', sent.email);
  return sentPage(ctx, c, to, next, say(ctx.reader, 'sent.wrong'));
});

room.post('/sign-in/passkey', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const { form } = c.var;
  const who = await whoAnswered(ctx, SIGN_IN, form.get(PASSKEY_FIELD) ?? '', form.get(PASSKEY_SEAL_FIELD) ?? '');
  const browser = browserOf(c);
  const first = { identityId: who ?? '', method: 'passkey', assurance: 'two' } as const;
  const result = who && (await passed(ctx, first, browser));
  if (result) return goOn(c, result, browser, next);
  if (!who) noteFailure(c.req.raw, 'passkey', '');
  const ended = who ? await endedAccess(ctx, { id: who }) : null;
  const errors = ended ? {} : { passkey: step(ctx.reader, 'passkey.refused') };
  return signInPage(ctx, c, { next, email: form.get('email'), ended, errors }, 422);
});

room.get('/sign-in/link', 'anyone', async (ctx, c) => {
  const token = c.req.query('token') ?? '';
  const next = localPath(c.req.query('next'));
  const link = await linkBehind(ctx, token);
  if (!link) return gone(ctx, c, next);
  const page = <LinkPage ctx={ctx} guard={guardOf(c, '')} link={link} token={token} next={next} />;
  return c.render(page, { title: say(ctx.reader, 'link.page', { name: ctx.workspace.name }), layout: 'door' });
});

room.post('/sign-in/link/session', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const browser = browserOf(c);
  const result = await signInWithLink(ctx, c.var.form.get('token') ?? '', browser);
  if (!result) return gone(ctx, c, next);
  noteRight(c.req.raw);
  return goOn(c, result, browser, next);
});

room.get('/sign-in/device', 'anyone', async (ctx, c) => {
  const token = c.req.query('token') ?? '';
  const session = await strangeSession(ctx, token);
  if (!session) return gone(ctx, c, '/account');
  const page = <DevicePage ctx={ctx} guard={guardOf(c, '')} session={session} token={token} />;
  return c.render(page, { title: say(ctx.reader, 'strange.page'), layout: 'door' });
});

room.post('/sign-in/device', 'anyone', async (ctx, c) => {
  const token = c.var.form.get('token') ?? '';
  return (await disown(ctx, token)) ? c.redirect(`/sign-in/device?token=${token}`, 303) : gone(ctx, c, '/account');
});

/**
 * The password or passkey for a page that waits for it, or a link or their provider instead: those sign in anew, and a new session is
 * proof enough. What was typed is kept meanwhile.
 */
room.post('/account/proof', 'signed-in', async (ctx, c) => {
  const action = localPath(c.var.form.get('_action'), '');
  const next = localPath(c.var.form.get('_next'));
  const letter = asksForLetter(c.var.form);
  if (!letter && !c.var.form.get('_by')) return proveFor(ctx, c, next);
  const kept = action && (await keepDraft(c, ctx, action));
  const back = kept ? `${next}${next.includes('?') ? '&' : '?'}kept=1#kept` : next;
  const provider = await requiredProvider(ctx, c);
  if (provider) return c.redirect(`${provider.href}?next=${encodeURIComponent(back)}`, 303);
  // It is required no more since the page was made.
  if (!letter) return c.redirect(back, 303);
  const to = sealSent(ctx, await askForLink(ctx, ctx.actor.email, back));
  return c.redirect(`/sign-in/sent?to=${to}&next=${encodeURIComponent(back)}`, 303);
});

room.post('/sign-out', 'anyone', async (ctx, c) => {
  await endSession(ctx, c.var.sessionToken);
  clearCookie(c, SESSION_COOKIE);
  flash(c, say(ctx.reader, 'signedOut'));
  return c.redirect('/sign-in', 303);
});

room.post('/preferences', 'signed-in', async (ctx, c) => {
  const parsed = parseForm(preferences, c.var.form, (key) => key);
  if (!parsed.ok) throw new HttpError(422, 'not a preference');
  await choosePreferences(ctx, parsed.value);
  return c.redirect(localPath(c.var.form.get('_page')), 303);
});

room.post('/preferences/zone', 'signed-in', async (ctx, c) => {
  const parsed = zone.safeParse(c.var.form.get('zone'));
  if (!parsed.success) throw new HttpError(422, 'no zone');
  return c.json({ changed: await followDevice(ctx, parsed.data) });
});

// Forms at the doors name no page to come back to: a draft of a sign-in form is kept for nobody, and a browser whose
// session has ended must be able to send them.
async function signInPage(ctx: Ctx, c: Context<Env>, form: Typed, status: 200 | 422 = 200) {
  c.status(status);
  const [rules, signUp] = await Promise.all([rulesOf(ctx), offersSignUp(ctx)]);
  const ways = offered(rules);
  const passkey = ways.passkey ? askForPasskey(ctx, SIGN_IN) : null;
  const ended = form.ended ?? (form.errors ? null : await takenAway(ctx));
  const about = { ...form, ended, ways, passkey, signUp };
  const page = <SignInPage ctx={ctx} guard={guardOf(c, '')} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'signIn.page'), layout: 'door' });
}

/** This browser still carries a session, and whose it was has no access any more. */
async function takenAway(ctx: Ctx) {
  const { actor } = ctx;
  return actor.kind === 'visitor' && actor.wasIdentity ? endedAccess(ctx, { id: actor.wasIdentity }) : null;
}

/** The same for any address: whether a letter went out is known to whoever has the mailbox. */
async function sentPage(ctx: Ctx, c: Context<Env>, to: string, next: string, error?: string) {
  if (error) c.status(422);
  const sent = sentIn(ctx.platform, ctx.workspace.id, to, ctx.now);
  const mailbox = showsMail(ctx.platform.config) ? '/dev/mail' : null;
  const use = c.req.query('for') === 'password' ? 'password' : 'sign-in';
  const about = { sent, to, next, use, mailbox, error, ways: offered(await rulesOf(ctx)) } as const;
  const page = <SentPage ctx={ctx} guard={guardOf(c, '')} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'sent.page'), layout: 'door' });
}

function gone(ctx: Ctx, c: Context<Env>, next: string) {
  c.status(410);
  const page = <GonePage ctx={ctx} guard={guardOf(c, '')} next={next} />;
  return c.render(page, { title: say(ctx.reader, 'gone.page'), layout: 'door' });
}
