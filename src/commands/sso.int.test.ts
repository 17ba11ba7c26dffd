import { expect, test } from 'vitest';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectSaml } from '#test/idp/connect.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { operateSso } from './sso.ts';

const portal = usePortal();

test('the operator confirms a domain that waits, and no other', async () => {
  const world = await newWorld(portal());
  const id = await connectSaml(portal(), world);
  const run = (given: Record<string, string | boolean>) =>
    operateSso(portal().platform, { workspace: world.host, ...given });
  await expect(run({ confirm: 'acme.example' })).rejects.toThrow(/No connection waits/);
  await peek(
    portal().database,
    `insert into sso_domains (workspace_id, id, connection_id, domain, secret) values ($1, gen_random_uuid(), $2, 'acme.example', 's')`,
    [world.workspaceId, id],
  );
  expect(await run({})).toContain('  the team: Okta, saml, in use; acme.example (waits)');
  expect(await run({ confirm: 'acme.example' })).toContain('  the team: Okta, saml, in use; acme.example');
  expect(await peek(portal().database, 'select proved_by from sso_domains where connection_id = $1', [id])).toEqual([
    { proved_by: 'operator' },
  ]);
});

test('a domain that another connection has proved, or that owners of the portal have addresses in, is not a customer’s by a word; control: another is', async () => {
  const world = await newWorld(portal());
  await connectSaml(portal(), world, { domains: ['proved.example'] });
  const theirs = await connectSaml(portal(), world, { accountId: world.accountId, entityId: 'https://theirs.example' });
  const ours = world.owner.email.split('@')[1]!;
  for (const domain of ['proved.example', ours, 'theirs.example'])
    await peek(
      portal().database,
      `insert into sso_domains (workspace_id, id, connection_id, domain, secret) values ($1, gen_random_uuid(), $2, $3, 's')`,
      [world.workspaceId, theirs, domain],
    );
  const confirm = (domain: string) => operateSso(portal().platform, { workspace: world.host, confirm: domain });
  await expect(confirm('proved.example')).rejects.toThrow(/Another connection has proved it/);
  await expect(confirm(ours)).rejects.toThrow(/Owners of this portal/);
  await confirm('theirs.example');
  const proved = await peek<{ domain: string }>(
    portal().database,
    'select domain from sso_domains where connection_id = $1 and proved_at is not null',
    [theirs],
  );
  expect(proved).toEqual([{ domain: 'theirs.example' }]);
});

test('when a provider lets nobody in, the operator opens the other ways again', async () => {
  const world = await newWorld(portal());
  await connectSaml(portal(), world, { required: true });
  await givePassword(portal(), world.agent);
  const attempt = () => tryPassword(visitor(portal(), world), world.agent.email, PASSWORD);
  expect((await attempt()).location).toMatch(/^\/sso\//);
  await operateSso(portal().platform, { workspace: world.host, optional: true });
  expect((await attempt()).location).toBe('/');
});
