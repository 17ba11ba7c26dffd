import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture } from '#app/seed/picture.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import { focused, threeTickets } from './list.ts';
import { expectSound, phone, stayOnToast, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 860 } };

/** A ticket with so many messages behind its opening, the last of them Dana's. */
async function longTicket(messages: number): Promise<World> {
  const world = await newWorld(stage().portal);
  const dana = as(stage().portal, world.dana);
  const asked = { subject: 'The export stops halfway, and nobody knows why', urgency: 'blocks', body: 'The opening.' };
  expect((await dana.submit('/support/new', '/support', asked)).status).toBe(303);
  await peek(
    stage().portal.database,
    `insert into replies (workspace_id, id, account_id, ticket_id, contact_id, member_id, body_html, created_at)
     select t.workspace_id, gen_random_uuid(), t.account_id, t.id, case when ($4 - n) % 2 = 0 then $2::uuid end,
       case when ($4 - n) % 2 = 1 then $3::uuid end, '<p>Message ' || n || '.</p>', t.created_at + n * interval '1 ms'
     from tickets t, generate_series(1, $4::int) n where t.workspace_id = $1 and t.number = 1`,
    [world.workspaceId, world.dana.id, world.agent.id, messages],
  );
  return world;
}

const inView = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && at !== null && (element.contains(at) || at.contains(element));
  });

const last = (n: number) => `.message:has-text("Message ${n}.")`;

test.each([
  ['a wide window', wide, true],
  ['a phone', phone, true],
  ['a wide window without scripts', wide, false],
  ['a phone without scripts', phone, false],
])('a ticket opens at its newest message, with its head in sight, in %s', async (_, options, javaScriptEnabled) => {
  const world = await longTicket(60);
  const page = await stage().enter(world, world.agent, { ...options, javaScriptEnabled });
  await page.goto(stage().url(world, '/inbox'));
  await page.getByText('The export stops halfway').first().click();
  await page.waitForURL(/\/inbox\/1/);
  await expect.poll(() => inView(page, last(60))).toBe(true);
  for (const part of ['h1', 'form[action$="/closure"] button', '[popovertarget=assignees]'])
    expect(await inView(page, part), part).toBe(true);
  if (javaScriptEnabled) {
    await expectSound(page, 'a long ticket');
    // Straight from a bookmark, too.
    await page.goto(stage().url(world, '/inbox/1'));
    await page.locator('.rich-text').waitFor();
    await expect.poll(() => inView(page, last(60))).toBe(true);
  }
  // The earlier ones appear above the place where the reader was.
  const first = page.locator('.message', { hasText: 'Message 31.' });
  await page.getByRole('link', { name: /earlier message/ }).click();
  await page.locator('.message', { hasText: /^(?!.*Message \d\d).*Message 1\./s }).waitFor();
  await expect.poll(() => first.evaluate((one) => Math.round(one.getBoundingClientRect().top) < 300)).toBe(true);
});

test('an old link to a message that is left out finds it', async () => {
  const world = await longTicket(120);
  const [{ id } = { id: '' }] = await peek<{ id: string }>(
    stage().portal.database,
    "select id from replies where workspace_id = $1 and body_html = '<p>Message 20.</p>'",
    [world.workspaceId],
  );
  const dana = await stage().enter(world, world.dana, wide);
  await dana.goto(stage().url(world, `/support/1#reply-${id}`));
  await dana.waitForURL(/from=/);
  await expect.poll(() => inView(dana, last(20))).toBe(true);
});

test('on a phone the bar says which ticket is read, once its head is out of sight, and goes on leading back', async () => {
  const world = await longTicket(20);
  const dana = await stage().enter(world, world.dana, phone);
  await dana.goto(stage().url(world, '/support/1'));
  await dana.locator('#reply .rich-text').waitFor();
  const back = dana.locator('.topbar-back');
  const shown = () => back.evaluate((link) => getComputedStyle(link, '::after').content);
  await expect.poll(shown).toContain('The export stops halfway');
  await expectSound(dana, 'a ticket below its head');
  // What is added meanwhile takes nothing of it away.
  const answer = { body: 'Message 21.', outcome: 'wait' };
  expect((await as(stage().portal, world.agent).submit('/inbox/1', '/inbox/1/replies', answer)).status).toBe(303);
  await dana.locator(last(21)).waitFor();
  await expect.poll(shown).toContain('The export stops halfway');
  expect(await dana.getByRole('link', { name: 'Support', exact: true }).first().getAttribute('href')).toBe('/support');
  await dana.evaluate(() => scrollTo(0, 0));
  await expect.poll(shown).toBe('none');
});

