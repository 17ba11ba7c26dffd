import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { sealAll } from '../test/event-log.ts';
import { newWorld } from '../test/world.ts';
import { expectSoundInBoth, phone, useStage } from './stage.ts';

const stage = useStage();

test('from the audit log to one entry and its proof, in light and dark, on a phone too', async () => {
  const world = await newWorld(stage().portal);
  const asked = { subject: 'The invoice names the wrong street', urgency: 'question', body: 'It is Harbour Lane 4.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', asked);
  await sealAll(stage().portal, world.workspaceId);

  const owner = await stage().enter(world, world.owner);
  await owner.goto(stage().url(world, '/audit'));
  await owner.getByRole('heading', { name: 'Audit log' }).waitFor();
  await expectSoundInBoth(owner, 'audit log');
  await owner.locator('main a[href^="/audit/"]').first().click();
  await owner.getByRole('heading', { name: /^Entry \d/ }).waitFor();
  await owner.getByText(/Sealed as entry/).waitFor();
  await expectSoundInBoth(owner, 'entry');
  const address = owner.url();
  const arriving = owner.waitForEvent('download');
  await owner.getByRole('link', { name: 'Download the proof' }).click();
  const file = await arriving;
  const proof = JSON.parse(await readFile(await file.path(), 'utf8')) as { event: { seq: number } };
  expect(file.suggestedFilename()).toBe(`event-${proof.event.seq}.json`);

  const small = await stage().enter(world, world.owner, phone);
  for (const [where, what] of [
    [stage().url(world, '/audit'), 'audit log'],
    [address, 'entry'],
  ] as const) {
    await small.goto(where);
    await expectSoundInBoth(small, `${what} on a phone`);
  }
});

test('a contact is anonymised: it says what that means, asks once more, and nobody can tell who it was', async () => {
  const world = await newWorld(stage().portal);
  const owner = await stage().enter(world, world.owner, phone);
  const customer = `/customers/${world.accountId}`;
  await owner.goto(stage().url(world, `${customer}/holds`));
  await owner.getByLabel('Why').fill('Case 12/26');
  await expectSoundInBoth(owner, 'a hold on a customer');
  await owner.getByRole('button', { name: 'Place a hold' }).click();
  await owner.getByText('Case 12/26').waitFor();
  await expectSoundInBoth(owner, 'a customer on hold');
  const privacy = stage().url(world, `/contacts/${world.dana.id}/privacy`);
  await owner.goto(privacy);
  await owner.getByText('A legal hold stands over this person').waitFor();
  expect(await owner.getByRole('button', { name: 'Anonymise this person' }).count()).toBe(0);
  await owner.goto(stage().url(world, `${customer}/holds`));
  await owner.getByText('Release', { exact: true }).click();
  await expectSoundInBoth(owner, 'releasing a hold, asked once more');
  await owner.getByRole('button', { name: 'Yes, release this hold' }).click();
  await owner.getByText('The hold is released.').waitFor();

  await owner.goto(privacy);
  await expectSoundInBoth(owner, 'privacy of a contact');
  await owner.getByRole('button', { name: 'Anonymise this person' }).click();
  await owner.getByText('Tick this first').waitFor();
  await expectSoundInBoth(owner, 'anonymising, not sure yet');
  await owner.locator('#anonymise-sure').check();
  await owner.getByRole('button', { name: 'Anonymise this person' }).click();
  await owner.getByText('Done. Nobody can tell any more who this was.').waitFor();
  await owner.goto(stage().url(world, customer));
  expect(await owner.getByText('Dana Whitfield').count()).toBe(0);
  await expectSoundInBoth(owner, 'a customer with somebody who was anonymised');
});

test('a closed list is typed in without anything happening; Enter or leaving it counts, and the keyboard goes on there', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.owner, { viewport: { width: 1280, height: 860 } });
  await page.goto(stage().url(world, '/customers/segments/new'));
  const here = () => page.evaluate(() => document.activeElement?.id);
  // What listens to the list comes by itself, after the page.
  const part = await page.waitForFunction(
    () => performance.getEntriesByType('resource').find(({ name }) => name.includes('some-pages'))?.name,
  );
  // It is there, and has run. As text: an import in a function would be made one of the test runner’s own.
  await page.evaluate(`import(${JSON.stringify(await part.jsonValue())}).then(() => undefined)`);
  await page.locator('#condition-add').focus();
  // "Place" begins as "Plan" does, which comes before it.
  await page.keyboard.type('Place');
  expect(await page.locator('.condition').count()).toBe(0);
  await page.keyboard.press('Enter');
  await expect.poll(here).toBe('op0');
  expect(await page.locator('.condition legend').allTextContents()).toEqual(['Place']);
  // Passing one on the way is not choosing it.
  const before = page.url();
  await page.keyboard.press('ArrowDown');
  expect(page.url()).toBe(before);
  await page.keyboard.press('Tab');
  await expect.poll(() => page.url()).not.toBe(before);
  await expect.poll(here).toBe('op0');
  // With the mouse it counts at once.
  await page.locator('#condition-add').click();
  await page.locator('#condition-add').selectOption('plan');
  await expect.poll(here).toBe('op1');
  await page.locator('#condition-1 button').focus();
  await page.keyboard.press('Enter');
  await expect.poll(here).toBe('condition-add');
});

test('Enter in the filters of a list keeps every condition; one is added once, and taken away with the menu open', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.owner, { viewport: { width: 1280, height: 860 } });
  const conditions = page.locator('.condition legend');
  const asks = (name: string) => new URL(page.url()).searchParams.get(name);
  await page.goto(stage().url(world, '/customers?on0=name&op0=has&v0=a'));
  for (const field of ['q', 'v0']) {
    await page.locator(`main input[name="${field}"]`).fill('o');
    await page.locator(`main input[name="${field}"]`).press('Enter');
    await expect.poll(() => asks(field)).toBe('o');
    expect(asks('drop')).toBeNull();
    expect(await conditions.count()).toBe(1);
  }
  await page.locator('#condition-add').selectOption('place');
  await page.locator('#condition-1').waitFor();
  await page.locator('input[name=v1]').fill('Leeds');
  await expect.poll(() => asks('v1')).toBe('Leeds');
  await page.locator('input[name=v1]').blur();
  expect(await conditions.allTextContents()).toEqual(['Name', 'Place']);
  expect(await page.locator('#condition-add').inputValue()).toBe('');
  await page.locator('#condition-1 button').click();
  await expect.poll(() => conditions.allTextContents()).toEqual(['Name']);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('condition-add');
  await expectSoundInBoth(page, 'a list with a condition');
  // The same where the fields are a menu.
  const agent = await stage().enter(world, world.agent, { viewport: { width: 1280, height: 860 } });
  await agent.goto(stage().url(world, '/inbox?status=open'));
  await agent.getByRole('button', { name: /^Filter/ }).click();
  await agent.locator('#filter-customer').fill('Acme');
  await agent.locator('#filter-customer').press('Enter');
  await agent.locator('#filters').waitFor({ state: 'hidden' });
  await expect.poll(() => new URL(agent.url()).searchParams.get('customer')).toBe('Acme');
});
