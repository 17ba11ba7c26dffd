import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { focused, slowly, threeTickets } from './list.ts';
import { later, troubleOn, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 860 } };

/** Opens a page whose scripts are on their way until `arrive` is called: it can be read, and keys can be pressed. */
async function opening(page: Page, address: string): Promise<{ arrive: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/assets/main-*.js', async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('h1').first().waitFor();
  return { arrive: resolve };
}

test('J and K pressed while the scripts are still on their way move as soon as they are there', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  const { arrive } = await opening(page, stage().url(world, '/inbox'));
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  expect(await focused(page)).toBe('');
  arrive();
  const second = await page.locator('[data-list-item]').nth(1).textContent();
  await expect.poll(() => focused(page)).toBe(second);
});

test('R pressed early begins a reply, and what is typed after it is no command', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  const { arrive } = await opening(page, stage().url(world, '/inbox/1'));
  for (const key of ['r', 'e']) await page.keyboard.press(key);
  arrive();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('form')?.id)).toBe('reply');
  await page.keyboard.type('We are on it');
  await expect.poll(() => page.locator('#reply .rich-text').textContent()).toContain('We are on it');
  // "e" solves a ticket; this one is as open as before.
  expect(await page.getByRole('button', { name: 'Solve' }).isVisible()).toBe(true);
});

test('once an answer is sent the next key is an order, be it the first answer or the third', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox'));
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('#reply .rich-text').waitFor();
  const at = () => page.evaluate(() => document.activeElement?.closest('main, form')?.tagName);
  for (const words of ['The first answer', 'The second', 'The third']) {
    await page.keyboard.press('r');
    await expect.poll(at).toBe('FORM');
    await page.keyboard.type(words);
    await page.keyboard.press('Control+Enter');
    await page.locator('.message', { hasText: words }).waitFor();
    await expect.poll(at).toBe('MAIN');
    // What is sent right after a form was emptied is taken for the second half of a double press.
    await later(page, 600);
  }
  await page.keyboard.press('n');
  await page.waitForURL((address) => address.searchParams.get('mode') === 'note');
  expect(await page.locator('.message').count()).toBe(4);
});

test('what is typed right behind R is all there', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('#reply .rich-text').waitFor();
  // In one turn of the page, as a keyboard with a buffer does it.
  const writes = await page.evaluate(() => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true, cancelable: true }));
    return (document.activeElement as HTMLElement).isContentEditable;
  });
  expect(writes).toBe(true);
});

test('a ticket is chosen and answered before any script is there', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  const { arrive } = await opening(page, stage().url(world, '/inbox'));
  await page.keyboard.type('jrsee you at nine');
  arrive();
  await expect.poll(() => typed(page, '#reply')).toBe('see you at nine');
});

test('Enter opens the line that J pressed before it will choose', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  const { arrive } = await opening(page, stage().url(world, '/inbox'));
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
  arrive();
  await page.waitForURL((address) => address.pathname === '/inbox/2');
});

test('J and Enter in the moment in which a page is there, and has not yet been told of either', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.addInitScript(() => {
    const press = (key: string) =>
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
    document.addEventListener('turbo:load', () => queueMicrotask(() => ['j', 'Enter'].map(press)), { once: true });
  });
  await page.goto(stage().url(world, '/inbox'));
  await page.waitForURL((address) => /^\/inbox\/\d+$/.test(address.pathname));
});

test('control: without the script in the head, what is pressed early is lost', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.route('**/assets/early-keys-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const { arrive } = await opening(page, stage().url(world, '/inbox'));
  await page.keyboard.press('j');
  arrive();
  await page.waitForLoadState();
  expect(await focused(page)).toBe('');
  await page.keyboard.press('j');
  await expect.poll(() => focused(page)).not.toBe('');
});

const typed = (page: Page, form: string) => page.locator(`${form} .rich-text`).textContent();

test('what is pressed while a ticket is on its way is for that ticket: R begins its reply, and what follows is written there', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/2'));
  await page.locator('.rich-text').waitFor();
  const arrive = await slowly(page, '/inbox/3*');
  await page.locator('[data-list-item]', { hasText: 'An old price' }).click();
  await page.keyboard.type('rsee you at nin');
  // The last one in the moment in which the page is there, and has not yet been told of those before it.
  await page.evaluate(() => {
    const press = () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }));
    document.addEventListener('turbo:load', press, { once: true });
  });
  arrive();
  await expect.poll(() => typed(page, '#reply')).toBe('see you at nine');
  expect(new URL(page.url()).pathname).toBe('/inbox/3');
  // Nothing of it was an order: E solves, A takes over, N begins a note.
  expect(await page.getByRole('button', { name: 'Solve' }).isVisible()).toBe(true);
  const agent = as(stage().portal, world.agent);
  for (const number of [2, 3]) expect((await agent.get(`/inbox/${number}`)).text).toContain('data-hotkey="e"');
});

