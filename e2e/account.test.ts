import { expect, test } from 'vitest';
import { picture } from '#app/seed/picture.ts';
import { givePassword, invite, mailsTo, PASSWORD } from '#features/identity/doors.testing.ts';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectNothingSticksOut, expectSound, expectSoundInBoth, phone, useStage } from './stage.ts';

const stage = useStage();
const NEXT = 'a lamp under the river';

const signInAs = async (world: World, email: string, password = PASSWORD) => {
  const page = await stage().enter(world, null);
  await page.goto(stage().url(world, '/sign-in'));
  await page.getByLabel('Work email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
};

test('by keyboard alone: from the menu to the account, a second browser is thrown out at once, a new password', async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  const here = await stage().enter(world, world.dana);
  const there = await signInAs(world, world.dana.email);
  await there.goto(stage().url(world, '/support'));

  await here.goto(stage().url(world, '/'));
  await here.getByRole('button', { name: 'Dana Whitfield, your account' }).focus();
  await here.keyboard.press('Enter');
  await here.getByRole('link', { name: 'Your account' }).focus();
  await here.keyboard.press('Enter');
  await here.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await here.getByText('You are signed in here and in one other place.').waitFor();
  await expectSound(here, 'account');

  // Twenty minutes later the password is asked for, and then the other browser is out: not at its next click, at once.
  await peek(
    stage().portal.database,
    "update sessions set created_at = now() - interval '20 minutes' where identity_id = $1",
    [world.dana.identityId],
  );
  await here.getByRole('button', { name: /^Sign out Chrome on/ }).focus();
  await here.keyboard.press('Enter');
  await here.getByRole('heading', { name: 'Is it still you?' }).waitFor();
  await expectSound(here, 'proof');
  await here.getByLabel('Your password').fill(PASSWORD);
  await here.keyboard.press('Enter');
  await there.waitForURL((url) => url.pathname === '/sign-in');
  await here.getByText('You are signed in here and nowhere else.').waitFor();

  await here.getByRole('link', { name: 'Change', exact: true }).focus();
  await here.keyboard.press('Enter');
  await here.getByLabel('The password you have now').fill(PASSWORD);
  await here.keyboard.press('Tab');
  await here.keyboard.type('lamp');
  await here.getByText('Too short so far.').waitFor();
  await here.keyboard.press('ControlOrMeta+a');
  await here.keyboard.type(NEXT);
  await here.getByText('Long and varied.').waitFor();
  await expectSound(here, 'password');
  await here.keyboard.press('Enter');
  await here.getByText('Your password is changed.').waitFor();
  await signInAs(world, world.dana.email, NEXT);
});

test('a profile: its zone is that of the device until another is chosen, a large photo is made small, and the team sees it', async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  const dana = await stage().enter(world, world.dana, { timezoneId: 'America/Chicago' });
  await dana.goto(stage().url(world, '/account'));
  const zone = () => dana.locator('html').getAttribute('data-zone');
  await expect.poll(zone).toBe('America/Chicago');
  expect(await dana.getByLabel('Time zone').inputValue()).toBe('');
  await dana.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await dana.getByRole('button', { name: 'Save profile' }).click();
  await expect.poll(zone).toBe('Asia/Tokyo');
  // Chosen: another tab of the same device leaves it so.
  const other = await dana.context().newPage();
  const told = other.waitForResponse('**/preferences/zone');
  await other.goto(stage().url(world, '/'));
  expect(await (await told).json()).toEqual({ changed: false });
  await other.close();
  await dana.getByRole('button', { name: 'Take that' }).click();
  expect(await dana.getByLabel('Time zone').inputValue()).toBe('');
  await dana.getByLabel('Name').fill('Dana Whitfield-Ray');
  // Somebody signs in as her elsewhere, so the page is fetched anew: what is half written stays.
  await signInAs(world, world.dana.email);
  await dana.getByText('You are signed in here and in one other place.').waitFor();
  expect(await dana.getByLabel('Name').inputValue()).toBe('Dana Whitfield-Ray');
  await dana.getByLabel('Phone').fill('+1 512 555 0142');
  await dana.getByRole('button', { name: 'Save profile' }).click();
  await expect.poll(zone).toBe('America/Chicago');

  const large = picture(3000, 2000, [[200, 60, 60]], [[0, 0, 3000, 2000, 0]]);
  await dana.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: large });
  await dana.getByText('Your new photo shows everywhere now.').waitFor();
  const [kept] = await peek<{ type: string; n: number }>(
    stage().portal.database,
    'select type, octet_length(content) as n from person_pictures where identity_id = $1',
    [world.dana.identityId],
  );
  expect(kept!.type).toBe('image/jpeg');
  expect(kept!.n).toBeLessThan(40_000);
  await expectSound(dana, 'with a photo');

  const maya = await stage().enter(world, world.owner);
  await maya.goto(stage().url(world, `/customers/${world.accountId}`));
  await maya.getByText('Dana Whitfield-Ray').first().waitFor();
  const image = maya.locator('.people-list .avatar img').first();
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(256);
  await expectSound(maya, 'the customer with a photo');
});

