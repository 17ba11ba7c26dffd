import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as, type Client } from '../test/client.ts';
import { slowly, threeTickets } from './list.ts';
import { later, useStage } from './stage.ts';

const stage = useStage();

/** A member at the first ticket of the list, with an answer that is on its way until `arrive` is called, and the ticket below it. */
async function answering(): Promise<{ page: Page; agent: Client; arrive: () => void; first: string; second: string }> {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, { viewport: { width: 1280, height: 860 } });
  await page.goto(stage().url(world, '/inbox'));
  const hrefs = await page.locator('[data-list-item]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const [first, second] = hrefs.map((href) => new URL(href!, page.url()).pathname);
  await page.goto(stage().url(world, hrefs[0]!));
  await page.locator('#reply .rich-text').waitFor();
  const arrive = await slowly(page, '/replies');
  await page.keyboard.press('r');
  await page.keyboard.type('We are on it.');
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/replies'));
  await page.keyboard.press('Control+Enter');
  await asked;
  await page.keyboard.press('Escape');
  return { page, agent: as(stage().portal, world.agent), arrive, first: first!, second: second! };
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

test('who sends, and at once begins with the next one by its key, has sent it, and writes there', async () => {
  const { page, agent, arrive, first, second } = await answering();
  // Enter twice, as fast hands do.
  await press(page, 'j', 'Enter', 'Enter', 'r');
  await page.keyboard.type('Hello, we need a jar');
  arrive();
  await page.waitForURL(({ pathname }) => pathname === second, { timeout: 15_000 });
  await expect
    .poll(() => page.locator('#reply .rich-text').textContent(), { timeout: 15_000 })
    .toBe('Hello, we need a jar');
  expect(new URL(page.url()).pathname).toBe(second);
  expect((await agent.get(first)).text.includes('We are on it.')).toBe(true);
});

test('who sends, solves and goes on to the next one has sent and solved it, and is there', async () => {
  const { page, agent, arrive, first, second } = await answering();
  await press(page, 'e', 'j', 'Enter');
  arrive();
  await page.waitForURL(({ pathname }) => pathname === second, { timeout: 15_000 });
  const { text } = await agent.get(first);
  expect(['We are on it.', 'You marked this as solved'].filter((words) => !text.includes(words))).toEqual([]);
});

test('what is typed for the next one while its page is on its way is written there, and is no key of the one before', async () => {
  const { page, agent, arrive, second } = await answering();
  const open = await slowly(page, second);
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === second);
  await press(page, 'j', 'Enter', 'r');
  await page.keyboard.type('Hello, ');
  arrive();
  await asked;
  // As fast as hands are, and some of it when the page before has been told of what was pressed.
  await page.keyboard.type('we need a jar', { delay: 60 });
  open();
  await page.waitForURL(({ pathname }) => pathname === second, { timeout: 15_000 });
  await expect
    .poll(() => page.locator('#reply .rich-text').textContent(), { timeout: 15_000 })
    .toBe('Hello, we need a jar');
  expect((await agent.get(second)).text).not.toContain('You marked this as solved');
});

test('who sends, solves and goes on is there as well where each answer takes a while to be shown', async () => {
  const { page, agent, arrive, first, second } = await answering();
  await page.evaluate(() => {
    document.addEventListener('turbo:before-render', (event) => {
      event.preventDefault();
      const { resume } = (event as CustomEvent<{ resume(): void }>).detail;
      setTimeout(resume, 600);
    });
  });
  await press(page, 'e', 'j', 'Enter');
  arrive();
  await page.waitForURL(({ pathname }) => pathname === second, { timeout: 15_000 });
  expect((await agent.get(first)).text).toContain('You marked this as solved');
});

test('who writes a note and solves has done both, though the answer to the note is another page', async () => {
  const { page, agent, arrive, first } = await answering();
  arrive();
  await page.locator('.message', { hasText: 'We are on it.' }).waitFor();
  const noted = await slowly(page, '/notes');
  await page.goto(`${page.url().split(/[?#]/)[0]}?mode=note`);
  await page.locator('#note .rich-text').click();
  await page.keyboard.type('A word among us.');
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/notes'));
  await page.keyboard.press('Control+Enter');
  await asked;
  await press(page, 'Escape', 'e');
  noted();
  const text = async () => (await agent.get(first)).text;
  await expect.poll(text, { timeout: 15_000 }).toContain('You marked this as solved');
  expect(await text()).toContain('A word among us.');
});

/** Once `arrive` has brought the answer and its page is there: a key that comes with it would be a word, and so would one that follows soon. */
async function arrived(page: Page, arrive: () => void): Promise<void> {
  await page.evaluate(() => {
    const there = new Promise((done) => document.addEventListener('turbo:load', () => done(true), { once: true }));
    Object.assign(window, { there });
  });
  arrive();
  await page.evaluate(() => Reflect.get(window, 'there'));
}

