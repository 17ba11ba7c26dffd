import { beforeEach, expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { eventsOf, givePassword, isIn, mailsTo, PASSWORD, sessionsOf, tryPassword } from '../doors.testing.ts';
import { addPasskey, formOn, questionOn, setUpApp } from '../second-step.testing.ts';
import { type Answering, Authenticator, PRESENT_ONLY } from './authenticator.testing.ts';

const portal = usePortal();
let world: World;
let home: Client;
let device: Authenticator;

beforeEach(async () => {
  world = await newWorld(portal());
  home = as(portal(), world.dana);
  device = await addPasskey(home, world.origin);
});

/** The form of the sign-in page: the passkey button stands in the one with the password. */
const signInForm = async (client: Client, next = '/') => {
  const page = await client.get(`/sign-in?next=${encodeURIComponent(next)}`);
  return { question: questionOn(page.text), form: formOn(page, '/sign-in/password') };
};

const signIn = async (how: Answering = {}, key = device) => {
  const client = visitor(portal(), world);
  const { question, form } = await signInForm(client);
  const answer = await client.postRaw('/sign-in/passkey', { ...form, _passkey: key.get(question, how) });
  return { client, answer };
};

test('a passkey signs in by itself, whoever stands there, and is two factors in one', async () => {
  await setUpApp(home);
  const { client, answer } = await signIn();
  expect([answer.status, answer.location]).toEqual([303, '/']);
  expect(await isIn(client)).toBe(true);
  expect((await sessionsOf(portal(), world.dana.identityId)).at(-1)).toMatchObject({
    method: 'passkey',
    second: 'passkey',
  });
  expect((await home.get('/account')).text).toContain('Work laptop');
});

test('its owner is told when one is added and when it is removed, and it opens nothing then', async () => {
  const [row] = await peek<{ id: string }>(portal().database, 'select id from passkeys where identity_id = $1', [
    world.dana.identityId,
  ]);
  const answer = await home.submit('/account', `/account/passkeys/${row!.id}/removal`);
  expect(answer.status).toBe(303);
  expect((await signIn()).answer.status).toBe(422);
  await portal().workJobs();
  const texts = (await mailsTo(portal(), world, world.dana.email)).map((mail) => mail.text).join();
  expect(texts).toContain('A passkey was added to your account.');
  expect(texts).toContain('A passkey was removed from your account.');
  expect((await home.get('/notifications')).text).toContain('A passkey was added');
});

test("nobody removes somebody else's", async () => {
  const [row] = await peek<{ id: string }>(portal().database, 'select id from passkeys where identity_id = $1', [
    world.dana.identityId,
  ]);
  const viewer = as(portal(), world.viewer);
  await addPasskey(viewer, world.origin);
  const [own] = await peek<{ id: string }>(portal().database, 'select id from passkeys where identity_id = $1', [
    world.viewer.identityId,
  ]);
  const form = await viewer.form('/account', `/account/passkeys/${own!.id}/removal`);
  expect((await viewer.postRaw(`/account/passkeys/${row!.id}/removal`, form)).status).toBe(404);
  expect((await signIn()).answer.status).toBe(303);
});

test.each<[string, () => Answering]>([
  ['for another host', () => ({ rpId: 'evil.localhost' })],
  ['made on a page of another site', () => ({ origin: 'https://evil.example' })],
  ['to another challenge', () => ({ challenge: Buffer.alloc(32, 7).toString('base64url') })],
  ['that has not verified its owner', () => ({ flags: PRESENT_ONLY })],
])('TRUST 28: an answer %s is refused, and a right one is not', async (_, how) => {
  const { client, answer } = await signIn(how());
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('This passkey does not open the portal.');
  expect(await isIn(client)).toBe(false);
  // The control: the same device, answering as it should.
  expect((await signIn()).answer.status).toBe(303);
});

test('TRUST 28: an answer that was given already is refused; the next one is not', async () => {
  const client = visitor(portal(), world);
  const { question, form } = await signInForm(client);
  const said = device.get(question);
  expect((await client.postRaw('/sign-in/passkey', { ...form, _passkey: said })).status).toBe(303);
  // By the thief of the answer, with the challenge it was given to.
  const thief = visitor(portal(), world);
  const theirs = (await signInForm(thief)).form;
  const stolen = { ...theirs, _passkey: said, _passkey_seal: form._passkey_seal! };
  expect((await thief.postRaw('/sign-in/passkey', stolen)).status).toBe(422);
  // Even if it counts on: the challenge is spent.
  const again = { ...theirs, _passkey: device.get(question), _passkey_seal: form._passkey_seal! };
  expect((await thief.postRaw('/sign-in/passkey', again)).status).toBe(422);
  expect((await signIn()).answer.status).toBe(303);
});

test('TRUST 28: of many at once with one answer exactly one comes in', async () => {
  const client = visitor(portal(), world);
  const { question, form } = await signInForm(client);
  const said = device.get(question);
  const before = (await sessionsOf(portal(), world.dana.identityId)).length;
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      client.postRaw('/sign-in/passkey', { ...form, _passkey: said, _once: crypto.randomUUID() }),
    ),
  );
  expect(answers.filter((one) => one.status === 303)).toHaveLength(1);
  expect(await sessionsOf(portal(), world.dana.identityId)).toHaveLength(before + 1);
});

