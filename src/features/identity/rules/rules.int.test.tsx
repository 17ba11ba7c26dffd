import { beforeEach, expect, test } from 'vitest';
import { as, type Client, type Fields, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  askForLinkTo,
  eventsOf,
  givePassword,
  invite,
  isIn,
  linkTo,
  PASSWORD,
  spend,
  tryPassword,
} from '../doors.testing.ts';
import { addPasskey } from '../second-step.testing.ts';

const portal = usePortal();
const silent = usePortal({ NODE_ENV: 'production', DEMO: 'false' });
let world: World;
let owner: Client;

beforeEach(async () => {
  world = await newWorld(portal());
  owner = as(portal(), world.owner);
});

const ALL: Fields = Object.fromEntries(
  ['member', 'contact'].flatMap((side) =>
    ['password', 'link', 'code', 'passkey'].map((way) => [`${side}_${way}`, 'on']),
  ),
);

const without = (...off: string[]): Fields => ({
  ...Object.fromEntries(Object.entries(ALL).filter(([name]) => !off.includes(name))),
  member_remember: '30',
  contact_remember: '7',
  longest: '24',
  idle: '60',
  anyway: 'on',
});

const save = (fields: Fields, client = owner) => client.submit('/settings/sign-in', '/settings/sign-in', fields);

test('what is switched off for customers does not let them in, and still lets the team in', async () => {
  for (const one of [world.dana, world.agent]) await givePassword(portal(), one);
  expect((await save(without('contact_password'))).location).toBe('/settings/sign-in');
  const dana = await tryPassword(visitor(portal(), world), world.dana.email, PASSWORD);
  expect(dana.status).toBe(422);
  expect(dana.text).toContain('That email and password do not go together.');
  expect((await tryPassword(visitor(portal(), world), world.agent.email, PASSWORD)).status).toBe(303);
  expect((await as(portal(), world.dana).get('/account')).text).not.toContain('>Set one<');
  const [event] = await eventsOf(portal(), world, 'identity.rules_changed');
  expect(event?.data.changed).toContain('contact.password');
  expect(event?.data.changes).toMatchObject({ 'contact.password': { from: true, to: false } });
});

test('a link that was sent before links were switched off opens nothing any more', async () => {
  const token = await linkTo(portal(), world.dana);
  await save(without('contact_link'));
  const dana = visitor(portal(), world);
  expect((await spend(dana, token)).status).toBe(410);
  expect(await isIn(dana)).toBe(false);
  const { mails } = await askForLinkTo(portal(), world, world.dana.email);
  expect(mails.at(-1)?.text).toMatch(/\b\d{6}\b/);
  expect(mails.at(-1)?.text).not.toContain('/sign-in/link?');
});

test('where neither link nor code is on, the letter says how else, and the page offers neither', async () => {
  await save(without('contact_link', 'contact_code'));
  const { mails } = await askForLinkTo(portal(), world, world.dana.email);
  expect(mails.at(-1)?.text.replaceAll(/\s+/g, ' ')).toContain(
    'you sign in another way: with your password or a passkey.',
  );
  expect(mails.at(-1)?.text).not.toMatch(/\b\d{6}\b/);
  await save(without('contact_link', 'contact_code', 'contact_passkey'));
  const alone = await askForLinkTo(portal(), world, world.viewer.email);
  expect(alone.mails.at(-1)?.text.replaceAll(/\s+/g, ' ')).toContain('another way: with your password.');
  await save(without('contact_link', 'contact_code', 'member_link', 'member_code')).then(async () => {
    await givePassword(portal(), world.owner);
    expect((await save(without('contact_link', 'contact_code', 'member_link', 'member_code'))).status).toBe(303);
  });
  expect((await visitor(portal(), world).get('/sign-in')).text).not.toContain('formaction="/sign-in/link"');
});

test('the page offers what anybody may use: without passwords there is no field for one', async () => {
  await save(without('member_password', 'contact_password'));
  const { text } = await visitor(portal(), world).get('/sign-in');
  expect(text).not.toContain('type="password"');
  expect(text).toContain('Email me a link or code');
});

test('nobody shuts themselves out, nor every owner; with a passkey it may be', async () => {
  const only = without('member_password', 'member_link', 'member_code');
  const refused = await save(only);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('With that you could not come in any more yourself.');
  // What was chosen stands there still.
  expect(refused.text).not.toMatch(/name="member_password"[^>]*checked/);
  expect((await save(without('member_password', 'member_link', 'member_code', 'member_passkey'))).text).toContain(
    'Your team needs at least one way in.',
  );
  await addPasskey(owner, world.origin);
  expect((await save(only)).status).toBe(303);
  // And now that passkey stays.
  const [row] = await peek<{ id: string }>(portal().database, 'select id from passkeys where identity_id = $1', [
    world.owner.identityId,
  ]);
  await owner.submit('/account', `/account/passkeys/${row!.id}/removal`);
  expect((await owner.get('/account')).text).toContain('This is the last way in that you have.');
  expect(await peek(portal().database, 'select id from passkeys where id = $1', [row!.id])).toHaveLength(1);
});

test('how long a sign-in lasts holds at once', async () => {
  await save(without());
  const [row] = await peek(portal().database, 'select session_hours, idle_minutes from workspaces where id = $1', [
    world.workspaceId,
  ]);
  expect(row).toEqual({ session_hours: 24, idle_minutes: 60 });
  const dana = as(portal(), world.dana);
  expect(await isIn(dana)).toBe(true);
  await peek(portal().database, "update sessions set created_at = now() - interval '25 hours' where identity_id = $1", [
    world.dana.identityId,
  ]);
  expect(await isIn(dana)).toBe(false);
});