test('a key that acts is for the ticket with the ring, and not for another that is open beside the list', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  const line = (subject: string) => page.locator('[data-list-item]', { hasText: subject });
  await line('A wrong logo').focus();
  await page.keyboard.press('e');
  await page.getByText('T-2 is solved.').waitFor();
  expect(new URL(page.url()).pathname).toBe('/inbox/2');
  await line('An old price').focus();
  await page.keyboard.press('r');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('form')?.id)).toBe('reply');
  expect(new URL(page.url()).pathname).toBe('/inbox/3');
  // With none open as well.
  await page.goto(stage().url(world, '/inbox'));
  await line('The export stops').focus();
  await page.keyboard.press('e');
  await page.getByText('T-1 is solved.').waitFor();
});

test('a note that is begun by its key has what is typed meanwhile', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  const arrive = await slowly(page, '/inbox/1?mode=note');
  await page.keyboard.type('nask the depot');
  arrive();
  await expect.poll(() => typed(page, '#note')).toBe('ask the depot');
});

test('letters typed where there is no field are no orders, though one of them is; control: by itself it is', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  // All at once: a busy machine would make a pause between them.
  await page.evaluate(() => {
    for (const key of 'yes please') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
  const solve = page.getByRole('button', { name: 'Solve' });
  expect(await solve.isVisible()).toBe(true);
  // What somebody types in words ends with a pause.
  await page.waitForTimeout(1000);
  await page.keyboard.press('e');
  await expect.poll(() => solve.isVisible()).toBe(false);
});

test('a ticket that leaves the list under the keyboard hands it to the one in its place', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox'));
  const lines = page.locator('[data-list-item]');
  await lines.nth(1).waitFor();
  const [, second, third] = await lines.allTextContents();
  for (let down = 0; down < 2; down++) await page.keyboard.press('j');
  await expect.poll(() => focused(page)).toBe(second);
  const address = (await lines.nth(1).getAttribute('href'))!.replace(/#.*/, '');
  await as(stage().portal, world.owner).submit(address, `${address}/replies`, {
    body: 'On its way.',
    outcome: 'wait',
  });
  await expect.poll(() => lines.count()).toBe(2);
  await expect.poll(() => focused(page)).toBe(third);
});

test('after a ticket has been dealt with J goes on at the one in its place, and K at the one above', async () => {
  const world = await threeTickets(stage());
  for (const subject of ['A fourth', 'A fifth'])
    await as(stage().portal, world.dana).submit('/support/new', '/support', {
      subject,
      urgency: 'question',
      body: 'Hm.',
    });
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox'));
  const lines = page.locator('[data-list-item]');
  await expect.poll(() => lines.count()).toBe(5);
  const [first, , , fourth, fifth] = await lines.evaluateAll((all) => all.map((line) => line.getAttribute('href')));
  const at = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
  const dealWith = async (n: number, left: number) => {
    await lines.nth(n).click();
    await expect.poll(() => lines.nth(n).getAttribute('aria-current')).not.toBe(null);
    await page.locator('#reply .rich-text').waitFor();
    await page.keyboard.press('e');
    await expect.poll(() => lines.count()).toBe(left);
  };
  await dealWith(2, 4);
  await page.keyboard.press('j');
  await expect.poll(at).toBe(fourth);
  await page.keyboard.press('j');
  await expect.poll(at).toBe(fifth);
  await dealWith(1, 3);
  await page.keyboard.press('k');
  await expect.poll(at).toBe(first);
});

test('a page that was left while it faded in is no error of the next one', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, wide);
  await page.goto(stage().url(world, '/inbox'));
  const fail = (name: string) =>
    page.evaluate((said) => void Promise.reject(new DOMException('Transition was skipped', said)), name);
  await fail('AbortError');
  // Control: what is not broken off has failed.
  await fail('TimeoutError');
  await expect.poll(() => troubleOn(page)).toHaveLength(1);
});

test('nor where nobody is signed in, be it with scripts or, as the help center, without', async () => {
  const world = await newWorld(stage().portal);
  await makeArticle(stage().portal, world, await makeCategory(stage().portal, world, 'Email'), 'Hats');
  const page = await stage().enter(world, null, { ...wide, reducedMotion: 'no-preference' });
  await page.goto(stage().url(world, '/help'));
  for (const path of ['/sign-in', '/help', '/sign-in']) {
    const heading = path === '/help' ? 'topics' : 'sign-in-email';
    // Within the page: what Playwright opens by itself fades nothing in.
    await page.evaluate((to) => location.assign(to), path).catch(() => undefined);
    await page.waitForURL(`**${path}`);
    await page.locator(`#${heading}`).waitFor();
  }
  await page.evaluate(() => void Promise.reject(new DOMException('Transition was skipped', 'AbortError')));
  await later(page, 300);
  expect(troubleOn(page)).toEqual([]);
});

test('what is typed into a field while the scripts are on their way is there once', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, null, wide);
  const { arrive } = await opening(page, stage().url(world, '/sign-in'));
  const field = page.locator('#sign-in-email');
  await field.pressSequentially('dana');
  arrive();
  await page.waitForFunction(() => window.earlyKeys === null);
  await later(page, 100);
  expect(await field.inputValue()).toBe('dana');
});
