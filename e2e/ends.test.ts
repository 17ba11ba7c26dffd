import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { expectSoundInBrands, lookThrough, lumen, phone, useStage } from './stage.ts';

// What no list of rooms leads to: the page at the end of a form, the one behind a link that is over, and the door of a business that lets people sign up.

const stage = useStage();
/** As `npm start -- --empty` leaves it: no mail server. */
const silent = useStage({ NODE_ENV: 'production', DEMO: 'false' });

test('the pages at the door, and those behind a link that is over, hold in two brands, in light and dark', async () => {
  const world = await newWorld(stage().portal);
  const open = { mode: 'moderated', attaches: 'on', role: 'viewer', first_role: 'account_admin' };
  await as(stage().portal, world.owner).submit('/settings/sign-up', '/settings/sign-up', open);
  const nora = await stage().enter(world, null, phone);
  for (const [path, status] of [
    ['/sign-up', 200],
    ['/sign-up/sent', 200],
    ['/sign-up/waiting', 200],
    ['/sign-in/company', 200],
    ['/sign-up/proof', 410],
    ['/sign-in/link', 410],
    ['/invitation', 410],
    ['/team-invitation', 410],
    ['/shared/open', 410],
    ['/sso/problem', 410],
  ] as const) {
    const answer = await nora.goto(stage().url(world, path));
    expect(answer?.status(), path).toBe(status);
    await expectSoundInBrands(nora, path, [lumen]);
  }
});

test('what a form of the team ends with holds in two brands, on a phone, in light and dark', async () => {
  const world = await newWorld(stage().portal);
  const owner = as(stage().portal, world.owner);
  const stream = await owner.submit('/settings/log-streams', '/settings/log-streams', {
    url: 'https://logs.acme.example',
  });
  const file = { name: 'one.md', content: '# How to begin\n\nText\n' };
  const brought = await owner.submit('/settings/articles', '/settings/articles/imports', { file });
  const paths = [stream.headers.get('location')!, brought.headers.get('location')!];
  const sound = (page: Parameters<typeof expectSoundInBrands>[0], path: string) =>
    expectSoundInBrands(page, path, [lumen]);
  await lookThrough(
    stage(),
    [
      [world.owner, paths],
      [world.dana, [`/company/turned?for=${world.workspaceId}`]],
    ],
    sound,
  );
});

test('the link that is handed over where no mail goes out holds in two brands, on a phone, in light and dark', async () => {
  const world = await newWorld(silent().portal);
  const maya = await silent().enter(world, world.owner, phone);
  for (const [form, name, ends] of [
    ['/settings/members/new', 'name', '/settings/members/invited'],
    [`/customers/${world.accountId}/contacts/new`, 'contact_name', `/customers/${world.accountId}/invited`],
  ] as const) {
    await maya.goto(silent().url(world, form));
    await maya.locator(`input[name=${name}]`).fill('Ines Okafor');
    await maya.locator('input[name=email]').fill(`ines-${name}@northwind.example`);
    await maya.locator('input[name=email]').press('Enter');
    await maya.waitForURL((url) => url.pathname === ends);
    await expectSoundInBrands(maya, ends, [lumen]);
  }
});
