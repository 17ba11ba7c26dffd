import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectSaml } from '#test/idp/connect.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('an older page of who gets in writes what was changed on it, and takes nothing back; groups are one answer', async () => {
  const world = await newWorld(portal());
  const id = await connectSaml(portal(), world, { accountId: null, domains: ['studio.example'] });
  const maya = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  const path = `${page}/people`;
  const stored = { default_role: 'agent', adds_people: '1' };
  await maya.submit(page, path, stored);
  const older = await maya.form(page, path);
  await maya.submit(page, path, { default_role: 'viewer', group: ['Desk', '', ''], role: ['agent', '', ''] });
  const late = { ...older, ...stored, group: ['', ''], role: ['', ''], claim_email: 'mail' };
  expect((await maya.postRaw(path, late)).status).toBe(303);
  const now = () =>
    peek(
      portal().database,
      `select default_role, adds_people, attributes,
         array(select group_name || ': ' || role from sso_group_roles g where g.connection_id = c.id order by position) as groups
       from sso_connections c where id = $1`,
      [id],
    );
  const attributes = { email: 'mail' };
  expect(await now()).toEqual([{ default_role: 'viewer', adds_people: false, attributes, groups: ['Desk: agent'] }]);
  const said = { ...late, group: ['Bosses', ''], role: ['admin', ''], _once: crypto.randomUUID() };
  expect((await maya.postRaw(path, said)).status).toBe(303);
  expect(await now()).toEqual([{ default_role: 'viewer', adds_people: false, attributes, groups: ['Bosses: admin'] }]);
});

test('a provider that was saved from another page is not put back by an older one before its writer has heard of it; control: on a page of now', async () => {
  const world = await newWorld(portal());
  const id = await connectSaml(portal(), world, { accountId: null, domains: ['studio.example'] });
  const maya = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  const older = await maya.form(page, `${page}/provider`);
  await peek(portal().database, "update sso_connections set source = 'https://idp.example/metadata' where id = $1", [
    id,
  ]);
  const typed = { source: 'nowhere', metadata: '' };
  const late = await maya.postRaw(`${page}/provider`, { ...older, ...typed });
  expect([late.status, late.text.includes('Somebody has saved another provider here')]).toEqual([422, true]);
  expect(late.text).toContain('value="nowhere"');
  const again = await maya.submit(page, `${page}/provider`, typed);
  expect([again.status, again.text.includes('An address begins with https://')]).toEqual([422, true]);
});
