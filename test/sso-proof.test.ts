import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword, invite, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { as, visitor } from './client.ts';
import { peek } from './database.ts';
import { connectOidc, domainOfWorld } from './idp/connect.ts';
import { type OidcProvider, signInAtProvider, startOidcProvider } from './idp/oidc-provider.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
let idp: OidcProvider;

beforeAll(async () => {
  idp = await startOidcProvider();
});
afterAll(() => idp.close());

const pathOf = (address: string): string => new URL(address).pathname + new URL(address).search;

test('whoever comes in by their provider alone proves there who they are, and goes on; control: where it is not required, it is not offered', async () => {
  const world = await newWorld(portal());
  const { dana } = world;
  const domains = [domainOfWorld(world)];
  const id = await connectOidc(portal(), world, idp, { accountId: world.accountId, domains, required: true });
  idp.people.set('dana', { email: dana.email, email_verified: true, name: 'Dana' });
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour' where identity_id = $1", [
    dana.identityId,
  ]);
  const client = as(portal(), dana);
  const page = '/account/passkeys/new';
  const asked = await client.get(page);
  expect(asked.text).toContain('value="provider"');
  // A link by mail would lead to the provider as well.
  expect(asked.text).not.toContain('value="link"');
  const out = await client.submit(page, '/account/proof', { _by: 'provider' });
  expect([out.status, out.location]).toEqual([303, `/sso/${id}?next=${encodeURIComponent(page)}`]);
  const onward = /url=(\S+)/.exec((await client.get(out.location!)).headers.get('refresh')!)![1]!;
  const gone = await client.get(onward);
  const back = await client.get(pathOf(await signInAtProvider(gone.location!, 'dana')));
  expect([back.status, back.location]).toEqual([303, page]);
  expect((await client.get(page)).text).toContain('action="/account/passkeys"');

  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour' where identity_id = $1", [
    dana.identityId,
  ]);
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [id]);
  const free = await client.get(page);
  expect(free.text).not.toContain('value="provider"');
  expect(free.text).toContain('value="link"');
});

test('on the page of the company the way back to the other ways keeps that somebody proves they are there; control: a stranger proves nothing', async () => {
  const world = await newWorld(portal());
  const page = '/sign-in/company?next=%2Faccount&again=1';
  expect((await as(portal(), world.dana).get(page)).text).toContain('href="/sign-in?next=%2Faccount&amp;again=1"');
  expect((await visitor(portal(), world).get(page)).text).toContain('href="/sign-in?next=%2Faccount"');
});

test('where a password counts as well, Enter in its field sends it to where it was asked for, not to the provider', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const domains = [domainOfWorld(world)];
  await connectOidc(portal(), world, idp, { accountId: world.accountId, domains, required: true });
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour' where identity_id = $1", [
    world.dana.identityId,
  ]);
  const { text } = await as(portal(), world.dana).get('/account/passkeys/new');
  const form = /<form id="proof-form".*?<\/form>/s.exec(text)![0];
  expect(form).toContain('name="_proof"');
  expect(form).toContain('value="provider"');
  // A browser presses the first of a form's buttons.
  expect(/<button[^>]*>/.exec(form)![0]).not.toContain('name="_by"');
});

test('who will come in by a required provider is asked for no password when they join; the control: an address it does not vouch for is', async () => {
  const world = await newWorld(portal());
  await peek(
    portal().database,
    `insert into sign_in_rules (workspace_id, id, side, password, link, code, passkey)
     values ($1, gen_random_uuid(), 'contact', true, false, false, false)`,
    [world.workspaceId],
  );
  const domain = domainOfWorld(world);
  const id = await connectOidc(portal(), world, idp, { accountId: world.accountId, domains: [domain], required: true });
  const page = async (email: string) => {
    const { token } = await invite(portal(), world.owner, { email });
    return { client: visitor(portal(), world), path: `/invitation?token=${token}` };
  };
  const [theirs, other] = [await page(`nora@${domain}`), await page('nora@elsewhere.example')];
  expect((await theirs.client.get(theirs.path)).text).not.toContain('name="password"');
  expect((await other.client.get(other.path)).text).toContain('name="password"');
  const joined = await theirs.client.submit(theirs.path, '/invitation', { name: 'Nora Vance' });
  expect([joined.status, joined.location]).toEqual([303, `/sso/${id}`]);
});

test('whose customer requires its provider comes in for another of theirs that does not, is told so, and stands at that one’s door; control: where no other lets them in, the provider is all there is', async () => {
  const world = await newWorld(portal());
  const { dana } = world;
  const domains = [domainOfWorld(world)];
  const id = await connectOidc(portal(), world, idp, { accountId: world.accountId, domains, required: true });
  await givePassword(portal(), dana);
  const comesIn = async () => {
    const client = visitor(portal(), world);
    const answer = await tryPassword(client, dana.email, PASSWORD);
    return { client, location: answer.location };
  };
  expect((await comesIn()).location).toBe(`/sso/${id}`);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, created_at)
     values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, now() + interval '1 hour')`,
    [world.workspaceId, world.rivalAccountId, dana.identityId, dana.email],
  );
  const { client, location } = await comesIn();
  expect(location).toBe('/');
  const home = (await client.get('/')).text;
  expect(home).toContain('You are here for Harbor Pine. The way to Acme Robotics is ');
  // The first one is not entered by the way round.
  const choice = `/company/${world.accountId}/choice`;
  expect((await client.submit('/', choice)).location).toMatch(new RegExp(`^/sso/${id}`));
  expect((await client.get('/')).text).not.toContain('You are here for Acme Robotics');
});
