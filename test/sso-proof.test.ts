import { afterAll, beforeAll, expect, test } from 'vitest';
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
