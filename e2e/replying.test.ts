import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld } from '../test/world.ts';
import { asked, field, write } from './composer.ts';
import { intercept, later, phone, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 900 } };

test('that a colleague is writing is said while it is so, and no longer; who has only gone to the field writes nothing', async () => {
  const world = await asked(stage().portal);
  const maya = await stage().enter(world, world.owner, wide);
  await maya.goto(stage().url(world, '/inbox/1'));
  await field(maya).click();
  const seen = 'select seen_at from ticket_presence where workspace_id = $1';
  const beats = () => peek(stage().portal.database, seen, [world.workspaceId]);
  await later(maya, 300);
  expect(await beats()).toEqual([]);
  await maya.keyboard.type('I have an idea');
  await expect.poll(beats).toHaveLength(1);
  await maya.close();

  const priya = await stage().enter(world, world.agent, wide);
  await priya.goto(stage().url(world, '/inbox/1'));
  const line = priya.getByText('Maya Lindqvist is writing an answer');
  await line.waitFor();
  // Seen anew, so late that it holds for a few seconds yet.
  const earlier = `update ticket_presence set seen_at = now() - interval '36 s' where workspace_id = $1 returning seen_at`;
  await peek(stage().portal.database, earlier, [world.workspaceId]);
  await priya.reload();
  await line.waitFor({ state: 'detached' });
});

test.each([
  ['dana', '/support/1'],
  // As the home, the bell and the list of the inbox lead there.
  ['dana', '/support/1#reply'],
  ['dana', '/support/1?from=0199aaaa-0000-7000-8000-000000000000#reply-0199aaaa-0000-7000-8000-000000000000'],
  ['agent', '/inbox/1?view=all#newest'],
  ['agent', '/inbox/1?mode=note'],
  // As one comes back with an article.
  ['agent', '/inbox/1?kept=1&back=1#reply'],
] as const)(
  'what %s types at %s while a message is on its way stays, and nothing of what was sent; the history does not grow',
  async (who, path) => {
    const world = await asked(stage().portal);
    if (path.includes('kept')) {
      const agent = as(stage().portal, world.agent);
      const form = await agent.form('/inbox/1', '/inbox/1/replies');
      await agent.postRaw('/inbox/1/articles', { ...form, body: 'Kept before.', body_format: 'text' });
    }
    const page = await stage().enter(world, world[who], wide);
    await page.goto(stage().url(world, path));
    if (path.includes('kept')) await expect.poll(() => field(page).textContent()).toBe('Kept before.');
    const sending = path.includes('note') ? '**/notes' : '**/replies';
    const entries = await page.evaluate(() => history.length);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let onItsWay = false;
    await intercept(page, sending, async (route) => {
      onItsWay = true;
      await held;
      await route.continue();
    });
    await field(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('The first thought');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => onItsWay).toBe(true);
    await page.keyboard.type(' and the second');
    await page.keyboard.press('Enter');
    await page.keyboard.type('A third');
    letGo();
    await page.locator('.message', { hasText: 'The first thought' }).waitFor();
    await expect.poll(() => field(page).textContent()).toMatch(/^and the second\s*A third$/);
    expect(await field(page).evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.locator('.message', { hasText: 'second' }).count()).toBe(0);
    expect(await page.evaluate(() => history.length)).toBe(entries);
    await page.unroute(sending);
    await later(page, 600);
    await page.keyboard.press('Control+Enter');
    await page.locator('.message', { hasText: 'A third' }).waitFor();
    await expect.poll(() => field(page).textContent()).toBe('');
  },
);

test('what is typed while a new ticket is on its way goes on in the reply to it', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana, wide);
  await page.goto(stage().url(world, '/support/new'));
  await page.locator('#subject').fill('The export stops halfway');
  const question = page.locator('#new-ticket .rich-text');
  await question.click();
  await page.keyboard.type('Since Monday');
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let onItsWay = false;
  await intercept(page, '**/support', async (route) => {
    onItsWay = true;
    await held;
    await route.continue();
  });
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => onItsWay).toBe(true);
  await page.keyboard.type(' and a second thought');
  letGo();
  await page.locator('.message', { hasText: 'Since Monday' }).waitFor();
  await expect.poll(() => field(page).textContent()).toBe('and a second thought');
  expect(await page.locator('.message', { hasText: 'second' }).count()).toBe(0);
  // Kept like anything that is typed there, and not in the form of a new ticket.
  await expect
    .poll(() => page.evaluate(() => Object.entries(localStorage).map(([name, value]) => `${name} ${value}`)))
    .toEqual([expect.stringMatching(/reply:.*and a second thought/)]);
  await page.goto(stage().url(world, '/support/new'));
  await question.waitFor();
  expect(await question.textContent()).toBe('');
});

