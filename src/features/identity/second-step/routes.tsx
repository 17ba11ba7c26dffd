import type { Context } from 'hono';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { clearCookie, flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { localPath } from '#platform/http/local-path.ts';
import { noteFailure, noteRight } from '../after-answer.ts';
import { recoveryCodeUsed } from '../events.ts';
import { askForPasskey, PASSKEY_FIELD, PASSKEY_SEAL_FIELD, whoAnswered } from '../passkeys/answer.ts';
import { here, passkeysOf } from '../passkeys/list.ts';
import { asPerson } from '../person.ts';
import { room } from '../routes.tsx';
import { rulesOf } from '../rules/rules.ts';
import { signInPath } from '../views/link.tsx';
import { useAppCode } from './app.ts';
import { finish, halfHere } from './finish.ts';
import { endHalf, type HalfSignIn, STEP_COOKIE } from './half.ts';
import { say } from './messages.ts';
import { useRecoveryCode } from './recovery.ts';
import { RecoveryPage, StepPage, type StepProps } from './views/step.tsx';
import { hasNoSecondStep, secondStepOf } from './wanted.ts';

room.get('/sign-in/step', 'anyone', async (ctx, c) => {
  const next = localPath(c.req.query('next'));
  const half = await halfHere(ctx, c);
  if (!half) return c.redirect(signInPath(next), 303);
  const has = await secondStepOf(ctx, half.identityId);
  if (has.app || has.passkeys > 0) return stepPage(ctx, c, half, next);
  const way = hasNoSecondStep(has) ? 'setup' : 'recovery';
  return c.redirect(`/sign-in/step/${way}?next=${encodeURIComponent(next)}`, 303);
});

room.post('/sign-in/step/code', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const half = await halfHere(ctx, c);
  if (!half) return tooLate(ctx, c, next);
  if (await useAppCode(ctx, half.identityId, c.var.form.get('code') ?? '')) {
    noteRight(c.req.raw);
    return finish(ctx, c, half, 'app', next);
  }
  noteFailure(c.req.raw, half.method, half.living.person.email, 'app');
  return stepPage(ctx, c, half, next, { code: say(ctx.reader, 'step.wrong') });
});

room.post('/sign-in/step/passkey', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const half = await halfHere(ctx, c);
  if (!half) return tooLate(ctx, c, next);
  const { form } = c.var;
  const answer = [form.get(PASSKEY_FIELD) ?? '', form.get(PASSKEY_SEAL_FIELD) ?? ''] as const;
  const who = await whoAnswered(ctx, purposeOf(half), ...answer);
  if (who === half.identityId) return finish(ctx, c, half, 'passkey', next);
  noteFailure(c.req.raw, half.method, half.living.person.email, 'passkey');
  return stepPage(ctx, c, half, next, { passkey: say(ctx.reader, 'passkey.refused') });
});

room.get('/sign-in/step/recovery', 'anyone', async (ctx, c) => {
  const next = localPath(c.req.query('next'));
  const half = await halfHere(ctx, c);
  return half ? recoveryPage(ctx, c, half, next) : c.redirect(signInPath(next), 303);
});

room.post('/sign-in/step/recovery', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const half = await halfHere(ctx, c);
  if (!half) return tooLate(ctx, c, next);
  const { identityId, living } = half;
  if (!(await useRecoveryCode(ctx, identityId, c.var.form.get('code') ?? ''))) {
    noteFailure(c.req.raw, half.method, living.person.email, 'recovery');
    return recoveryPage(ctx, c, half, next, say(ctx.reader, 'recovery.wrong'));
  }
  noteRight(c.req.raw);
  const left = (await secondStepOf(ctx, identityId)).recoveryCodes;
  const them = asPerson(ctx, living.person, '');
  await record(them, recoveryCodeUsed, { subjectId: identityId, accountId: null, data: { left } });
  flash(c, say(ctx.reader, 'recovery.used', { n: left }));
  return finish(ctx, c, half, 'recovery', next);
});

/** Whoever sits here is somebody else: the half sign-in is over, and the next one begins anew. */
room.post('/sign-in/step/leaving', 'anyone', async (ctx, c) => {
  const half = await halfHere(ctx, c);
  if (half) await endHalf(ctx, half);
  clearCookie(c, STEP_COOKIE);
  return c.redirect('/sign-in', 303);
});

const purposeOf = ({ id }: HalfSignIn) => ['second step', id] as const;

async function stepPage(ctx: Ctx, c: Context<Env>, half: HalfSignIn, next: string, errors?: StepProps['errors']) {
  if (errors) c.status(422);
  const [has, passkeys, rules] = await Promise.all([
    secondStepOf(ctx, half.identityId),
    passkeysOf(ctx, half.identityId),
    rulesOf(ctx),
  ]);
  const usable = here(ctx, passkeys);
  const about = {
    app: has.app !== null,
    passkey: usable.length > 0 ? askForPasskey(ctx, purposeOf(half), usable) : null,
    recovery: has.recoveryCodes > 0,
    rememberDays: rules[half.living.person.kind].rememberDays,
  };
  const page = <StepPage ctx={ctx} guard={guardOf(c, '')} half={half} next={next} errors={errors} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'step.page'), layout: 'door' });
}

function recoveryPage(ctx: Ctx, c: Context<Env>, half: HalfSignIn, next: string, error?: string) {
  if (error) c.status(422);
  const page = <RecoveryPage ctx={ctx} guard={guardOf(c, '')} half={half} next={next} error={error} />;
  return c.render(page, { title: say(ctx.reader, 'recovery.title'), layout: 'door' });
}

/** Between the steps there are ten minutes. */
function tooLate(ctx: Ctx, c: Context<Env>, next: string): Response {
  clearCookie(c, STEP_COOKIE);
  flash(c, say(ctx.reader, 'step.tooLate'));
  return c.redirect(signInPath(next), 303);
}
