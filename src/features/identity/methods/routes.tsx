import type { Context } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import { isId } from '#platform/db/ids.ts';
import { comeBack } from '#platform/db/scope.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { onlySeen } from '#platform/http/line.ts';
import { localPath } from '#platform/http/local-path.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { deviceName } from '../device.ts';
import { askForNewPasskey, MOST_PASSKEYS } from '../passkeys/add.ts';
import { PASSKEY_FIELD, PASSKEY_SEAL_FIELD } from '../passkeys/answer.ts';
import { passkeysOf } from '../passkeys/list.ts';
import { askProof } from '../proof.tsx';
import { room } from '../routes.tsx';
import { stepOf } from '../second-step/app.ts';
import { say } from '../second-step/messages.ts';
import { hasNoSecondStep, secondStepOf } from '../second-step/wanted.ts';
import { codesIn, type Offer, offerCodes, offerSecret, secretIn } from './offer.ts';
import {
  addOwnPasskey,
  endRemembered,
  keepOwnCodes,
  type Own,
  removeOwnApp,
  removeOwnPasskey,
  setUpOwnApp,
} from './own.ts';
import { AddPasskeyPage } from './views/add-passkey.tsx';
import { AppPage } from './views/app.tsx';
import { CodesPage } from './views/codes.tsx';

const MAX_NAME = 60;

room.get('/account/passkeys/new', 'signed-in', async (ctx, c) => (await askProof(ctx, c)) ?? addPage(ctx, c));

room.post('/account/passkeys', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const { form } = c.var;
  const name = onlySeen(form.get('name') ?? '').trim();
  const wrong = name === '' ? 'add.nameMissing' : name.length > MAX_NAME ? 'add.nameLong' : null;
  if (wrong) return addPage(ctx, c, { name: say(ctx.reader, wrong) }, name);
  const given = { name, answer: form.get(PASSKEY_FIELD) ?? '', seal: form.get(PASSKEY_SEAL_FIELD) ?? '' };
  if ((await passkeysOf(ctx, ctx.actor.identityId)).length >= MOST_PASSKEYS) {
    return addPage(ctx, c, { passkey: say(ctx.reader, 'add.full') }, name);
  }
  if (!(await addOwnPasskey(ctx, given))) {
    await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
    return addPage(ctx, c, { passkey: say(ctx.reader, 'add.refused') }, name);
  }
  flash(c, say(ctx.reader, 'add.added', { name }));
  return c.redirect('/account#ways-in', 303);
});

room.post('/account/passkeys/:id/removal', 'signed-in', async (ctx, c) => {
  const id = c.req.param('id') ?? '';
  if (!isId(id)) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const removed = await removeOwnPasskey(ctx, id);
  if (removed === null) throw notFound();
  const kept = { last: 'remove.last', required: 'app.required' } as const;
  const words =
    typeof removed === 'string' ? say(ctx.reader, kept[removed]) : say(ctx.reader, 'remove.removed', removed);
  flash(c, words);
  return c.redirect('/account#ways-in', 303);
});

room.get('/account/app', 'signed-in', async (ctx, c) => {
  return (await askProof(ctx, c)) ?? appPage(ctx, c, offerSecret(ctx, ctx.actor.identityId));
});

room.post('/account/app', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const { identityId } = ctx.actor;
  const seal = c.var.form.get('_secret') ?? '';
  const secret = secretIn(ctx, identityId, seal);
  if (!secret) return appPage(ctx, c, offerSecret(ctx, identityId), say(ctx.reader, 'app.stale'));
  const step = stepOf(secret, c.var.form.get('code') ?? '', ctx.now);
  if (step === null) return appPage(ctx, c, { value: secret, seal }, say(ctx.reader, 'app.wrong'));
  const { recoveryCodes } = await secondStepOf(ctx, identityId);
  await setUpOwnApp(ctx, secret, step);
  flash(c, say(ctx.reader, 'app.on'));
  return c.redirect(recoveryCodes > 0 ? '/account#second-step' : '/account/recovery-codes', 303);
});

