import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { connectedDirectory, patch } from './directory.ts';
import { usePortal } from './portal.ts';

const portal = usePortal();

test('TRUST 26: another role by a directory ends the sessions of somebody of the team, and has a customer’s open pages asked anew; control: another name does neither', async () => {
  const given = async (of: 'team' | 'customer', role: string) => {
    const { ask, id, world } = await connectedDirectory(portal(), of);
    await peek(
      portal().database,
      `insert into sso_group_roles (workspace_id, id, connection_id, group_name, role) values ($1, gen_random_uuid(), $2, 'others', $3)`,
      [world.workspaceId, id, role],
    );
    const who = of === 'team' ? world.agent : world.dana;
    const user = await ask('POST', '/Users', { userName: who.email, displayName: 'Somebody' });
    const heard: string[] = [];
    const leave = portal().platform.hub.add({
      workspaceId: world.workspaceId,
      sessionId: 'a session',
      topics: [`tickets:${world.accountId}`],
      changed: () => undefined,
      close: (reason) => heard.push(reason),
    });
    const standing = async () => [(await as(portal(), who).get('/')).location ?? 'in', ...heard];
    await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'displayName', value: 'Other' }));
    const before = await standing();
    expect((await ask('POST', '/Groups', { displayName: 'Others', members: [{ value: user.body.id }] })).status).toBe(
      201,
    );
    const after = await standing();
    leave();
    return { before, after };
  };
  expect(await given('team', 'manager')).toEqual({ before: ['/inbox'], after: [expect.stringContaining('/sign-in')] });
  expect(await given('customer', 'viewer')).toEqual({ before: ['in'], after: ['in', 'wall'] });
});

test('TRUST 36: a directory’s token is worth nothing at another business, over, taken back, under another scheme, in a cookie or an address', async () => {
  const { world, id, token, ask } = await connectedDirectory(portal());
  const away = await connectedDirectory(portal());
  const status = async (
    authorization: string | undefined,
    at = world,
    more: Record<string, string> = {},
    path = '/Users',
  ) => {
    const headers = { host: new URL(at.origin).host, ...(authorization ? { authorization } : {}), ...more };
    return (await portal().app.request(`${at.origin}/scim/v2${path}`, { headers })).status;
  };
  const bearer = `Bearer ${token}`;
  const basic = `Basic ${Buffer.from(`scim:${token}`).toString('base64')}`;
  const refused = [
    await status(undefined),
    await status(basic),
    await status(`Token ${token}`),
    await status(token),
    await status(bearer, away.world),
    await status(`Bearer ${token.replace('portico_scim_', '')}`),
    await status(undefined, world, { cookie: `portico_session=${token}` }),
    await status(undefined, world, { 'x-api-key': token }),
    await status(undefined, world, {}, `/Users?access_token=${token}`),
    // A person's session opens nothing here.
    await status(undefined, world, { cookie: `portico_session=${world.owner.token}` }),
  ];
  expect(refused).toEqual(refused.map(() => 401));
  // Nor does the token open a page, as a bearer or in the place of a session.
  for (const headers of [{ authorization: bearer }, { cookie: `portico_session=${token}` }] as Record<
    string,
    string
  >[]) {
    const page = await portal().app.request(`${world.origin}/settings/sso`, {
      headers: { host: new URL(world.origin).host, ...headers },
    });
    expect([page.status, page.headers.get('location')]).toEqual([303, expect.stringContaining('/sign-in')]);
  }
  const kept = await peek<{ row: string }>(portal().database, 'select t::text as row from scim_tokens t', []);
  expect(kept.length).toBeGreaterThan(1);
  expect(kept.some(({ row }) => row.includes(token.slice('portico_scim_'.length)))).toBe(false);
  // Who it acts for is the token's, whatever the body says.
  const other = { workspaceId: away.world.workspaceId, connectionId: away.id, userId: world.owner.identityId };
  const made = await ask('POST', '/Users', { userName: `kim@${world.host}.example`, ...other });
  expect(made.status).toBeGreaterThanOrEqual(400);
  // Control: as it is, it opens what it is for; over or taken back it does not.
  expect(await status(bearer)).toBe(200);
  const set = (statement: string) => peek(portal().database, statement, [world.workspaceId, id]);
  await set(
    "update scim_tokens set expires_at = now() - interval '1 second' where workspace_id = $1 and connection_id = $2",
  );
  expect(await status(bearer)).toBe(401);
  await set(
    "update scim_tokens set expires_at = now() + interval '1 day' where workspace_id = $1 and connection_id = $2",
  );
  expect(await status(bearer)).toBe(200);
  await set('update scim_tokens set revoked_at = now() where workspace_id = $1 and connection_id = $2');
  expect(await status(bearer)).toBe(401);
});