test.each([true, false])('solving by mistake is taken back, scripts: %s', async (javaScriptEnabled) => {
  const world = await longTicket(1);
  const page = await stage().enter(world, world.agent, { ...wide, javaScriptEnabled });
  await page.goto(stage().url(world, '/inbox/1'));
  if (javaScriptEnabled) {
    await page.locator('.rich-text').waitFor();
    await page.keyboard.press('e');
  } else await page.getByRole('button', { name: 'Solve' }).click();
  await page.getByText('T-1 is solved.').waitFor();
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  if (javaScriptEnabled) {
    await stayOnToast(page);
    await expectSound(page, 'solved, with undo');
  }
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Solve' }).waitFor();
  expect(await page.locator('.thread-event').allInnerTexts()).toEqual([
    expect.stringContaining('You marked this as solved'),
    expect.stringContaining('You opened this again'),
  ]);
});

test('a customer at an empty field sees who will read it, as the ticket changes hands', async () => {
  const world = await longTicket(2);
  const dana = await stage().enter(world, world.dana, wide);
  await dana.goto(stage().url(world, '/support/1'));
  await dana.locator('#reply .rich-text').click();
  await dana.locator('[data-placeholder="Write to Northwind"]').waitFor();
  const priya = as(stage().portal, world.agent);
  await priya.submit('/inbox/1', '/inbox/1/assignment', { assignee: world.agent.id });
  await dana.locator('[data-placeholder="Reply to Priya"]').waitFor();
  expect(await dana.locator('#reply .rich-text').evaluate((text) => text === document.activeElement)).toBe(true);
});

test('an address beside a ticket stands in one line, and who can see it is asked in the line of its name', async () => {
  const world = await longTicket(2);
  const owner = as(stage().portal, world.owner);
  const field = { subject: 'ticket', kind: 'text', label: 'Page', customer: 'hidden' };
  expect((await owner.submit('/settings/fields/new', '/settings/fields', field)).status).toBe(303);
  const page = await owner.get('/inbox/1/fields');
  const own = /name="(f-[0-9a-f-]{36})"/.exec(page.text)![1]!;
  expect((await owner.submit('/inbox/1/fields', '/inbox/1/fields', { [own]: 'acmerobotics.com/contact' })).status).toBe(
    303,
  );
  const maya = await stage().enter(world, world.owner, wide);
  await maya.goto(stage().url(world, '/inbox/1'));
  const fact = maya.locator('.facts dd', { hasText: 'acmerobotics' });
  await fact.getByRole('link').waitFor();
  // All at once: what is added to the ticket meanwhile may move it.
  const { value, apart } = await fact.evaluate((whole) => {
    const box = (part: Element) => part.getBoundingClientRect();
    const middle = (part: Element) => box(part).y + box(part).height / 2;
    const term = [...document.querySelectorAll('.facts dt')].find((one) => one.textContent?.includes('Page'))!;
    return {
      value: box(whole.querySelector('.value-asked > :first-child')!).height,
      apart: Math.abs(middle(term) - middle(whole.querySelector('a')!)),
    };
  });
  expect(value).toBeLessThan(30);
  expect(apart).toBeLessThan(6);
});

test('who has a ticket is changed from its head', async () => {
  const world = await longTicket(2);
  const page = await stage().enter(world, world.agent, phone);
  await page.goto(stage().url(world, '/inbox/1'));
  await page.getByRole('button', { name: 'Assigned to Nobody yet' }).click();
  await expectSound(page, 'the list of names');
  await page.getByRole('button', { name: 'Maya Lindqvist' }).click();
  await page.getByRole('button', { name: 'Assigned to Maya' }).waitFor();
});