test('how long a browser is remembered holds at once, for who is remembered already; of the other side it stays', async () => {
  for (const one of [world.dana, world.agent]) {
    await peek(
      portal().database,
      `insert into remembered_browsers (workspace_id, id, identity_id, device, expires_at, created_at)
       values ($1, gen_random_uuid(), $2, $3, now() + interval '80 days', now() - interval '10 days')`,
      [world.workspaceId, one.identityId, 'd'.repeat(64)],
    );
  }
  await save({ ...without(), member_remember: '90', contact_remember: '7' });
  const remembered = () =>
    peek(
      portal().database,
      'select identity_id from remembered_browsers where workspace_id = $1 and expires_at > now()',
      [world.workspaceId],
    );
  expect(await remembered()).toEqual([{ identity_id: world.agent.identityId }]);
  // Another rule is no shorter time: whoever has been remembered anew since the first day stays so.
  await peek(
    portal().database,
    "update remembered_browsers set created_at = now() - interval '200 days' where workspace_id = $1",
    [world.workspaceId],
  );
  await save({ ...without(), member_remember: '90', contact_remember: '7', idle: '120' });
  expect(await remembered()).toEqual([{ identity_id: world.agent.identityId }]);
});

test('a passkey of a host that this business has no more is no way in, and no second step', async () => {
  await addPasskey(owner, world.origin);
  const only = without('member_password', 'member_link', 'member_code');
  const at = (host: string) =>
    peek(portal().database, 'update passkeys set rp_id = $2 where identity_id = $1', [world.owner.identityId, host]);
  await at('former.example');
  const refused = await save(only);
  expect([refused.status, refused.text.includes('With that you could not come in any more yourself.')]).toEqual([
    422,
    true,
  ]);
  await at(world.host);
  expect((await save(only)).status).toBe(303);
});

test('only who may manage it sees it, and a proof is asked for', async () => {
  expect((await as(portal(), world.agent).get('/settings/sign-in')).status).toBe(404);
  expect((await as(portal(), world.dana).get('/settings/sign-in')).status).toBe(404);
  await givePassword(portal(), world.owner);
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour' where identity_id = $1", [
    world.owner.identityId,
  ]);
  const asked = await save(without('contact_password'));
  expect(asked.text).toContain('Is it still you?');
  const sure = await owner.postRaw('/settings/sign-in', {
    ...without('contact_password'),
    ...formOf(asked.text),
    _proof: PASSWORD,
  });
  expect(sure.status).toBe(303);
});

test('a choice that is not in the list is refused', async () => {
  expect((await save({ ...without(), longest: '9999' })).status).toBe(422);
  expect((await save({ ...without(), idle: 'x' })).status).toBe(422);
});

test('where no mail goes out, links and codes are no way back in', async () => {
  const quiet = await newWorld(silent());
  const boss = as(silent(), quiet.owner);
  await boss.get('/settings/sign-in');
  const answer = await boss.submit(
    '/settings/sign-in',
    '/settings/sign-in',
    without('member_password', 'member_passkey'),
  );
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('This portal sends no mail yet');
});

const formOf = (html: string): Record<string, string> =>
  Object.fromEntries([...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]));

test('whoever joins is asked for a password where it opens something, and has to choose one where nothing else would', async () => {
  const page = async () => `/invitation?token=${(await invite(portal(), world.agent)).token}`;
  const join = (at: string, password = '') =>
    visitor(portal(), world).submit(at, '/invitation', { name: 'Nora Vance', password });
  const known = async () =>
    peek(
      portal().database,
      `select i.password_set_at is not null as has from identities i join contacts c on c.identity_id = i.id
       where c.workspace_id = $1 and c.name = 'Nora Vance' order by i.created_at desc limit 1`,
      [world.workspaceId],
    );
  await givePassword(portal(), world.owner);
  await save(without('contact_link', 'contact_code'));
  const must = await page();
  expect((await visitor(portal(), world).get(must)).text).toContain('You sign in with it.');
  expect((await join(must)).status).toBe(422);
  expect((await join(must, 'a lamp under the river')).status).toBe(303);
  expect(await known()).toEqual([{ has: true }]);
  await save(without('contact_password'));
  const none = await page();
  expect((await visitor(portal(), world).get(none)).text).not.toContain('name="password"');
  expect((await join(none, 'a lamp under the river')).status).toBe(303);
  expect(await known()).toEqual([{ has: false }]);
  // Control: where a link is mailed as well, it may be left empty.
  await save(without());
  expect((await join(await page())).status).toBe(303);
});

test('rules that would shut people out say how many, and hold for whoever saves them all the same', async () => {
  await addPasskey(as(portal(), world.dana), world.origin);
  const onlyPasskeys = without('contact_password', 'contact_link', 'contact_code');
  const { anyway: _, ...unaware } = onlyPasskeys;
  const asked = await save(unaware);
  expect(asked.status).toBe(422);
  expect(asked.text).toMatch(/\d of the \d people at your customers could not come in any more/);
  expect(asked.text).toContain('name="anyway"');
  expect(asked.text).not.toContain('can set one with “Forgot your password?”');
  const { anyway: __, ...passwords } = without('contact_passkey', 'contact_link', 'contact_code');
  expect((await save(passwords)).text).toContain('can set one with “Forgot your password?”');
  expect((await owner.get('/settings/sign-in')).text).not.toContain('name="anyway"');
  expect(await eventsOf(portal(), world, 'identity.rules_changed')).toEqual([]);
  expect((await save(onlyPasskeys)).status).toBe(303);
  // Control: what shuts nobody out who came in until now asks nothing.
  expect((await save({ ...unaware, idle: '240' })).status).toBe(303);
});