test('TRUST 36, control: the same address, asked with the token as it is wanted, names its own people and no others', async () => {
  const { world, ask, domain } = await connectedDirectory(portal());
  const away = await connectedDirectory(portal());
  await ask('POST', '/Users', { userName: `kim@${domain}`, displayName: 'Kim' });
  expect((await ask('GET', '/Users')).body.totalResults).toBe(1);
  expect((await away.ask('GET', '/Users')).body.totalResults).toBe(0);
  expect(world.workspaceId).not.toBe(away.world.workspaceId);
});

test('the page that shows a token is not fetched anew, as at its address the token would be no more; control: without a browser’s word it is', async () => {
  const { world, id } = await connectedDirectory(portal());
  const owner = as(portal(), world.owner);
  const [page, path] = [`/settings/sso/${id}`, `/settings/sso/${id}/tokens`];
  const shown = async (mode: string) =>
    (await owner.postRaw(path, await owner.form(page, path), { 'sec-fetch-mode': mode })).text;
  const alone = await shown('navigate');
  expect(alone).toContain('portico_scim_');
  expect(alone).not.toContain('portico-live');
  expect(await shown('cors')).toContain('portico-live');
  expect(await owner.get(path)).toMatchObject({ status: 303, location: page });
});

test('a token is revoked by a button that is shown once somebody asks for it, and opens nothing from then on; control: before, it did', async () => {
  const { world, id, ask } = await connectedDirectory(portal());
  const owner = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  const asked = /<details class="fold" id="revoke-([\w-]+)".*?<\/details>/s.exec((await owner.get(page)).text);
  expect(asked?.[0]).toContain('Yes, revoke this token');
  expect((await ask('GET', '/Users')).status).toBe(200);
  expect((await owner.submit(page, `${page}/tokens/${asked![1]}/revocation`)).status).toBe(303);
  expect((await ask('GET', '/Users')).status).toBe(401);
});

test('whom a directory put out nobody lets in by hand while its connection is in use; control: without it people decide, and the directory is told', async () => {
  const { ask, id, world } = await connectedDirectory(portal(), 'customer');
  const [maya, dana] = [as(portal(), world.owner), as(portal(), world.dana)];
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const user = await ask('POST', '/Users', { userName: world.viewer.email });
  await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'active', value: false }));
  const contact = `/customers/${world.accountId}/contacts/${world.viewer.id}`;
  const page = await maya.get(contact);
  expect(page.text).toContain('It alone gives it back');
  expect(page.text).not.toContain(`${contact}/reactivation`);
  const colleagues = await dana.get('/company');
  expect(colleagues.text).toContain('took it away, and gives it back.');
  expect(colleagues.text).not.toContain(`/company/people/${world.viewer.id}/reactivation`);
  // Old pages, and the way by an invitation.
  const token = await maya.form(contact, '/sign-out');
  expect((await maya.postRaw(`${contact}/reactivation`, token)).status).toBe(409);
  expect(
    (await dana.postRaw(`/company/people/${world.viewer.id}/reactivation`, await dana.form('/company', '/sign-out')))
      .status,
  ).toBe(409);
  const invite = { contact_name: 'Luis', email: world.viewer.email, title: '', role: 'contributor', message: '' };
  const invited = await maya.submit(
    `/customers/${world.accountId}/contacts/new`,
    `/customers/${world.accountId}/contacts/new`,
    invite,
  );
  expect([invited.status, invited.text.includes('it alone gives it back')]).toEqual([422, true]);
  const lost = async () => (await as(portal(), world.viewer).get('/')).location ?? 'in';
  expect(await lost()).toContain('/sign-in');
  // The wall behind it, whatever a page may say.
  await expect(
    inScope(
      portal().platform.pool,
      { workspaceId: world.workspaceId, tokenHash: sha256Hex(world.owner.token) },
      async (db) => {
        await sql`update contacts set disabled_at = null where id = ${world.viewer.id}`.execute(db);
        return { value: null, commit: true };
      },
    ),
  ).rejects.toThrow('a directory took this access away');
  await peek(portal().database, 'update sso_connections set enabled_at = null where id = $1', [id]);
  expect((await maya.submit(contact, `${contact}/reactivation`)).status).toBe(303);
  expect((await ask('GET', `/Users/${user.body.id}`)).body.active).toBe(true);
});

test('who is known keeps their name and title where a directory gives none; control: one that it gives is taken over', async () => {
  const { ask, world } = await connectedDirectory(portal(), 'customer');
  const called = async () =>
    (
      await peek<{ name: string; title: string }>(portal().database, 'select name, title from contacts where id = $1', [
        world.dana.id,
      ])
    )[0];
  const before = await called();
  const user = await ask('POST', '/Users', { userName: world.dana.email });
  expect(user.status).toBe(201);
  await ask('PUT', `/Users/${user.body.id}`, { userName: world.dana.email, active: true });
  expect(await called()).toEqual(before);
  await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'displayName', value: 'Dana W.' }));
  expect((await called())!.name).toBe('Dana W.');
});
