import { expect, test } from 'vitest';
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