test('the mail about a new device leads to a page whose button ends it', async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  const thief = await signInAs(world, world.dana.email);
  const linkIn = async () => {
    const mails = await mailsTo(stage().portal, world, world.dana.email);
    return /\/sign-in\/device\?token=[\w.-]+/.exec(mails.at(-1)?.text ?? '')?.[0];
  };
  await expect.poll(linkIn).toBeTruthy();
  const dana = await stage().enter(world, null, phone);
  await dana.goto(stage().url(world, (await linkIn())!));
  await dana.getByRole('heading', { name: 'Was this you, Dana?' }).waitFor();
  await expectSound(dana, 'new device');
  await dana.getByRole('button', { name: 'Not me: sign it out' }).click();
  await dana.getByRole('heading', { name: 'Nobody is signed in there any more' }).waitFor();
  await expectSound(dana, 'new device, ended');
  await thief.waitForURL((url) => url.pathname === '/sign-in');
});

test.each([
  ['wide window', { viewport: { width: 1280, height: 860 } }],
  ['phone', phone],
] as const)('the account on a %s is sound for both sides, in light and dark', async (_, options) => {
  const world = await newWorld(stage().portal, 'Fern', '#f59e0b');
  await givePassword(stage().portal, world.dana);
  for (const actor of [world.dana, world.agent]) {
    const page = await stage().enter(world, actor, options);
    for (const path of ['/account', '/account/password', '/account/data']) {
      await page.goto(stage().url(world, path));
      await expectSoundInBoth(page, path);
    }
  }
});

test('the account fits a window of 320 and of 360 pixels, in both languages', async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  for (const locale of ['en-GB', 'de-DE']) {
    const page = await stage().enter(world, world.dana, { viewport: { width: 320, height: 640 }, locale });
    for (const path of ['/account', '/account/password', '/account/data']) {
      await page.goto(stage().url(world, path));
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 640 });
        await expectNothingSticksOut(page, `${path} ${locale} at ${width}`);
      }
    }
  }
});

test('without scripts: a photo is chosen and sent, a session ended, a password changed', async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  await signInAs(world, world.dana.email);
  const dana = await stage().enter(world, world.dana, { javaScriptEnabled: false });
  await dana.goto(stage().url(world, '/account'));
  const face = picture(64, 64, [[9, 99, 9]], [[0, 0, 64, 64, 0]]);
  await dana.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: face });
  await dana.getByRole('button', { name: 'Send photo' }).click();
  await dana.getByText('Your new photo shows everywhere now.').waitFor();
  await dana.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await dana.getByText('Signed out in one other place.').waitFor();
  await dana.goto(stage().url(world, '/account/password'));
  await dana.getByLabel('The password you have now').fill(PASSWORD);
  await dana.getByLabel('New password').fill(NEXT);
  await dana.getByRole('button', { name: 'Change password' }).click();
  await dana.getByText('Your password is changed.').waitFor();
});

test('from the mail of an invitation to the first question, on a phone: a name, a password, home, and it is asked', async () => {
  const world = await newWorld(stage().portal);
  const owner = await stage().enter(world, world.owner);
  await owner.goto(stage().url(world, `/customers/${world.accountId}`));
  const { token } = await invite(stage().portal, world.agent, { email: 'nora@acme.example' });
  const nora = await stage().enter(world, null, { ...phone, timezoneId: 'America/Los_Angeles' });
  await nora.goto(stage().url(world, `/invitation?token=${token}`));
  await expectSoundInBoth(nora, 'an invitation');
  await nora.getByLabel('Your name').fill('Nora Vance');
  await nora.locator('input[type=password]').fill(NEXT);
  await nora.getByRole('button', { name: /Acme/ }).click();
  await nora.waitForURL((url) => !url.pathname.startsWith('/invitation'));
  await nora.getByRole('heading', { level: 1, name: /Nora/ }).waitFor();
  expect(await nora.locator('[data-zone]').first().getAttribute('data-zone')).toBe('America/Los_Angeles');
  await expectSoundInBoth(nora, 'a first home');
  // Whoever invited her sees at once that she is there.
  await owner.getByText('Nora Vance').first().waitFor();
  await nora.locator('main a[href="/support/new"]').first().click();
  await nora.getByLabel('What is happening?').fill('Where do I find the price list?');
  await nora.getByLabel('How urgent is it?').selectOption('question');
  await nora.locator('.rich-text').click();
  await nora.keyboard.type('I have just arrived.');
  await nora.getByRole('button', { name: /^Send to/ }).click();
  await nora.waitForURL(/\/support\/\d+$/);
  await nora.getByText('I have just arrived.').waitFor();
});
