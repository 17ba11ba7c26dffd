import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite } from '#features/identity/doors.testing.ts';
import { anHourLater, proofFor, prove, setRules } from '#features/newcomers/newcomers.testing.ts';
import { visitor } from './client.ts';
import { peek } from './database.ts';
import { connectedDirectory } from './directory.ts';
import { connectOidc, domainOfWorld } from './idp/connect.ts';
import { type OidcProvider, signInAtProvider, startOidcProvider } from './idp/oidc-provider.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
let idp: OidcProvider;

beforeAll(async () => {
  idp = await startOidcProvider();
});
afterAll(() => idp.close());

const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;

type Door = (world: World, email: string) => Promise<unknown>;

/** What somebody is who was invited as an account admin and comes in by another door: as long as the inviter may invite, and when they may no more. */
async function rolesBy(door: Door, world: World) {
  const ask = (statement: string, ...values: unknown[]) =>
    peek<{ role: string }>(portal().database, statement, [world.workspaceId, ...values]);
  const roles: (string | undefined)[] = [];
  for (const inviter of ['agent', 'viewer']) {
    const email = `of-${inviter}@${domainOfWorld(world)}`;
    await ask("update members set role = 'agent' where workspace_id = $1 and id = $2", world.agent.id);
    await invite(portal(), world.agent, { email, role: 'account_admin' });
    await ask('update members set role = $2 where workspace_id = $1 and id = $3', inviter, world.agent.id);
    await door(world, email);
    const [row] = await ask(
      'select role from contacts where workspace_id = $1 and email = $2 and identity_id is not null',
      email,
    );
    roles.push(row?.role);
  }
  return roles;
}

test('TRUST 34: an invitation that nobody stands for any more gives no role by signing up; control: while somebody does', async () => {
  const world = await newWorld(portal());
  await anHourLater(portal());
  await setRules(portal(), world, { role: 'viewer' });
  const signUp: Door = async (_, email) => prove(visitor(portal(), world), await proofFor(portal(), world, email));
  expect(await rolesBy(signUp, world)).toEqual(['account_admin', 'viewer']);
});

test('TRUST 34: nor by a provider, which lets nobody in by it where it adds nobody; control: while somebody does', async () => {
  for (const addsPeople of [true, false]) {
    const world = await newWorld(portal());
    const given = { accountId: world.accountId, domains: [domainOfWorld(world)], defaultRole: 'contributor' };
    const id = await connectOidc(portal(), world, idp, { ...given, addsPeople });
    const provider: Door = async (_, email) => {
      idp.people.set(email, { email, email_verified: true, name: 'Somebody New' });
      const client = visitor(portal(), world);
      const gone = await client.get(`/sso/${id}/go`);
      await client.get(pathOf(await signInAtProvider(gone.location!, email)));
    };
    expect(await rolesBy(provider, world)).toEqual(['account_admin', addsPeople ? 'contributor' : undefined]);
  }
});

test('TRUST 34: nor by a directory; control: while somebody does', async () => {
  const { ask, world } = await connectedDirectory(portal(), 'customer');
  const [{ standard } = { standard: '' }] = await peek<{ standard: string }>(
    portal().database,
    'select default_role as standard from sso_connections where workspace_id = $1',
    [world.workspaceId],
  );
  const directory: Door = (_, email) => ask('POST', '/Users', { userName: email, displayName: 'Somebody New' });
  expect(await rolesBy(directory, world)).toEqual(['account_admin', standard]);
  expect(standard).not.toBe('account_admin');
});