test('what becomes of a ticket after an answer is proposed as things stand, while it is written and when it comes back', async () => {
  const world = await asked(stage().portal);
  const maya = await stage().enter(world, world.owner, wide);
  await maya.goto(stage().url(world, '/inbox/1'));
  const then = maya.getByLabel('After sending');
  const proposes = (outcome: string) => expect.poll(() => then.inputValue(), { timeout: 15_000 }).toBe(outcome);
  const dana = as(stage().portal, world.dana);
  await write(maya, 'Half an answer');
  await proposes('wait');
  await dana.submit('/support/1', '/support/1/closure', {});
  await proposes('solve');
  await dana.submit('/support/1', '/support/1/reopening', {});
  await proposes('wait');
  expect(await field(maya).textContent()).toBe('Half an answer');

  // Kept as a draft, which holds no choice that nobody made.
  await write(maya, ', and on');
  const kept = () => maya.evaluate(() => Object.values(localStorage).filter((value) => value.includes(', and on')));
  await expect.poll(kept).toHaveLength(1);
  await maya.goto(stage().url(world, '/inbox'));
  await dana.submit('/support/1', '/support/1/closure', {});
  await maya.goto(stage().url(world, '/inbox/1'));
  await expect.poll(() => field(maya).textContent()).toContain(', and on');
  await proposes('solve');

  // What somebody has chosen is theirs.
  await then.selectOption('keep');
  await dana.submit('/support/1', '/support/1/reopening', {});
  await maya.getByRole('button', { name: 'Solve', exact: true }).waitFor();
  await proposes('keep');
});

test('a half-written reply comes along into another language, and out of a ticket that is closed meanwhile', async () => {
  const world = await asked(stage().portal);
  const page = await stage().enter(world, world.dana, wide);
  await page.goto(stage().url(world, '/support/1'));
  await write(page, 'Half a reply');
  await page.getByRole('button', { name: /Dana Whitfield/ }).click();
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByText('Was Sie geschrieben hatten, ist wieder da.').waitFor();
  await page.getByRole('button', { name: 'Antwort senden' }).waitFor();
  await expect.poll(() => field(page).textContent()).toBe('Half a reply');

  await as(stage().portal, world.agent).submit('/inbox/1', '/inbox/1/triage', { status: 'closed' });
  await page.getByText('Was Sie hier angefangen haben, steht dann dort.').waitFor();
  await page.reload();
  await page.getByText('Was Sie hier angefangen haben, steht dann dort.').waitFor();
  await page.getByRole('link', { name: 'Neues Ticket' }).click();
  await expect.poll(() => page.locator('#new-ticket .rich-text').textContent()).toBe('Half a reply');
  await page.goBack();
  await page.getByText('Dieses Ticket ist geschlossen').waitFor();
  await expect.poll(() => page.getByText('nimmt es mit').isVisible()).toBe(false);
});

test.each(['sent', 'emptied'])('a reply with an article in it is kept as it came back, until it is %s', async (end) => {
  const world = await asked(stage().portal);
  await makeArticle(stage().portal, world, await makeCategory(stage().portal, world, 'Exports'), 'Export again');
  const page = await stage().enter(world, world.owner, wide);
  const address = stage().url(world, '/inbox/1');
  await page.goto(address);
  await write(page, 'Hello Dana');
  const has = (words: RegExp) => expect.poll(() => field(page).textContent()).toMatch(words);
  const customers = page.getByRole('link', { name: 'Customers', exact: true }).first();
  const leave = () => Promise.all([page.waitForURL(/customers/), customers.click()]);
  const search = page.getByRole('searchbox', { name: 'Search articles' });
  await page.getByRole('button', { name: 'Insert an article' }).click();
  await search.waitFor();
  await leave();
  await page.goto(address);
  await has(/^Hello Dana$/);
  await page.getByRole('button', { name: 'Insert an article' }).click();
  await search.fill('export again');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Insert: Export again' }).click();
  await has(/^Hello Dana.*Export again$/);
  await leave();
  await page.goto(address);
  await has(/^Hello Dana.*Export again$/);
  await field(page).click();
  await page.keyboard.press(end === 'sent' ? 'Control+Enter' : 'Control+A');
  if (end === 'sent') await page.locator('.message', { hasText: 'Export again' }).waitFor();
  else await page.keyboard.press('Delete');
  await has(/^$/);
  await leave();
  await page.goto(address);
  await has(/^$/);
});

