import type { Context } from 'hono';
import { z } from 'zod';
import {
  browserOf,
  goOn,
  hasIdentity,
  isGuessable,
  MAX_PASSWORD,
  MIN_PASSWORD,
  type PasswordAtTheDoor,
  passwordAtTheDoor,
  postedEmail,
} from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { showsMail } from '#platform/mail/reach.ts';
import { join } from './join.ts';
import { say } from './messages.ts';
import { signUpBehind } from './proof.ts';
import { answersOf, askToJoin, fieldsAtTheDoor, readAnswers, requestFields } from './request.ts';
import { offersSignUp, signUpRules } from './rules.ts';
import { settingsRoutes } from './settings-routes.tsx';
import { speak } from './speak.ts';
import { NothingPage, ProofPage } from './views/proof.tsx';
import { AskedPage, SignUpPage, WaitingPage } from './views/sign-up.tsx';
import { waitingRoutes } from './waiting-routes.tsx';
import { chosenWay } from './way.ts';

export const room = createRoom('newcomers');

/** Where nobody may sign up there is no such page. */
async function admit(ctx: Ctx): Promise<void> {
  if (!(await offersSignUp(ctx))) throw notFound();
}

room.get('/sign-up', 'visitor', async (ctx, c) => {
  await admit(ctx);
  return signUpPage(ctx, c, {});
});

room.post('/sign-up', 'anyone', async (ctx, c) => {
  await admit(ctx);
  const { form } = c.var;
  const { address } = postedEmail(form);
  const parsed = parseForm(requestFields, form, speak(ctx.reader));
  const [rules, own] = await Promise.all([signUpRules(ctx), readAnswers(ctx, form)]);
  const errors: FieldErrors = { ...(parsed.ok ? {} : parsed.errors), ...own.errors };
  if (!address) errors.email = say(ctx.reader, 'error.email');
  if (rules.termsUrl && form.get('terms') !== 'on') errors.terms = say(ctx.reader, 'error.terms.agree');
  if (!parsed.ok || !address || Object.keys(errors).length > 0) {
    return signUpPage(ctx, c, firstValues(form.fields), errors);
  }
  await askToJoin(ctx, { ...parsed.value, email: address, answers: answersOf(own), termsUrl: rules.termsUrl });
  return c.redirect('/sign-up/sent', 303);
});

// Names nobody's address: whoever asked knows it, and for all others there is nothing to see.
room.get('/sign-up/sent', 'anyone', async (ctx, c) => {
  await admit(ctx);
  const mailbox = showsMail(ctx.platform.config) ? '/dev/mail' : null;
  return c.render(<AskedPage ctx={ctx} mailbox={mailbox} />, { title: say(ctx.reader, 'asked.page'), layout: 'door' });
});

room.get('/sign-up/waiting', 'anyone', async (ctx, c) => {
  await admit(ctx);
  return c.render(<WaitingPage ctx={ctx} />, { title: say(ctx.reader, 'waits.page'), layout: 'door' });
});

room.get('/sign-up/proof', 'anyone', (ctx, c) => proofPage(ctx, c, c.req.query('token') ?? ''));

const proofFields = requestFields.extend({
  password: z
    .union([
      z.literal('').transform(() => undefined),
      z.string().min(MIN_PASSWORD, 'error.password.short').max(MAX_PASSWORD, 'error.password.long'),
    ])
    .optional(),
  comes: z
    .enum(['invited', 'own'], 'error.form')
    .optional()
    .transform((comes) => comes === 'invited'),
});

room.post('/sign-up/proof', 'anyone', async (ctx, c) => {
  const { form } = c.var;
  const token = form.get('token') ?? '';
  const parsed = parseForm(proofFields, form, speak(ctx.reader));
  if (!parsed.ok) return proofPage(ctx, c, token, firstValues(form.fields), parsed.errors);
  const { name, company, password, comes: invited } = parsed.value;
  const typed = { name, company, comes: invited ? 'invited' : 'own' };
  if (password !== undefined && (await isGuessable(password, [name, company, ...(await knownOf(ctx, token))]))) {
    return proofPage(ctx, c, token, typed, { password: say(ctx.reader, 'error.password.common') });
  }
  const found = await signUpBehind(ctx, token);
  const asksPassword = found ? await passwordOf(ctx, found, invited) : 'no';
  if (asksPassword === 'must' && password === undefined) {
    return proofPage(ctx, c, token, typed, { password: say(ctx.reader, 'error.password.needed') });
  }
  const browser = browserOf(c);
  const given = { name, company, invited, password: asksPassword === 'no' ? undefined : password };
  const joined = await join(ctx, token, given, browser);
  if ('waits' in joined) return c.redirect('/sign-up/waiting', 303);
  if ('closed' in joined) return nothing(ctx, c, joined.closed);
  return goOn(c, joined.passed, browser, '/');
});

type Opened = NonNullable<Awaited<ReturnType<typeof signUpBehind>>>;

/** Whoever waits chooses none yet, and somebody who signs in here already has what they sign in with. */
async function passwordOf(
  ctx: Ctx,
  { signUp: { email }, ...found }: Opened,
  invited: boolean,
): Promise<PasswordAtTheDoor> {
  const way = chosenWay(found.way, invited);
  if (way.to === 'team' || (await hasIdentity(ctx, email))) return 'no';
  const accountId = way.to === 'customer' ? way.account.id : null;
  return passwordAtTheDoor(ctx, { kind: 'contact', accountId, email });
}

/** What whoever guesses knows of them besides what they say. */
async function knownOf(ctx: Ctx, token: string): Promise<string[]> {
  const found = await signUpBehind(ctx, token);
  const account = found?.way.to === 'customer' ? [found.way.account.name] : [];
  return [ctx.workspace.name, ...(found ? [found.signUp.email, ...account] : [])];
}

async function signUpPage(ctx: Ctx, c: Context<Env>, values: Record<string, string>, errors: FieldErrors = {}) {
  if (Object.keys(errors).length > 0) c.status(422);
  const [rules, fields] = await Promise.all([signUpRules(ctx), fieldsAtTheDoor(ctx)]);
  const page = (
    <SignUpPage ctx={ctx} guard={guardOf(c, '')} rules={rules} fields={fields} values={values} errors={errors} />
  );
  return c.render(page, { title: say(ctx.reader, 'signUp.page'), layout: 'door' });
}

/** What the link opens. Only its button uses it up: mail scanners and previews open links, too. */
async function proofPage(
  ctx: Ctx,
  c: Context<Env>,
  token: string,
  values: Record<string, string> = {},
  errors: FieldErrors = {},
) {
  const found = await signUpBehind(ctx, token);
  if (!found) return nothing(ctx, c, 'gone');
  const { signUp, way } = found;
  if (way.to === 'known' || way.to === 'nowhere') return nothing(ctx, c, way.to);
  if (Object.keys(errors).length > 0) c.status(422);
  const asksPassword = await passwordOf(ctx, found, values.comes === 'invited');
  const about = { signUp, way, token, asksPassword, values, errors };
  const page = <ProofPage ctx={ctx} guard={guardOf(c, '')} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'proof.page'), layout: 'door' });
}

function nothing(ctx: Ctx, c: Context<Env>, why: 'gone' | 'known' | 'nowhere') {
  c.status(410);
  return c.render(<NothingPage ctx={ctx} why={why} />, { title: say(ctx.reader, `nothing.${why}`), layout: 'door' });
}

settingsRoutes(room);
waitingRoutes(room);