room.post('/account/app/removal', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const removed = await removeOwnApp(ctx);
  if (!removed) throw notFound();
  flash(c, say(ctx.reader, removed === 'required' ? 'app.required' : 'app.off'));
  return c.redirect('/account#second-step', 303);
});

room.get('/account/recovery-codes', 'signed-in', async (ctx, c) => {
  return (await askProof(ctx, c)) ?? codesPage(ctx, c, localPath(c.req.query('next'), '/account#second-step'));
});

room.post('/account/recovery-codes', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const next = localPath(c.var.form.get('next'), '/account#second-step');
  const codes = codesIn(ctx, ctx.actor.identityId, c.var.form.get('_codes') ?? '');
  if (!codes) return codesPage(ctx, c, next, 'stale');
  await keepOwnCodes(ctx, codes);
  flash(c, say(ctx.reader, 'codes.kept'));
  return c.redirect(next, 303);
});

/** The codes of the form as a file. Whoever has the file has kept them: they work from here on. */
room.post('/account/recovery-codes/file', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const codes = codesIn(ctx, ctx.actor.identityId, c.var.form.get('_codes') ?? '');
  if (!codes) return codesPage(ctx, c, localPath(c.var.form.get('next'), '/account#second-step'), 'stale');
  await keepOwnCodes(ctx, codes);
  const { reader, actor, workspace, now } = ctx;
  const head = say(reader, 'codes.file', { name: workspace.name, email: actor.email, date: formatDate(reader, now) });
  c.header('content-disposition', `attachment; filename="${workspace.slug}-recovery-codes.txt"`);
  c.header('cache-control', 'no-store');
  return c.text(`${head}\n${codes.join('\n')}\n`);
});

room.post('/account/remembered/ending', 'signed-in', async (ctx, c) => {
  const n = await endRemembered(ctx);
  flash(c, say(ctx.reader, 'remembered.ended', { n }));
  return c.redirect('/account#second-step', 303);
});

const crumbs = (ctx: Own, title: string) => [{ label: say(ctx.reader, 'account'), href: '/account' }, { label: title }];

async function addPage(ctx: Own, c: Context<Env>, errors: { name?: string; passkey?: string } = {}, typed?: string) {
  if (errors.name || errors.passkey) c.status(422);
  const { actor, reader, request } = ctx;
  const question = askForNewPasskey(ctx, actor, await passkeysOf(ctx, actor.identityId));
  const name = typed ?? suggestion(deviceName(reader, request.agent));
  const title = say(reader, 'add.title');
  const page = <AddPasskeyPage ctx={ctx} guard={guardOf(c)} question={question} name={name} errors={errors} />;
  return c.render(page, { title, crumbs: crumbs(ctx, title) });
}

const suggestion = (device: string): string => device.charAt(0).toUpperCase() + device.slice(1);

async function appPage(ctx: Own, c: Context<Env>, secret: Offer<string>, error?: string) {
  if (error) c.status(422);
  const has = (await secondStepOf(ctx, ctx.actor.identityId)).app !== null;
  const title = say(ctx.reader, has ? 'app.titleReplace' : 'app.title');
  const about = { email: ctx.actor.email, secret, has, error };
  return c.render(<AppPage ctx={ctx} guard={guardOf(c)} {...about} />, { title, crumbs: crumbs(ctx, title) });
}

async function codesPage(ctx: Own, c: Context<Env>, next: string, stale?: 'stale') {
  if (stale) c.status(422);
  const has = await secondStepOf(ctx, ctx.actor.identityId);
  // There is nothing to recover yet.
  if (hasNoSecondStep(has)) throw notFound();
  const title = say(ctx.reader, 'codes.title');
  const about = {
    codes: offerCodes(ctx, ctx.actor.identityId),
    next,
    has: has.recoveryCodes > 0,
    stale: stale !== undefined,
  };
  return c.render(<CodesPage ctx={ctx} guard={guardOf(c)} {...about} />, { title, crumbs: crumbs(ctx, title) });
}
