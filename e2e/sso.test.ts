import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMetadata } from '#features/sso/saml/metadata.ts';
import { ourMetadata } from '#features/sso/saml/request.ts';
import { connectOidc, connectSaml, domainOfWorld } from '../test/idp/connect.ts';
import { startOidcProvider } from '../test/idp/oidc-provider.ts';
import { type SamlProviderProcess, startSamlProvider } from '../test/idp/saml-provider.ts';
import { newWorld } from '../test/world.ts';
import { expectSoundInBoth, useStage } from './stage.ts';

const stage = useStage({ EGRESS_ALLOW: '127.0.0.1' });
let idp: SamlProviderProcess;

beforeAll(async () => {
  idp = await startSamlProvider();
});
afterAll(() => idp?.close());

test('by SAML from another site: the button, the provider’s page, and in', async () => {
  const world = await newWorld(stage().portal);
  const provider = await readMetadata(await (await fetch(idp.metadataUrl)).text());
  const connection = await connectSaml(stage().portal, world, { domains: [domainOfWorld(world)], ...provider });
  await idp.put('service-provider', ourMetadata(stage().url(world, ''), connection));
  await idp.put('people/priya', { email: world.agent.email, name: world.agent.name, groups: [] });
  const page = await stage().enter(world, null);
  await page.goto(stage().url(world, '/sign-in?next=/inbox'));
  await expectSoundInBoth(page, 'sign-in with a provider');
  await page.getByRole('link', { name: 'Continue with Okta' }).click();
  await page.locator('input[name=login]').fill('priya');
  await page.getByRole('button', { name: 'Sign in' }).click();
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
