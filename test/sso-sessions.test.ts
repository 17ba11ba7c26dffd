import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmDomain } from '#features/sso/operator.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
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

const write = (text: string, ...values: unknown[]) => peek(portal().database, text, values);
const isIn = async (client: Client): Promise<boolean> => (await client.get('/account')).status === 200;

/** Comes in by the provider, which says that they are in these groups. */
async function comeWith(world: World, id: string, email: string, groups: string[]): Promise<Client> {
  idp.people.set(email, { email, email_verified: true, groups });
  const client = visitor(portal(), world);
  const gone = await client.get(`/sso/${id}/go`);
  const back = new URL(await signInAtProvider(gone.location!, email));
  expect((await client.get(back.pathname + back.search)).status).toBe(303);
  return client;
}

const namesRole = (world: World, id: string, group: string, role: string) =>
  write(
    `insert into sso_group_roles (workspace_id, id, connection_id, group_name, role, position)
     values ($1, gen_random_uuid(), $2, $3, $4, 0)`,
    world.workspaceId,
    id,
    group,
    role,
  );

test('TRUST 26: another role by a provider’s groups ends the sessions that somebody of the team had; control: the same role ends none', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  await namesRole(world, id, 'leads', 'manager');
  const before = as(portal(), world.agent);
  const came = await comeWith(world, id, world.agent.email, ['everyone']);
  expect([await isIn(before), await isIn(came)]).toEqual([true, true]);
  const now = await comeWith(world, id, world.agent.email, ['leads']);
  expect([await isIn(before), await isIn(came), await isIn(now)]).toEqual([false, false, true]);
});

test('TRUST 27: whoever gets a role by a provider’s groups that asks for a second step is out where they are in without one; control: a role that does not ask', async () => {
  const world = await newWorld(portal());
  const given = { accountId: world.accountId, domains: [domainOfWorld(world)], defaultRole: 'account_admin' };
  const id = await connectOidc(portal(), world, idp, given);
  await namesRole(world, id, 'readers', 'viewer');
  await namesRole(world, id, 'money', 'billing');
  await write(
    `update roles set second_step_required = true where workspace_id = $1 and side = 'contact' and key = 'billing'`,
    world.workspaceId,
  );
  const before = as(portal(), world.dana);
  await comeWith(world, id, world.dana.email, ['readers']);
  expect(await isIn(before)).toBe(true);
  await comeWith(world, id, world.dana.email, ['money']);
  expect(await isIn(before)).toBe(false);
});

test.each([
  ['single sign-on is required', 'a password', 'provider'],
  ['their role asks for a second step', 'a password', 'step'],
  ['single sign-on is required', 'another provider', 'provider'],
  ['their role asks for a second step', 'another provider', 'step'],
])(
  'TRUST 27, 29: a merge of customers carries no session to one where %s (it began by %s); control: on the way by hand they are asked for it',
  async (_, by, asked) => {
    const world = await newWorld(portal());
    await write(
      `insert into contacts (workspace_id, id, account_id, name, email, role, identity_id, created_at)
     select workspace_id, gen_random_uuid(), $2, name, email, 'account_admin', identity_id, now() from contacts where id = $1`,
      world.dana.id,
      world.rivalAccountId,
    );
    await write('update sessions set account_id = $2 where identity_id = $1', world.dana.identityId, world.accountId);
    if (asked === 'provider') {
      const given = { accountId: world.rivalAccountId, domains: [domainOfWorld(world)], required: true };
      await connectOidc(portal(), world, idp, given);
    } else {
      await write(
        `update roles set second_step_required = true where workspace_id = $1 and side = 'contact' and key = 'account_admin'`,
        world.workspaceId,
      );
    }
    if (by === 'another provider') {
      const vouched = "update sessions set method = 'sso', second = 'provider' where identity_id = $1";
      await write(vouched, world.dana.identityId);
    }
    const dana = as(portal(), world.dana);
    const turned = await dana.submit('/', `/company/${world.rivalAccountId}/choice`);
    expect(turned.location).toMatch(asked === 'provider' ? /^\/sso\// : /^\/sign-in\/step/);
    expect(await isIn(dana)).toBe(true);
    const page = `/customers/${world.accountId}/merging`;
    const form = { into: world.rivalAccountId, sure: 'yes' };
    const merged = await as(portal(), world.owner).submit(`${page}?into=${world.rivalAccountId}`, page, form);
    expect(merged.location).toContain(world.rivalAccountId);
    expect(await isIn(dana)).toBe(false);
  },
);

test.each([
  [true, false],
  [false, true],
])(
  'TRUST 29: who has an address in a domain that is proved later meets single sign-on where it is required (%s): in by password they stay: %s',
  async (required, stays) => {
    const world = await newWorld(portal());
    const given = { accountId: world.accountId, domains: [`other.${domainOfWorld(world)}`], required };
    const domain = `acme.${domainOfWorld(world)}`;
    await write('update contacts set email = $2 where id = $1', world.dana.id, `dana@${domain}`);
    await write('update identities set email = $2 where id = $1', world.dana.identityId, `dana@${domain}`);
    const id = await connectOidc(portal(), world, idp, given);
    const dana = as(portal(), world.dana);
    await write(
      `insert into sso_domains (workspace_id, id, connection_id, domain, secret, created_at)
     values ($1, gen_random_uuid(), $2, $3, 'abcdefghijklmnopqrst', now())`,
      world.workspaceId,
      id,
      domain,
    );
    expect(await isIn(dana)).toBe(true);
    await inWorkspace(portal().platform, world.workspaceId, async (ctx) => {
      expect(await confirmDomain(ctx, domain)).toBe(null);
    });
    expect(await isIn(dana)).toBe(stays);
  },
);

test.each([
  ['use', 'it has now'],
  ['use', 'it had before'],
  ['removal', 'it has now'],
  ['removal', 'it had before'],
])(
  'with a connection that is not trusted any more (%s) goes who came in by the provider %s, where that is wanted; control: where it is not, and by other ways',
  async (end, provider) => {
    const world = await newWorld(portal());
    const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
    const maya = as(portal(), world.owner);
    const page = `/settings/sso/${id}`;
    const came = await comeWith(world, id, world.agent.email, []);
    const otherwise = as(portal(), world.agent);
    if (provider === 'it had before')
      await write("update sso_links set issuer = 'https://before.example' where connection_id = $1", id);
    if (end === 'use') {
      expect((await maya.submit(page, `${page}/use`, { on: '0' })).status).toBe(303);
      expect(await isIn(came)).toBe(true);
      expect((await maya.submit(page, `${page}/use`, { on: '1' })).status).toBe(303);
    }
    expect((await maya.submit(page, `${page}/${end}`, { on: '0', sign_out: 'on' })).status).toBe(303);
    expect([await isIn(came), await isIn(otherwise), await isIn(maya)]).toEqual([false, true, true]);
  },
);

test('what was refused about a provider is not told of as done; control: what was done is', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  const maya = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  const off = await maya.form(page, `${page}/use`);
  await write('update sso_connections set enabled_at = null, tested_at = null where id = $1', id);
  expect((await maya.postRaw(`${page}/use`, { ...off, on: '1' })).status).toBe(409);
  expect((await maya.get(page)).text).not.toContain('People can sign in with');
  await write('update sso_connections set tested_at = now() where id = $1', id);
  expect((await maya.postRaw(`${page}/use`, { ...off, _once: crypto.randomUUID(), on: '1' })).status).toBe(303);
  expect((await maya.get(page)).text).toContain('People can sign in with');
});