test('TRUST 28: a device whose count goes back is a copy, and refused', async () => {
  await signIn({ counter: 9 });
  expect((await signIn({ counter: 9 })).answer.status).toBe(422);
  expect((await signIn({ counter: 4 })).answer.status).toBe(422);
  const failed = await eventsOf(portal(), world, 'identity.sign_in_failed');
  expect(failed.map(({ data }) => data.method)).toEqual(['passkey', 'passkey']);
  // The control: the one that counts on.
  expect((await signIn({ counter: 10 })).answer.status).toBe(303);
});

test('TRUST 28, control: were it forgotten what was asked and how far the device has counted, the same answer opens again', async () => {
  const client = visitor(portal(), world);
  const { question, form } = await signInForm(client);
  const said = device.get(question);
  expect((await client.postRaw('/sign-in/passkey', { ...form, _passkey: said })).status).toBe(303);
  const steal = async () => {
    const thief = visitor(portal(), world);
    const theirs = (await signInForm(thief)).form;
    const stolen = { ...theirs, _passkey: said, _passkey_seal: form._passkey_seal! };
    return (await thief.postRaw('/sign-in/passkey', stolen)).status;
  };
  // Each of the two locks holds without the other.
  await peek(portal().database, 'delete from spent_challenges where workspace_id = $1', [world.workspaceId]);
  expect(await steal()).toBe(422);
  const uncounted = () =>
    peek(portal().database, 'update passkeys set counter = 0 where identity_id = $1', [world.dana.identityId]);
  await uncounted();
  expect(await steal()).toBe(303);
  await uncounted();
  expect(await steal()).toBe(422);
});

test('TRUST 28: a passkey of another business, of nobody, and an answer to another question open nothing', async () => {
  const other = await newWorld(portal(), 'Lumen Energy');
  const theirs = await addPasskey(as(portal(), other.dana), other.origin);
  expect((await signIn({}, theirs)).answer.status).toBe(422);
  expect((await signIn({}, new Authenticator(world.origin))).answer.status).toBe(422);
  // What was asked for a proof signs nobody in.
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour', proved_at = null");
  const page = await home.get('/account/data');
  const proof = formOn(page, '/account/proof');
  const client = visitor(portal(), world);
  const { form } = await signInForm(client);
  const moved = { ...form, _passkey: device.get(questionOn(page.text)), _passkey_seal: proof._passkey_seal! };
  expect((await client.postRaw('/sign-in/passkey', moved)).status).toBe(422);
});

test('TRUST 28: nonsense for an answer is a refusal and not an error', async () => {
  for (const said of ['', '{}', '[]', 'null', '{"id":1}', 'x'.repeat(5_000)]) {
    const client = visitor(portal(), world);
    const { form } = await signInForm(client);
    expect((await client.postRaw('/sign-in/passkey', { ...form, _passkey: said })).status).toBe(422);
  }
});

test('a passkey proves who it is before what matters, with everything that was typed', async () => {
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour', proved_at = null");
  const page = await home.get('/account/data');
  expect(page.text).toContain('Is it still you?');
  const form = formOn(page, '/account/proof');
  const wrong = await home.postRaw('/account/proof', {
    ...form,
    _passkey: device.get(questionOn(page.text), { flags: PRESENT_ONLY }),
  });
  expect(wrong.status).toBe(422);
  const question = questionOn(wrong.text);
  const right = await home.postRaw('/account/proof', {
    ...formOn(wrong, '/account/proof'),
    _passkey: device.get(question),
  });
  expect([right.status, right.location]).toEqual([303, '/account/data']);
  expect((await home.get('/account/data')).text).not.toContain('Is it still you?');
});

test('as the second step a passkey of this person counts, and no other', async () => {
  await givePassword(portal(), world.dana);
  await setUpApp(home);
  const other = await addPasskey(as(portal(), world.viewer), world.origin);
  const begin = async () => {
    const client = visitor(portal(), world);
    await tryPassword(client, world.dana.email, PASSWORD);
    const page = await client.get('/sign-in/step');
    return { client, question: questionOn(page.text), form: formOn(page, '/sign-in/step/code') };
  };
  const first = await begin();
  const foreign = await first.client.postRaw('/sign-in/step/passkey', {
    ...first.form,
    _passkey: other.get(first.question),
  });
  expect(foreign.status).toBe(422);
  expect(await isIn(first.client)).toBe(false);
  const second = await begin();
  await second.client.postRaw('/sign-in/step/passkey', { ...second.form, _passkey: device.get(second.question) });
  expect(await isIn(second.client)).toBe(true);
});

test('a device that has one already is told so, and a name is wanted', async () => {
  const page = await home.get('/account/passkeys/new');
  const options = JSON.parse(questionOn(page.text)) as { excludeCredentials: { id: string }[] };
  expect(options.excludeCredentials.map((one) => one.id)).toEqual([device.id.toString('base64url')]);
  const fresh = new Authenticator(world.origin);
  const form = formOn(page, '/account/passkeys');
  const nameless = await home.postRaw('/account/passkeys', {
    ...form,
    name: ' ',
    _passkey: fresh.create(questionOn(page.text)),
  });
  expect(nameless.status).toBe(422);
  expect(nameless.text).toContain('Give it a name.');
  const elsewhere = fresh.create(questionOn(page.text), { origin: 'https://evil.example' });
  expect((await home.postRaw('/account/passkeys', { ...form, name: 'x', _passkey: elsewhere })).status).toBe(422);
});
