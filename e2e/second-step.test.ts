import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { givePassword, mailsTo, PASSWORD } from '#features/identity/doors.testing.ts';
import { codeOf, earlyInTheStep } from '#features/identity/second-step.testing.ts';
import { newWorld, type World } from '../test/world.ts';
import { expectSound, expectSoundInBoth, phone, useStage } from './stage.ts';

const stage = useStage();

/** A device with a fingerprint, which keeps its passkeys until it is taken away. */
async function withDevice(page: Page): Promise<{ forgetFinger(): Promise<unknown> }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { forgetFinger: () => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }) };
}

/** From a page of nobody: one that hears of it leaves for the sign-in by itself, across whatever is opened. */
const forgetSession = async (page: Page) => {
  await page.goto('about:blank');
  await page.context().clearCookies();
};

const signOut = async (page: Page, world: World) => {
  await forgetSession(page);
  await page.goto(stage().url(world, '/sign-in'));
};

/** Something changes elsewhere, and Dana's page has asked for itself again because of it. */
async function hears(page: Page, { workspaceId, dana }: World): Promise<void> {
  let asked = false;
  const again = page.waitForResponse((answer) => answer.request().headers()['x-portico-refresh'] === 'live');
  const done = again.then(async (answer) => {
    asked = true;
    await answer.finished();
  });
  // A page listens a moment after it is there.
  while (!asked) {
    stage().portal.platform.hub.publish(workspaceId, [`identity:${dana.identityId}`]);
    await page.waitForTimeout(200);
  }
  await done;
  await page.waitForTimeout(200);
}

const withPassword = async (page: Page, world: World) => {
  await page.getByLabel('Work email').fill(world.dana.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
};

const secretOn = async (page: Page): Promise<string> =>
  ((await page.locator('#app-key').textContent()) ?? '').replace(/\s/g, '');

const arrived = (page: Page) => page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

test('a passkey: added on the account page, signs in from the list at the address field and by its button', {
  timeout: 90_000,
}, async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana);
  const device = await withDevice(page);
  await page.goto(stage().url(world, '/account'));
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByLabel('What to call it').fill('Test laptop');
  await expectSound(page, 'add a passkey');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByText('You can sign in with “Test laptop” from now on.').waitFor();
  await page.getByText('Test laptop', { exact: true }).waitFor();
  await expectSound(page, 'account with a passkey');

  // The browser offers it at the field, and this one takes what is offered.
  await signOut(page, world);
  await arrived(page);
  await page.getByRole('heading', { name: /Dana/ }).first().waitFor();

  // When it is not their finger the button says so, and the page is as it was.
  await device.forgetFinger();
  await signOut(page, world);
  await expectSound(page, 'sign in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByText('Your device gave us no passkey.').waitFor();
});

test('an app: set up, asked for, a recovery code when it is lost, and a passkey as the second step', {
  timeout: 120_000,
}, async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  const page = await stage().enter(world, world.dana);
  await page.goto(stage().url(world, '/account/app'));
  await expectSound(page, 'set up an app');
  const secret = await secretOn(page);
  await hears(page, world);
  expect(await secretOn(page)).toBe(secret);
  await earlyInTheStep();
  await page.getByLabel('The six digits it shows').fill(codeOf(secret, -1));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  await expectSound(page, 'recovery codes');
  const codes = await page.locator('#recovery-codes code').allInnerTexts();
  expect(codes).toHaveLength(10);
  // Whoever writes them down writes down those that they keep.
  await hears(page, world);
  expect(await page.locator('#recovery-codes code').allInnerTexts()).toEqual(codes);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as a file' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/recovery-codes\.txt$/);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 of 10 left').waitFor();

  await signOut(page, world);
  await withPassword(page, world);
  await page.getByRole('heading', { name: 'One more step, Dana' }).waitFor();
  await expectSoundInBoth(page, 'second step');
  await page.getByLabel('Code').fill('000000');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the code of this moment.').waitFor();
  await page.getByLabel('Code').fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await arrived(page);

  // The device is lost: a recovery code.
  await signOut(page, world);
  await withPassword(page, world);
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByRole('heading', { name: 'Use a recovery code' }).waitFor();
  await expectSoundInBoth(page, 'recovery code');
  await page.getByLabel('Recovery code').fill(codes[0]!.toUpperCase());
  await page.keyboard.press('Enter');
  await page.getByText('You have 9 recovery codes left.').waitFor();

  // A passkey does for the second step, too.
  await withDevice(page);
  await page.goto(stage().url(world, '/account/passkeys/new'));
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByText('from now on.').waitFor();
  await forgetSession(page);
  // Asked for by a form of another browser, so that the list at the field does not sign in at once.
  await page.goto(stage().url(world, '/sign-in/sent'), { waitUntil: 'networkidle' });
  await page.evaluate(
    async ([email, password]) => {
      const answer = await fetch('/sign-in');
      const door = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const form = door.querySelector<HTMLFormElement>('form[action="/sign-in/password"]')!;
      const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
      body.set('email', email!);
      body.set('password', password!);
      await fetch('/sign-in/password', { method: 'POST', body });
    },
    [world.dana.email, PASSWORD],
  );
  await page.goto(stage().url(world, '/sign-in/step?next=%2Faccount'));
  await expectSound(page, 'second step with a passkey');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await arrived(page);
  await page.getByRole('heading', { name: 'Second step' }).waitFor();
});

test('without scripts: a code from the mail, and the six digits of an app', { timeout: 90_000 }, async () => {
  const world = await newWorld(stage().portal);
  await givePassword(stage().portal, world.dana);
  const page = await stage().enter(world, null, { javaScriptEnabled: false, ...phone });
  await page.goto(stage().url(world, '/sign-in?next=%2Faccount%2Fapp'));
  await page.getByLabel('Work email').fill(world.dana.email);
  await page.getByRole('button', { name: 'Email me a link or code' }).click();
  const mail = async () => (await mailsTo(stage().portal, world, world.dana.email)).at(-1)?.text ?? '';
  await expect.poll(mail).toMatch(/\b\d{6}\b/);
  await page.getByLabel('The six digits from the mail').fill(/\b(\d{6})\b/.exec(await mail())![1]!);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Set up an authenticator app' }).waitFor();
  const secret = await secretOn(page);
  await earlyInTheStep();
  await page.getByLabel('The six digits it shows').fill(codeOf(secret, -1));
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await forgetSession(page);
  await page.goto(stage().url(world, '/sign-in'));
  await withPassword(page, world);
  await page.getByLabel('Code').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Go on' }).click();
  await arrived(page);
});
