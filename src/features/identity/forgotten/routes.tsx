import type { Context } from 'hono';
import type { Ctx } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { localPath } from '#platform/http/local-path.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { noteRight } from '../after-answer.ts';
import { askForLetter } from '../ask-again.ts';
import { browserOf } from '../browser.ts';
import { postedEmail } from '../email.ts';
import { goOn } from '../first-factor.ts';
import { say as door } from '../messages.ts';
import { room } from '../routes.tsx';
import { passwordLinkBehind, setForgotten, whyNotTheirs } from './forgotten.ts';
import { say } from './messages.ts';
import { AskPage, GonePage, SetPage } from './pages.tsx';

// Doors, like the others: for nobody in particular, so no draft is kept of their forms.
room.get('/sign-in/password/forgotten', 'anyone', (ctx, c) => askPage(ctx, c, localPath(c.req.query('next'))));

room.post('/sign-in/password/forgotten', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const { address, typed } = postedEmail(c.var.form);
  if (!address) return askPage(ctx, c, next, { email: typed, error: door(ctx.reader, 'email.invalid') });
  if (!sendsMail(ctx.platform.config)) {
    return askPage(ctx, c, next, { email: typed, error: door(ctx.reader, 'signIn.noMail') });
  }
  const to = await askForLetter(ctx, c, address, next, 'password');
  return c.redirect(`/sign-in/sent?to=${to}&for=password&next=${encodeURIComponent(next)}`, 303);
});

room.get('/sign-in/password/new', 'anyone', (ctx, c) =>
  setPage(ctx, c, c.req.query('token') ?? '', localPath(c.req.query('next'))),
);

room.post('/sign-in/password/new', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const token = c.var.form.get('token') ?? '';
  const password = c.var.form.get('password') ?? '';
  const link = await passwordLinkBehind(ctx, token);
  const refused = link && (await whyNotTheirs(ctx, link, password));
  if (refused) return setPage(ctx, c, token, next, refused);
  const browser = browserOf(c);
  const result = link && (await setForgotten(ctx, token, password, browser));
  if (!result) return gone(ctx, c, next);
  noteRight(c.req.raw);
  flash(c, say(ctx.reader, 'set.done'));
  return goOn(c, result, browser, next);
});

function askPage(ctx: Ctx, c: Context<Env>, next: string, typed: { email?: string; error?: string } = {}) {
  if (typed.error) c.status(422);
  const page = <AskPage ctx={ctx} guard={guardOf(c, '')} next={next} {...typed} />;
  return c.render(page, { title: say(ctx.reader, 'ask.title'), layout: 'door' });
}

async function setPage(ctx: Ctx, c: Context<Env>, token: string, next: string, error?: string) {
  const link = await passwordLinkBehind(ctx, token);
  if (!link) return gone(ctx, c, next);
  if (error) c.status(422);
  const page = <SetPage ctx={ctx} guard={guardOf(c, '')} link={link} token={token} next={next} error={error} />;
  return c.render(page, { title: say(ctx.reader, 'ask.title'), layout: 'door' });
}

function gone(ctx: Ctx, c: Context<Env>, next: string) {
  c.status(410);
  return c.render(<GonePage ctx={ctx} next={next} />, { title: door(ctx.reader, 'gone.page'), layout: 'door' });
}
