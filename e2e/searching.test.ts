import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { focused, slowly, threeTickets } from './list.ts';
import { expectSound, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 860 } };

test('the team’s search runs while it is typed, beside the ticket that is open, and Enter closes it', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  await page.keyboard.press('/');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('search');
  await page.keyboard.type('logo');
  await expect.poll(() => page.locator('[data-list-item]').allTextContents()).toHaveLength(1);
  expect(await page.locator('[data-list-item]').textContent()).toContain('A wrong logo');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
  expect(await page.locator('#search').inputValue()).toBe('logo');
  expect(await page.locator('#filters').isVisible()).toBe(true);
  await expectSound(page, 'a search');
  // As Safari has it: it has used the key up for its field, and closes nothing.
  await page.locator('#search').dispatchEvent('keydown', { key: 'Escape' });
  await expect.poll(() => page.locator('#filters').isVisible()).toBe(false);
  await page.keyboard.press('/');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('search');
  // At once, as quick hands do it.
  await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('j')]);
  await expect.poll(() => focused(page)).toContain('A wrong logo');
  expect(await page.locator('#filters').isVisible()).toBe(false);
});

test('what is pressed in the moment in which a menu has closed is not typed into its hidden field', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  await page.keyboard.press('/');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('search');
  // Closed by its key, then by the browser; all before the next picture, as a busy machine has it.
  const opened = await page.evaluate(() => {
    const menu = document.querySelector<HTMLElement>('#filters')!;
    const press = (key: string) =>
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const again = (close: () => unknown) => {
      close();
      const closed = !menu.checkVisibility();
      press('/');
      return [closed, menu.checkVisibility()];
    };
    return [again(() => press('Escape')), again(() => menu.hidePopover())];
  });
  expect(opened).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(await page.locator('#search').inputValue()).toBe('');
});

test('J after a search in haste is for what is found', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox'));
  await page.keyboard.press('/');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('search');
  const arrive = await slowly(page, '/inbox?q=logo*');
  // Before it has searched by itself.
  await page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('#search')!;
    field.value = 'logo';
    field.form!.requestSubmit(field.form!.querySelector<HTMLElement>('[type=submit]'));
  });
  await page.keyboard.press('j');
  expect(await focused(page)).toBe('');
  arrive();
  await page.waitForURL((address) => address.searchParams.get('q') === 'logo');
  await expect.poll(() => focused(page)).toContain('A wrong logo');
});

test('the palette: opened by its keys, steered by arrows, sound, and gone when something is opened', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/customers'));
  await page.keyboard.press('Control+k');
  const option = (name: RegExp) => page.locator('#palette').getByRole('option', { name });
  await page.keyboard.type('pirce');
  await option(/An old price/).waitFor();
  // It was found with the first letter already, and looked at only once the answer for the last one has come.
  await page.locator('#palette:has(.palette-note) #palette-list:not([aria-busy])').waitFor();
  await expectSound(page, 'palette');
  expect(await option(/An old price/).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('ArrowDown');
  expect(await option(/Search everything/).getAttribute('aria-selected')).toBe('true');
  const active = await page.locator('#palette-input').getAttribute('aria-activedescendant');
  expect(await page.locator(`#${active}`).textContent()).toContain('Search everything');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/inbox/3');
  expect(await page.locator('dialog#palette[open]').count()).toBe(0);
  await page.keyboard.press('Control+k');
  await page.locator('#palette-input').waitFor();
  expect(await page.locator('#palette-input').inputValue()).toBe('');
  await page.keyboard.press('Escape');
  expect(await page.locator('dialog#palette[open]').count()).toBe(0);
});

test('an open palette keeps what it has found, and what is chosen, while the page under it is refreshed', async () => {
  const world = await newWorld(stage().portal);
  const ticket = { subject: 'The export stops', urgency: 'blocks', body: 'Since Monday.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', ticket);
  const page = await stage().enter(world, world.agent);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('#reply .rich-text').waitFor();
  await page.keyboard.press('Control+k');
  await page.locator('#palette-input').fill('export');
  const hit = page.locator('#palette').getByRole('option', { name: /The export stops/ });
  await hit.waitFor();
  await as(stage().portal, world.dana).submit('/support/1', '/support/1/replies', { body: 'It still does.' });
  await page.locator('.message', { hasText: 'It still does.' }).waitFor({ state: 'attached' });
  expect(await hit.count()).toBe(1);
  expect(await page.locator('#palette-input').inputValue()).toBe('export');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('#palette[data-held]').count()).toBe(0);
});
