import type { Context } from 'hono';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { clearCookie, flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { localPath } from '#platform/http/local-path.ts';
import { deviceName } from '../device.ts';
import { methodAdded } from '../events.ts';
import { type Offer, offerSecret, secretIn } from '../methods/offer.ts';
import { askForNewPasskey, keepPasskey } from '../passkeys/add.ts';
import { PASSKEY_FIELD, PASSKEY_SEAL_FIELD } from '../passkeys/answer.ts';
import { asPerson } from '../person.ts';
import { room } from '../routes.tsx';
import { signInPath } from '../views/link.tsx';
import { keepApp, stepOf } from './app.ts';
import { finish, halfHere } from './finish.ts';
import { type HalfSignIn, STEP_COOKIE } from './half.ts';
import { say } from './messages.ts';
import { SetupPage } from './views/setup.tsx';
import { hasNoSecondStep, secondStepOf } from './wanted.ts';

/** Somebody whose role asks for a second step and who has none: they set one up before there is a session of theirs. */
room.get('/sign-in/step/setup', 'anyone', async (ctx, c) => {
  const next = localPath(c.req.query('next'));
  const half = await whoHasNone(ctx, c);
  return half ? setupPage(ctx, c, half, next) : c.redirect(signInPath(next), 303);
});

room.post('/sign-in/step/setup/app', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const half = await whoHasNone(ctx, c);
  if (!half) return begunAnew(ctx, c, next);
  const { identityId } = half;
  const seal = c.var.form.get('_secret') ?? '';
  const secret = secretIn(ctx, identityId, seal);
  if (!secret) return setupPage(ctx, c, half, next, { code: say(ctx.reader, 'app.stale') });
  const step = stepOf(secret, c.var.form.get('code') ?? '', ctx.now);
  if (step === null) {
    return setupPage(ctx, c, half, next, { code: say(ctx.reader, 'app.wrong') }, { value: secret, seal });
  }
  await keepApp(ctx, identityId, secret, step);
  return protectedNow(ctx, c, half, 'app', next);
});

room.post('/sign-in/step/setup/passkey', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const half = await whoHasNone(ctx, c);
  if (!half) return begunAnew(ctx, c, next);
  const { form } = c.var;
  const name = nameOf(ctx);
  const given = { name, answer: form.get(PASSKEY_FIELD) ?? '', seal: form.get(PASSKEY_SEAL_FIELD) ?? '' };
  if (!(await keepPasskey(ctx, half, given))) {
    return setupPage(ctx, c, half, next, { passkey: say(ctx.reader, 'add.refused') });
  }
  return protectedNow(ctx, c, half, 'passkey', next);
});

/**
 * Only who has nothing may set something up with one factor: else whoever has stolen a password would put their own second step
 * in the place of its owner's. Elevates.
 */
async function whoHasNone(ctx: Ctx, c: Context<Env>): Promise<HalfSignIn | null> {
  const half = await halfHere(ctx, c);
  if (!half) return null;
  return hasNoSecondStep(await secondStepOf(ctx, half.identityId)) ? half : null;
}

async function protectedNow(ctx: Ctx, c: Context<Env>, half: HalfSignIn, what: 'app' | 'passkey', next: string) {
  const about = { subjectId: half.identityId, accountId: null, data: { what } };
  await record(asPerson(ctx, half.living.person, ''), methodAdded, about);
  flash(c, say(ctx.reader, 'setup.done'));
  return finish(ctx, c, half, what, `/account/recovery-codes?next=${encodeURIComponent(next)}`);
}

function begunAnew(ctx: Ctx, c: Context<Env>, next: string): Response {
  clearCookie(c, STEP_COOKIE);
  flash(c, say(ctx.reader, 'setup.stale'));
  return c.redirect(signInPath(next), 303);
}

const nameOf = ({ reader, request }: Ctx): string => {
  const device = deviceName(reader, request.agent);
  return device.charAt(0).toUpperCase() + device.slice(1);
};

function setupPage(
  ctx: Ctx,
  c: Context<Env>,
  half: HalfSignIn,
  next: string,
  errors?: { code?: string; passkey?: string },
  secret: Offer<string> = offerSecret(ctx, half.identityId),
) {
  if (errors) c.status(422);
  const { name, email } = half.living.person;
  const passkey = askForNewPasskey(ctx, { identityId: half.identityId, name, email }, []);
  const page = <SetupPage ctx={ctx} guard={guardOf(c, '')} {...{ half, next, secret, passkey, errors }} />;
  return c.render(page, { title: say(ctx.reader, 'step.page'), layout: 'door' });
}