test('what is sent in one tab does not stand in another, unless it was gone on with there', async () => {
  const world = await asked(stage().portal);
  const first = await stage().enter(world, world.dana, wide);
  const address = stage().url(world, '/support/1');
  await first.goto(address);
  await write(first, 'The same words');
  await later(first, 700);
  const [second, third] = [await first.context().newPage(), await first.context().newPage()];
  for (const page of [second, third]) {
    await page.goto(address);
    await expect.poll(() => field(page).textContent()).toBe('The same words');
  }
  await write(third, ' and more');
  await first.bringToFront();
  await field(first).click();
  await first.keyboard.press('Control+Enter');
  await first.locator('.message', { hasText: 'The same words' }).waitFor();
  await expect.poll(() => field(second).textContent()).toBe('');
  expect(await field(third).textContent()).toContain('and more');
});

test('on a phone the line that is written is in sight with its tools, Arabic runs from the right, and the list says when', async () => {
  const arabic = 'مرحبا بالعالم';
  const world = await newWorld(stage().portal);
  const ticket = { subject: arabic, urgency: 'slows', body: arabic };
  expect((await as(stage().portal, world.dana).submit('/support/new', '/support', ticket)).status).toBe(303);
  const page = await stage().enter(world, world.dana, phone);
  await page.goto(stage().url(world, '/support'));
  expect(await page.locator('.rows time').first().isVisible()).toBe(true);
  await page.goto(stage().url(world, '/support/1'));
  const bar = page.locator('.tabbar');
  expect(await bar.isVisible()).toBe(true);
  await write(page, arabic);
  await page.keyboard.type('\nx'.repeat(30));
  expect(await bar.isVisible()).toBe(false);
  const seen = await page.evaluate(() => {
    const { x, y, bottom } = getSelection()!.getRangeAt(0).getBoundingClientRect();
    const at = document.elementFromPoint(x, (y + bottom) / 2)?.closest('.rich-text');
    return [at !== null, document.querySelector('.rich > .toolbar')!.getBoundingClientRect().top >= 0];
  });
  expect(seen).toEqual([true, true]);
  const fromTheRight = (where: string) =>
    page
      .locator(where)
      .first()
      .evaluate((element) => {
        const text = document.createRange();
        text.selectNodeContents(element);
        const [{ left, right }, box] = [text.getBoundingClientRect(), element.getBoundingClientRect()];
        return box.right - right < left - box.left;
      });
  expect([await fromTheRight('h1'), await fromTheRight('.rich-text p')]).toEqual([true, true]);
  // What stands where the bar will be again is reached by the first tap.
  await page.goto(stage().url(world, '/support/new'));
  await page.getByLabel('What is happening?').fill('A tap');
  await page.getByLabel('How urgent is it?').selectOption('question');
  await page.locator('.rich-text').click();
  await page.keyboard.type('All of it');
  await page.keyboard.type('\nx'.repeat(20));
  const send = page.getByRole('button', { name: /^Send to/ });
  await send.evaluate((button) => {
    scrollBy({ top: button.getBoundingClientRect().bottom - innerHeight + 6, behavior: 'instant' });
  });
  const box = (await send.boundingBox())!;
  expect(box.y + box.height).toBeGreaterThan(phone.viewport.height - 20);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height - 8);
  await page.locator('.message', { hasText: 'All of it' }).waitFor();
  await expect.poll(() => bar.isVisible()).toBe(true);
});

test('in a window as low as a laptop’s at four times the size, what somebody writes to a customer is not under the ticket’s head', async () => {
  const world = await asked(stage().portal);
  for (const viewport of [
    { width: 320, height: 256 },
    { width: 740, height: 340 },
  ]) {
    const maya = await stage().enter(world, world.owner, { viewport });
    await maya.goto(stage().url(world, '/inbox/1'));
    await field(maya).focus();
    const seen = () =>
      maya.evaluate(() => {
        const { left, right, top, height } = document.activeElement!.getBoundingClientRect();
        const there = document.elementFromPoint((left + right) / 2, top + Math.min(height, 60) / 2);
        return there?.closest('form')?.id;
      });
    await expect.poll(seen, { timeout: 15_000 }).toBe('reply');
  }
});
