import { beforeEach, expect, test } from 'vitest';
import { as, type Client, type Fields, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { givePassword, isIn, linkTo, mailsTo, PASSWORD, sessionsOf, spend, tryPassword } from '../doors.testing.ts';
import { Authenticator } from '../passkeys/authenticator.testing.ts';
import { addPasskey, codeOf, formOn, keepCodes, questionOn, setUpApp } from '../second-step.testing.ts';

const portal = usePortal();
let world: World;
let owner: Client;

beforeEach(async () => {
  world = await newWorld(portal());
  owner = as(portal(), world.owner);
  await givePassword(portal(), world.agent);
});

const rules = (...asking: string[]): Fields => ({
  ...Object.fromEntries(
    ['member', 'contact'].flatMap((side) =>
      ['password', 'link', 'code', 'passkey'].map((way) => [`${side}_${way}`, 'on']),
    ),
  ),
  member_remember: '30',
  contact_remember: '30',
  longest: '720',
  idle: 'off',
  asking,
});

const ask = (...roles: string[]) => owner.submit('/settings/sign-in', '/settings/sign-in', rules(...roles));

const begin = async (): Promise<Client> => {
  const client = visitor(portal(), world);
  expect((await tryPassword(client, world.agent.email, PASSWORD)).location).toBe('/sign-in/step');
  return client;
};

const secretOn = (html: string): string => /id="app-key"[^>]*>([A-Z2-7 \n]+)</.exec(html)![1]!.replace(/\s/g, '');

test('TRUST 27: a role that asks leads to setting one up, and to nothing else before', async () => {
  expect((await ask('member:agent')).status).toBe(303);
  const client = await begin();
  expect((await client.get('/sign-in/step')).location).toContain('/sign-in/step/setup');
  expect((await client.get('/inbox')).location).toContain('/sign-in');
  const page = await client.get('/sign-in/step/setup?next=%2Finbox');
  expect(page.text).toContain('Protect your account, Priya');
  const secret = secretOn(page.text);
  const form = formOn(page, '/sign-in/step/setup/app');
  const wrong = await client.postRaw('/sign-in/step/setup/app', { ...form, code: '12' });
  expect([wrong.status, secretOn(wrong.text)]).toEqual([422, secret]);
  const right = await client.postRaw('/sign-in/step/setup/app', {
    ...formOn(wrong, '/sign-in/step/setup/app'),
    code: codeOf(secret),
  });
  expect([right.status, right.location]).toEqual([303, '/account/recovery-codes?next=%2Finbox']);
  expect(await isIn(client)).toBe(true);
  expect((await sessionsOf(portal(), world.agent.identityId)).at(-1)).toMatchObject({ second: 'app' });
  await portal().workJobs();
  const texts = (await mailsTo(portal(), world, world.agent.email)).map((mail) => mail.text).join();
  expect(texts).toContain('An authenticator app was set up');
  // The control: a role that does not ask comes in at once.
  await givePassword(portal(), world.dana);
  expect((await tryPassword(visitor(portal(), world), world.dana.email, PASSWORD)).location).toBe('/');
});

test('TRUST 27: a link does not get around it, and a passkey sets it up as well', async () => {
  await ask('contact:contributor');
  const client = visitor(portal(), world);
  await spend(client, await linkTo(portal(), world.dana));
  expect(await isIn(client)).toBe(false);
  const page = await client.get('/sign-in/step/setup');
  const device = new Authenticator(world.origin);
  const form = formOn(page, '/sign-in/step/setup/passkey');
  await client.postRaw('/sign-in/step/setup/passkey', { ...form, _passkey: device.create(questionOn(page.text)) });
  expect(await isIn(client)).toBe(true);
  // The next time it is asked for, and nothing can be set up in its place.
  const next = visitor(portal(), world);
  await spend(next, await linkTo(portal(), world.dana));
  expect((await next.get('/sign-in/step/setup')).location).toBe('/sign-in');
  const step = await next.get('/sign-in/step');
  await next.postRaw('/sign-in/step/passkey', {
    ...formOn(step, '/sign-in/step/code'),
    _passkey: device.get(questionOn(step.text)),
  });
  expect(await isIn(next)).toBe(true);
});

test('TRUST 27: with a stolen password nobody puts their own second step in the place of its owner’s', async () => {
  await ask('member:agent');
  const [thief, agent] = [await begin(), await begin()];
  const theirs = await thief.get('/sign-in/step/setup');
  const page = await agent.get('/sign-in/step/setup');
  await agent.postRaw('/sign-in/step/setup/app', {
    ...formOn(page, '/sign-in/step/setup/app'),
    code: codeOf(secretOn(page.text)),
  });
  const late = await thief.postRaw('/sign-in/step/setup/app', {
    ...formOn(theirs, '/sign-in/step/setup/app'),
    code: codeOf(secretOn(theirs.text)),
  });
  expect([late.status, late.location]).toEqual([303, '/sign-in']);
  expect(await isIn(thief)).toBe(false);
});

test('TRUST 27, control: were it forgotten what was used, or that there is a second step, the same again opens', async () => {
  const agent = as(portal(), world.agent);
  const { secret } = await setUpApp(agent, -1);
  const [recovery] = await keepCodes(agent);
  const code = codeOf(secret);
  const enter = async (way: 'code' | 'recovery', typed: string) => {
    const page = way === 'code' ? '/sign-in/step' : '/sign-in/step/recovery';
    return (await (await begin()).submit(page, `/sign-in/step/${way}`, { code: typed })).status;
  };
  const both = async () => [await enter('code', code), await enter('recovery', recovery!)];
  expect(await both()).toEqual([303, 303]);
  expect(await both()).toEqual([422, 422]);
  const forget = (sql: string) => peek(portal().database, `${sql} where identity_id = $1`, [world.agent.identityId]);
  await forget('update authenticator_apps set last_step = 0');
  await forget('update recovery_codes set used_at = null');
  expect(await both()).toEqual([303, 303]);
  await forget('delete from authenticator_apps');
  const client = visitor(portal(), world);
  await spend(client, await linkTo(portal(), world.agent));
  expect(await isIn(client)).toBe(true);
});

test('whoever is signed in without one when a role begins to ask is signed out, and others are not', async () => {
  const [agent, dana] = [as(portal(), world.agent), as(portal(), world.dana)];
  const guarded = visitor(portal(), world);
  await tryPassword(guarded, world.agent.email, PASSWORD);
  await setUpApp(guarded);
  await ask('member:agent');
  expect(await isIn(agent)).toBe(false);
  expect(await isIn(guarded)).toBe(true);
  expect(await isIn(dana)).toBe(true);
});

test('one’s own role asks only once one has a second step oneself; then the last one stays', async () => {
  const refused = await ask('member:owner');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Set one up for yourself first');
  await setUpApp(owner);
  expect((await ask('member:owner')).status).toBe(303);
  await owner.submit('/account', '/account/app/removal');
  expect((await owner.get('/account')).text).toContain('Your role needs a second step.');
  await addPasskey(owner, world.origin);
  await owner.submit('/account', '/account/app/removal');
  expect((await owner.get('/account')).text).toContain('The authenticator app is removed.');
});

test('a lost device: the team resets the second step, it is written down, told by mail, and every session ends', async () => {
  const dana = as(portal(), world.dana);
  await givePassword(portal(), world.dana);
  await setUpApp(dana);
  await addPasskey(dana, world.origin);
  // Not by whoever may not: an agent, a colleague.
  expect((await as(portal(), world.agent).get(`/people/${world.dana.id}/sign-in`)).status).toBe(404);
  expect((await as(portal(), world.viewer).get(`/people/${world.dana.id}/sign-in`)).status).toBe(404);
  const path = `/people/${world.dana.id}/second-step/reset`;
  expect((await owner.submit(`/people/${world.dana.id}/sign-in`, path)).status).toBe(303);
  expect(await isIn(dana)).toBe(false);
  expect((await tryPassword(visitor(portal(), world), world.dana.email, PASSWORD)).location).toBe('/');
  await portal().workJobs();
  const texts = (await mailsTo(portal(), world, world.dana.email)).map((mail) => mail.text).join();
  expect(texts).toContain('You are signed out everywhere.');
  const [event] = await peek<{ actor_identity_id: string; subject_id: string }>(
    portal().database,
    "select actor_identity_id, subject_id from events where kind = 'identity.second_step_reset' and workspace_id = $1",
    [world.workspaceId],
  );
  expect(event).toEqual({ actor_identity_id: world.owner.identityId, subject_id: world.dana.identityId });
});

test('nobody resets an owner but an owner, nor oneself', async () => {
  await peek(portal().database, "update members set role = 'admin' where id = $1", [world.agent.id]);
  await setUpApp(owner);
  expect((await as(portal(), world.agent).get(`/people/${world.owner.id}/sign-in`)).status).toBe(404);
  const own = await owner.get(`/people/${world.owner.id}/sign-in`);
  expect(own.text).toContain('This is you.');
  expect(
    (await as(portal(), (await newWorld(portal(), 'Lumen Energy')).owner).get(`/people/${world.dana.id}/sign-in`))
      .status,
  ).toBe(404);
});

test('codes that were written down are still the ones that are kept, when a proof came between', async () => {
  await givePassword(portal(), world.owner);
  await setUpApp(owner);
  const page = await owner.get('/account/recovery-codes');
  const form = formOn(page, '/account/recovery-codes');
  const since =
    "update sessions set created_at = created_at - interval '1 hour', proved_at = null where identity_id = $1";
  await peek(portal().database, since, [world.owner.identityId]);
  const asked = await owner.postRaw('/account/recovery-codes', form);
  expect(asked.status).toBe(422);
  expect(formOn(asked, '/account/recovery-codes')).toMatchObject({ _codes: form._codes });
});

test('TRUST 35: nobody sets free who may do more than they, by their page on the team or as somebody’s customer; control: who may do less', async () => {
  const { workspaceId } = world;
  const ask = (statement: string, ...values: string[]) => peek(portal().database, statement, [workspaceId, ...values]);
  await ask(
    `insert into roles (workspace_id, id, side, key, name, rights)
     values ($1, gen_random_uuid(), 'member', 'front_desk', 'Front desk', '{customers.see,customers.manage,members.manage}'),
       ($1, gen_random_uuid(), 'member', 'less', 'Less', '{customers.see}')`,
  );
  await ask("update members set role = 'front_desk' where workspace_id = $1 and id = $2", world.agent.id);
  await ask(
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
     select $1, gen_random_uuid(), $3, identity_id, name, email from members where id = $2`,
    world.owner.id,
    world.accountId,
  );
  const [twin] = await peek<{ id: string }>(portal().database, 'select id from contacts where identity_id = $1', [
    world.owner.identityId,
  ]);
  await setUpApp(owner);
  const agent = as(portal(), world.agent);
  const { _token = '' } = await agent.form('/notifications', '/preferences');
  const free = async (id: string) => (await agent.postRaw(`/people/${id}/second-step/reset`, { _token })).status;
  for (const role of ['owner', 'admin', 'agent']) {
    await ask('update members set role = $3 where workspace_id = $1 and id = $2', world.owner.id, role);
    expect([role, await free(world.owner.id), await free(twin!.id)]).toEqual([role, 404, 404]);
  }
  await ask("update members set role = 'less' where workspace_id = $1 and id = $2", world.owner.id);
  expect([await free(world.owner.id), await free(twin!.id)]).toEqual([303, 303]);
});

test('TRUST 27: whose passkey was of a host that is gone comes in by a recovery code, and sets nothing up with a password alone', async () => {
  const agent = as(portal(), world.agent);
  await addPasskey(agent, world.origin);
  const [code = ''] = await keepCodes(agent);
  await peek(portal().database, "update passkeys set rp_id = 'former.example' where identity_id = $1", [
    world.agent.identityId,
  ]);
  await ask('member:agent');
  const client = await begin();
  expect((await client.get('/sign-in/step')).location).toContain('/sign-in/step/recovery');
  expect((await client.get('/sign-in/step/setup')).location).toContain('/sign-in');
  const page = await client.get('/sign-in/step/recovery');
  const answer = await client.postRaw('/sign-in/step/recovery', { ...formOn(page, '/sign-in/step/recovery'), code });
  expect([answer.status, await isIn(client)]).toEqual([303, true]);
  // Codes are all they have: they make new ones, and whose are lost is set free by the team.
  const account = await client.get('/account');
  expect(account.text).toContain('href="/account/recovery-codes"');
  expect((await client.get('/account/recovery-codes')).status).toBe(200);
  const login = `/people/${world.agent.id}/sign-in`;
  expect((await owner.get(login)).text).toContain(`action="/people/${world.agent.id}/second-step/reset"`);
  // Control: without codes there is nothing to pass, and one is set up.
  await peek(portal().database, 'delete from recovery_codes where identity_id = $1', [world.agent.identityId]);
  expect((await (await begin()).get('/sign-in/step')).location).toContain('/sign-in/step/setup');
  expect((await owner.get(login)).text).not.toContain('second-step/reset"');
  expect((await client.get('/account/recovery-codes')).status).toBe(404);
});

test('TRUST 27: a passkey of a host that is gone is removed as long as another one works; control: the one that works stays', async () => {
  const agent = as(portal(), world.agent);
  await addPasskey(agent, world.origin, 'Old');
  await addPasskey(agent, world.origin, 'New');
  await peek(portal().database, "update passkeys set rp_id = 'former.example' where name = 'Old'");
  await ask('member:agent');
  const [old, works] = ['Old', 'New'].map((name) =>
    peek<{ id: string }>(portal().database, 'select id from passkeys where name = $1 and identity_id = $2', [
      name,
      world.agent.identityId,
    ]),
  );
  const remove = async (one: typeof old) => {
    const path = `/account/passkeys/${(await one!)[0]!.id}/removal`;
    await agent.submit('/account', path);
    return (await one!)[0]!.id;
  };
  const there = async (id: string) =>
    (await peek(portal().database, 'select from passkeys where id = $1', [id])).length === 1;
  expect(await there(await remove(works))).toBe(true);
  expect(await there(await remove(old))).toBe(false);
});
