import { expect, test } from 'vitest';
import { tellOwners } from '#features/sso/certificate-end.ts';
import { tellOwnersOfTokens } from '#features/sso/scim/token-end.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { connectSaml, domainOfWorld } from './idp/connect.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();

async function team(given = {}) {
  const world = await newWorld(portal());
  const id = await connectSaml(portal(), world, { domains: [domainOfWorld(world)], ...given });
  return { world, id };
}

const letters = (world: World, kind: string) =>
  peek<{ to: string; subject: string; text: string }>(
    portal().database,
    'select to_address as to, subject, text from mails where workspace_id = $1 and kind = $2 order by created_at, id',
    [world.workspaceId, kind],
  );

test('owners hear by mail that a certificate ends: two weeks before, again shortly before, and no more often', async () => {
  const { world, id } = await team();
  const night = (day: string) =>
    inWorkspace(portal().platform, world.workspaceId, (ctx) => tellOwners({ ...ctx, now: new Date(day) }));
  // It ends on 4 November 2126.
  for (const day of ['2126-10-10', '2126-10-22', '2126-10-23', '2126-11-02', '2126-11-03']) await night(day);
  const told = await letters(world, 'sso.certificate_ends');
  expect(told.map(({ to }) => to)).toEqual([world.owner.email, world.owner.email]);
  expect(told[0]!.text).toContain(`/settings/sso/${id}`);
  expect(told[0]!.subject).toContain('Okta');
  await peek(portal().database, 'update sso_connections set enabled_at = null, end_told_at = null where id = $1', [id]);
  await night('2126-11-03');
  expect(await letters(world, 'sso.certificate_ends')).toHaveLength(2);
});

test('a page of the settings reads no certificate but of those that end soon', async () => {
  const { world, id } = await team();
  const maya = as(portal(), world.owner);
  const told = async () => (await maya.get('/settings')).text.includes(`/settings/sso/${id}`);
  expect(await told()).toBe(false);
  // Of a provider from before this was noted, the night's look notes it.
  await inWorkspace(portal().platform, world.workspaceId, tellOwners);
  const [noted] = await peek<{ day: string }>(
    portal().database,
    'select ends_at::date::text as day from sso_connections where id = $1',
    [id],
  );
  expect(noted!.day).toBe('2126-11-04');
  // One that cannot be read shows whether it is.
  const broken = (ends: string) =>
    peek(
      portal().database,
      `update sso_connections set provider = jsonb_set(provider, '{certificates}', '["AAAA"]'), ends_at = ${ends} where id = $1`,
      [id],
    );
  await broken("now() + interval '31 days'");
  expect((await maya.get('/settings')).status).toBe(200);
  await broken("now() + interval '29 days'");
  expect((await maya.get('/settings')).status).toBe(500);
});

test('whoever has not used a sign-in yet is reminded, in their language, and not twice a day', async () => {
  const { world, id } = await team();
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.agent.identityId]);
  const maya = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  expect((await maya.submit(page, `${page}/reminder`)).location).toBe(`${page}#require`);
  const sent = await letters(world, 'sso.reminder');
  // The owner is not held to it.
  expect(sent.map(({ to }) => to)).toEqual([world.agent.email]);
  expect(sent[0]).toMatchObject({ subject: 'Melden Sie sich bei Northwind Studio mit Okta an' });
  expect(sent[0]!.text).toContain(`/sso/${id}`);
  const { text } = await maya.get(page);
  expect(text).toContain('They were reminded by mail.');
  expect(text).not.toContain(`${page}/reminder`);
  const guard = await maya.form(page, `${page}/use`);
  expect((await maya.postRaw(`${page}/reminder`, guard)).status).toBe(409);
  const priya = as(portal(), world.agent);
  const own = await priya.form('/account', '/account/profile');
  expect((await priya.postRaw(`${page}/reminder`, own)).status).toBe(404);
});

test('owners hear by mail that the last token of a directory ends, a month and a week before; control: not while there is a newer one', async () => {
  const { world, id } = await team();
  const maya = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  await maya.submit(page, `${page}/tokens`);
  const [token] = await peek<{ ends: Date }>(
    portal().database,
    'select expires_at as ends from scim_tokens where connection_id = $1',
    [id],
  );
  const night = (before: number) =>
    inWorkspace(portal().platform, world.workspaceId, (ctx) =>
      tellOwnersOfTokens({ ...ctx, now: new Date(token!.ends.getTime() - before * 86_400_000) }),
    );
  for (const before of [40, 29, 28, 6, 5, -1]) await night(before);
  const told = await letters(world, 'sso.token_ends');
  expect(told.map(({ to }) => to)).toEqual([world.owner.email, world.owner.email]);
  expect(told[0]!.text).toContain(page);
  const looks = async () => (await maya.get('/settings')).text.includes('The token of the directory of Okta ends on');
  expect(await looks()).toBe(false);
  await peek(
    portal().database,
    "update scim_tokens set expires_at = now() + interval '20 days' where connection_id = $1",
    [id],
  );
  expect(await looks()).toBe(true);
  await peek(portal().database, 'update sso_connections set token_end_told_at = null where id = $1', [id]);
  await maya.submit(page, `${page}/tokens`);
  expect(await looks()).toBe(false);
  await inWorkspace(portal().platform, world.workspaceId, tellOwnersOfTokens);
  expect(await letters(world, 'sso.token_ends')).toHaveLength(2);
});