/** Has a key come in the moment in which a page is there, and writes down all keys in the order in which they came. */
const withKeyOnArrival = (page: Page) =>
  page.evaluate(() => {
    const came: string[] = [];
    Object.assign(window, { came });
    window.addEventListener('keydown', ({ key }) => came.push(key), true);
    document.addEventListener('turbo:load', () => {
      const event = new KeyboardEvent('keydown', { key: '!', bubbles: true, cancelable: true });
      if (document.activeElement!.dispatchEvent(event)) document.execCommand('insertText', false, event.key);
    });
  });

test.each([0, 20, 60])(
  'what is typed behind the key of a composer is there in its order, at %i ms a key',
  async (delay) => {
    const { page, arrive } = await answering();
    await arrived(page, arrive);
    await withKeyOnArrival(page);
    for (const mode of ['note', 'reply']) {
      await page.evaluate(() => Reflect.get(window, 'came').splice(0));
      await press(page, mode[0]!);
      await page.keyboard.type('We arx', { delay });
      await press(page, 'Backspace');
      await page.keyboard.type('e on  it', { delay });
      const field = page.locator(`#${mode} .rich-text`);
      await expect.poll(() => field.textContent(), { timeout: 15_000 }).toMatch(/t!?$/);
      const [, ...came]: string[] = await page.evaluate(() => Reflect.get(window, 'came'));
      expect(came).toContain('!');
      const words = came.reduce((text, key) => (key === 'Backspace' ? text.slice(0, -1) : text + key), '');
      expect(await field.textContent()).toBe(words);
      await press(page, 'Control+a', 'Delete', 'Escape');
      // Until it is kept that nothing is written there.
      await later(page, 700);
    }
  },
);

test('who has answered a ticket that they opened from the list goes back to the list by the browser’s Back', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, { viewport: { width: 1280, height: 860 } });
  await page.goto(stage().url(world, '/inbox'));
  await page.locator('[data-list-item]').first().click();
  await page.locator('#reply .rich-text').click();
  await page.keyboard.type('We are on it.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: 'We are on it.' }).waitFor();
  await page.goBack();
  await page.waitForURL(({ pathname }) => pathname === '/inbox', { timeout: 15_000 });
});

test('what a browser remembers of a composer does not come back, as HTML, beside what is kept as a draft', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 860 } });
  const field = page.locator('#reply .rich-text');
  const comeBack = async () => {
    await page.goto('about:blank');
    await page.goBack();
    await field.waitFor();
    return field.textContent();
  };
  await page.goto(stage().url(world, '/support/1'));
  await field.click();
  await page.keyboard.type('Half a reply');
  await expect.poll(() => page.locator('#reply textarea').inputValue()).toBe('<p>Half a reply</p>');
  expect(await comeBack()).toBe('Half a reply');
  // As if it had been sent meanwhile: there is no draft any more.
  await page.addInitScript(() => localStorage.clear());
  expect(await comeBack()).toBe('');
});

test('what is chosen while a choice is being saved stays chosen', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.agent, { viewport: { width: 1280, height: 860 } });
  await page.goto(stage().url(world, '/inbox/1'));
  await page.locator('.rich-text').waitFor();
  const arrive = await slowly(page, '/inbox/1/triage');
  const save = page.getByRole('region', { name: 'Handling' }).getByRole('button', { name: 'Save' });
  await page.locator('#priority').selectOption('urgent');
  await save.click();
  await page.locator('#status').selectOption('on_hold');
  arrive();
  await page.locator('#toasts .toast').waitFor();
  await expect.poll(() => page.locator('#priority option[selected]').getAttribute('value')).toBe('urgent');
  expect(await page.locator('#status').inputValue()).toBe('on_hold');
  await save.click();
  await expect.poll(() => page.locator('#status option[selected]').getAttribute('value')).toBe('on_hold');
  expect(await page.locator('#priority').inputValue()).toBe('urgent');
});

test('Ctrl+Enter sends a new ticket from every field of it: the subject, the urgency, the files', async () => {
  const world = await threeTickets(stage());
  const page = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 860 } });
  for (const [n, field] of ['#subject', '#urgency', '#files'].entries()) {
    await page.goto(stage().url(world, '/support/new'));
    await page.locator('#subject').fill(`Asked in ${field}`);
    await page.locator('#new-ticket .rich-text').click();
    await page.keyboard.type('The conveyor has stopped.');
    await page.locator(field).focus();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/support\/\d+$/);
    expect(await page.locator('h1').textContent(), `${n}`).toContain(field);
  }
});
