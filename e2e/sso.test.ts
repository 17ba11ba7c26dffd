import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressesOf } from '#features/sso/connection.ts';
import { connectOidc, connectSaml, domainOfWorld } from '../test/idp/connect.ts';
import { startOidcProvider } from '../test/idp/oidc-provider.ts';
import { posted, signed, unsigned } from '../test/idp/saml-answer.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectSoundInBoth, useStage } from './stage.ts';

const stage = useStage({ EGRESS_ALLOW: '127.0.0.1' });
let idp: Server;
let world: World;
let connection = '';

/** A SAML provider on another site: its page posts the answer to whatever request it was sent. */
beforeAll(async () => {
  idp = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://idp').searchParams;
    if (!query.has('SAMLRequest')) return void response.writeHead(404).end();
    const asked = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString();
    const { acs, entityId } = addressesOf(stage().url(world, ''), connection);
    const requestId = / ID="([^"]+)"/.exec(asked)?.[1] ?? '';
    const attributes = { email: [world.agent.email] };
    const answer = signed(unsigned({ acs, audience: entityId, requestId, nameId: 'priya', attributes }));
    response.setHeader('content-type', 'text/html');
    response.end(`<form method="post" action="${acs}"><input type="hidden" name="SAMLResponse" value="${posted(answer)}">
      <button>Go on as Priya</button></form>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => idp.once('listening', resolve));
});
afterAll(() => {
  idp.closeAllConnections();
  idp.close();
});

test('by SAML from another site: the button, the provider’s page, and in', async () => {
  world = await newWorld(stage().portal);
  const signInUrl = `http://127.0.0.1:${(idp.address() as AddressInfo).port}/sso`;
  connection = await connectSaml(stage().portal, world, { domains: [domainOfWorld(world)], signInUrl });
  const page = await stage().enter(world, null);
  await page.goto(stage().url(world, '/sign-in?next=/inbox'));
  await expectSoundInBoth(page, 'sign-in with a provider');
  await page.getByRole('link', { name: 'Continue with Okta' }).click();
  await page.getByRole('button', { name: 'Go on as Priya' }).click();
  await page.waitForURL((url) => url.pathname === '/inbox');
  expect(await page.locator('body').textContent()).toContain('Inbox');

  const owner = await stage().enter(world, world.owner);
  await owner.goto(stage().url(world, `/settings/sso/${connection}`));
  await expectSoundInBoth(owner, 'a connection');

  // The token of a directory is shown once: the page is not fetched anew when something happens.
  await owner.getByRole('button', { name: 'Make a token' }).click();
  await owner.getByText('It is shown only this once.').waitFor();
  expect(await owner.locator('#scim-token').textContent()).toMatch(/^portico_scim_/);
  expect(await owner.locator('meta[name=portico-live]').count()).toBe(0);
});

test('by OpenID Connect: the button, the provider’s own login page, and in; a second time without a word', async () => {
  const provider = await startOidcProvider();
  try {
    const own = await newWorld(stage().portal);
    provider.people.set('priya', { email: own.agent.email, email_verified: true, name: 'Priya' });
    await connectOidc(stage().portal, own, provider, { domains: [domainOfWorld(own)] });
    const page = await stage().enter(own, null);
    await page.goto(stage().url(own, '/sign-in?next=/inbox'));
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await page.locator('input[name=login]').fill('priya');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((url) => url.pathname === '/inbox');
    await page.getByRole('button', { name: 'Priya Raman, your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/sign-in'));
    // The provider knows them still.
    await page.goto(stage().url(own, '/sign-in?next=/inbox'));
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await page.waitForURL((url) => url.pathname === '/inbox');
  } finally {
    await provider.close();
  }
});