test('a picture stands in the thread and moves nothing when it comes', async () => {
  const world = await newWorld(stage().portal);
  const content = picture(320, 200, [[200, 60, 60]], [[0, 0, 320, 200, 0]]);
  const asked = { subject: 'See', urgency: 'slows', body: 'This', files: { name: 'proof.png', content } };
  await as(stage().portal, world.dana).submit('/support/new', '/support', asked);
  const page = await stage().enter(world, world.agent, wide);
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await page.route('**/files/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(stage().url(world, '/inbox/1'), { waitUntil: 'domcontentloaded' });
  const image = page.getByRole('img', { name: 'proof.png' });
  // What else moves the page has done so by then: the editor, and the letters of the brand's own font.
  await page.locator('.rich-text').waitFor();
  await page.evaluate(async () => void (await document.fonts.ready));
  const before = await image.boundingBox();
  expect(await image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(0);
  letGo();
  await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(320);
  expect(await image.boundingBox()).toEqual(before);
  await expectSound(page, 'a picture');
});

test('a ticket left half written comes back whole: with who is to see it, and with no file that was cleared away', async () => {
  const world = await newWorld(stage().portal);
  const page = await stage().enter(world, world.dana);
  await page.goto(stage().url(world, '/support/new'));
  await page.locator('.rich-text').waitFor();
  await page.getByLabel('What is happening?').fill('Salaries');
  await page.getByLabel('Only me and people I name').check();
  await page.getByLabel('Luis Ortega').check();
  await page.locator('select[name=urgency]').selectOption('blocks');
  await page.goto(stage().url(world, '/support'));
  // A file of nine days ago is not there any more.
  await page.evaluate(() => {
    const name = Object.keys(localStorage).find((key) => key.startsWith('portico:draft:new-ticket:')) ?? '';
    const draft = JSON.parse(localStorage.getItem(name) ?? '{}');
    const hex = (Date.now() - 9 * 86_400_000).toString(16).padStart(12, '0');
    const old = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
    localStorage.setItem(name, JSON.stringify({ ...draft, files: [{ id: old, name: 'old.txt', size: 4 }] }));
  });
  await page.goto(stage().url(world, '/support/new'));
  await page.locator('#new-ticket [data-draft-restored]').waitFor();
  expect(await page.getByLabel('What is happening?').inputValue()).toBe('Salaries');
  expect(await page.getByLabel('Only me and people I name').isChecked()).toBe(true);
  expect(await page.getByLabel('Luis Ortega').isChecked()).toBe(true);
  expect(await page.locator('select[name=urgency]').inputValue()).toBe('blocks');
  expect(await page.locator('input[name=upload]').count()).toBe(0);
});

test('back in the list the keyboard is at the line one had followed, and not at the one beside another ticket that is open', async () => {
  const world = await threeTickets(stage());
  for (const [actor, room] of [
    [world.dana, '/support'],
    [world.agent, '/inbox'],
  ] as const) {
    const page = await stage().enter(world, actor, wide);
    await page.goto(stage().url(world, room));
    const line = (subject: string) => page.locator('main a', { hasText: subject }).first();
    const opened = async (number: number) => {
      await page.waitForURL(({ pathname }) => pathname === `${room}/${number}`);
      await page.getByText(`T-${number}`, { exact: true }).first().waitFor();
      await page.locator('#thread').waitFor();
    };
    await line('A wrong logo').click();
    await opened(2);
    await page.goBack();
    await expect.poll(() => focused(page), { timeout: 15_000 }).toContain('A wrong logo');
    await page.keyboard.press('Enter');
    await opened(2);
    if (room === '/support') continue;
    await line('An old price').click();
    await opened(3);
    await page.goBack();
    await opened(2);
    await page.keyboard.press('r');
    const at = () => page.evaluate(() => `${location.pathname} ${document.activeElement?.closest('form')?.id}`);
    await expect.poll(at, { timeout: 15_000 }).toBe('/inbox/2 reply');
  }
});
