import { expect, test } from 'vitest';
import { givePassword, mailsTo, PASSWORD, spend, tokenIn, tryPassword } from '#features/identity/doors.testing.ts';
import { visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectSaml } from '#test/idp/connect.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();
const NEXT = 'a lamp under the river';

test('whoever has forgotten theirs sets a new one after a link from their mailbox; control: signed in by another way, or long ago, they do not', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const pass = (minutes: number) =>
    peek(
      portal().database,
      'update sessions set created_at = created_at - make_interval(mins => $2) where identity_id = $1',
      [world.dana.identityId, minutes],
    );
  const opens = async (password: string) =>
    (await tryPassword(visitor(portal(), world), world.dana.email, password)).status === 303;
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const page = '/account/password';
  expect((await dana.get(page)).text).toContain('name="_proof"');
  const sent = await dana.submit(page, '/account/proof', { _by: 'link' });
  expect(sent.location).toMatch(/^\/sign-in\/sent\?/);
  await portal().workJobs();
  const mails = await mailsTo(portal(), world, world.dana.email);
  const mail = mails.findLast((one) => one.kind === 'identity.sign_in_link');
  expect(mail!.text).toContain('next=%2Faccount%2Fpassword');
  await spend(dana, tokenIn(mail));
  const form = await dana.form(page, page);
  expect((await dana.get(page)).text).not.toContain('name="_proof"');
  await pass(20);
  expect((await dana.postRaw(page, { ...form, password: NEXT })).status).toBe(422);
  await pass(-20);
  const fresh = { ...form, password: NEXT, _once: crypto.randomUUID() };
  expect((await dana.postRaw(page, fresh)).location).toBe('/account');
  expect([await opens(PASSWORD), await opens(NEXT)]).toEqual([false, true]);
});

test('no link is offered where a provider is required, to which it would only lead; control: where it is not', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const domain = world.dana.email.split('@')[1]!;
  const id = await connectSaml(portal(), world, { accountId: world.accountId, domains: [domain], required: true });
  // They came in by it.
  await peek(portal().database, "update sessions set method = 'sso' where identity_id = $1", [world.dana.identityId]);
  const asked = await dana.get('/account/password');
  expect(asked.text).toContain('name="_proof"');
  expect(asked.text).not.toContain('action="/account/proof"');
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [id]);
  expect((await dana.get('/account/password')).text).toContain('action="/account/proof"');
});
