import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmDomain } from '#features/sso/index.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from './client.ts';
import { peek } from './database.ts';
import { connectedDirectory, patch } from './directory.ts';
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

const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** The page of the newest entry of a kind, in words. */
async function newest(world: World, kind: string): Promise<string> {
  const [row] = await peek<{ id: string }>(
    portal().database,
    'select id from events where workspace_id = $1 and kind = $2 order by seq desc limit 1',
    [world.workspaceId, kind],
  );
  return wordsOf((await as(portal(), world.owner).get(`/audit/${row!.id}`)).text);
}

test('the log says which provider it was and is, who gets in as what, and which domain; no secret is in it', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  const owner = as(portal(), world.owner);
  const page = `/settings/sso/${id}`;
  const people = await owner.submit(page, `${page}/people`, {
    default_role: 'viewer',
    adds_people: 'on',
    claim_groups: 'roles',
    group: ['Support'],
    role: ['agent'],
  });
  expect(people.status, people.text.slice(0, 300)).toBe(303);
  const who = await newest(world, 'sso.changed');
  for (const line of ['Adds people by itself No Yes', 'groups: roles', 'Support → agent', 'Role of who comes']) {
    expect(who).toContain(line);
  }
  const secret = 'a-secret-of-another-client';
  const asked = { source: idp.issuer, client_id: 'another-client', client_secret: secret };
  const provider = await owner.submit(page, `${page}/provider`, asked);
  expect(provider.status, wordsOf(provider.text).slice(0, 600)).toBe(303);
  const changed = await newest(world, 'sso.changed');
  expect(changed).toMatch(/changed the identity provider of single sign-on: \S+/);
  expect(changed).toContain(`Client ${idp.clientId} another-client`);
  expect(changed).toContain('Secret of the client The one before Another one');
  await owner.submit(page, `${page}/domains`, { domain: 'more.example' });
  expect(await newest(world, 'sso.changed')).toContain('added a mail domain to single sign-on: more.example, ');
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => confirmDomain(ctx, 'more.example'));
  expect(await newest(world, 'sso.changed')).toContain(
    'vouched by hand, on the server, for a mail domain of single sign-on: more.example, ',
  );
  const kept = await peek(portal().database, "select 1 from events where data::text like '%' || $1 || '%'", [secret]);
  expect(kept).toEqual([]);
});

test('whom single sign-on turned away is in the log with the reason, by nobody who was signed in, and without what the provider said', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)] });
  const client = visitor(portal(), world);
  const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;
  const turnedAway = async (claims: Record<string, unknown>) => {
    idp.people.set('ceo', claims);
    const gone = await client.get(`/sso/${id}/go`);
    const { location } = await client.get(pathOf(await signInAtProvider(gone.location!, 'ceo')));
    expect(location).toMatch(/^\/sso\/problem/);
    return newest(world, 'identity.sign_in_failed');
  };
  const foreign = await turnedAway({ email: 'ceo@elsewhere.example', email_verified: true });
  expect(foreign).toContain('their address is in no domain that is proved for the provider');
  expect(foreign).toContain('Somebody who was not signed in could not sign in: turned away at single sign-on');
  const mine = `ceo@${domainOfWorld(world)}`;
  expect(await turnedAway({ email: mine, email_verified: false })).toContain(
    'the provider vouches for no email address',
  );
  expect(await turnedAway({ email: mine, email_verified: true })).toContain('nobody here has their address');
  // Whom it said they were, when that is somebody here: of another customer, as any provider could say.
  const asDana = await turnedAway({ email: world.dana.email, email_verified: true });
  expect(asDana).toContain(
    'could not sign in as Dana Whitfield: turned away at single sign-on (their address belongs to',
  );
  const found = wordsOf((await as(portal(), world.owner).get('/audit?q=Dana+Whitfield')).text);
  expect(found).toContain('could not sign in as Dana Whitfield');
  const said = "select 1 from events where data::text like '%ceo@%' and workspace_id = $1";
  expect(await peek(portal().database, said, [world.workspaceId])).toEqual([]);
});

test('whoever comes by single sign-on, or tests it, is who did it', async () => {
  const world = await newWorld(portal());
  const id = await connectOidc(portal(), world, idp, { domains: [domainOfWorld(world)], addsPeople: true });
  idp.people.set('nia', { email: `nia@${domainOfWorld(world)}`, email_verified: true, name: 'Nia New' });
  const client = visitor(portal(), world);
  const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;
  const gone = await client.get(`/sso/${id}/go`);
  expect((await client.get(pathOf(await signInAtProvider(gone.location!, 'nia')))).location).toBe('/');
  for (const kind of ['sso.person_added', 'sso.linked']) {
    const text = await newest(world, kind);
    expect(text, kind).toMatch(/Who Nia New ·/);
    expect(text, kind).toContain('Signed in By single sign-on');
  }
  const owner = as(portal(), world.owner);
  const test = await owner.get(`/sso/${id}/go?test=1`);
  await owner.get(pathOf(await signInAtProvider(test.location!, 'nia')));
  expect(await newest(world, 'sso.changed')).toContain('Maya Lindqvist tested single sign-on: ');
});

test('what a directory does is the directory’s in the log, with its program and the end of its token', async () => {
  const { world, ask, domain, token } = await connectedDirectory(portal(), 'customer');
  const program = { 'user-agent': 'Okta SCIM Client 1.0' };
  const user = await ask('POST', '/Users', { userName: `sam@${domain}`, displayName: 'Sam Sent' }, program);
  const off = patch({ op: 'replace', path: 'active', value: false });
  expect((await ask('PATCH', `/Users/${user.body.id}`, off, program)).status).toBe(200);
  const text = await newest(world, 'sso.person_deactivated');
  expect(text).toContain('Who Directory of Acme Robotics');
  expect(text).toContain('Signed in By the token of a directory');
  expect(text).toContain(`Okta SCIM Client 1.0 (token …${token.slice(-4)})`);
  const list = wordsOf((await as(portal(), world.owner).get('/audit?area=sso')).text);
  expect(list).toContain('Directory of Acme Robotics took Sam Sent’s access away, as the directory says');
  expect(list).not.toContain('(automatic)');
  // What directories did is found by itself, and is not the portal's own.
  const by = async (side: string) => wordsOf((await as(portal(), world.owner).get(`/audit?side=${side}`)).text);
  expect(await by('directories')).toContain('took Sam Sent’s access away');
  for (const side of ['system', 'operator']) expect(await by(side), side).not.toContain('Sam Sent');
});
