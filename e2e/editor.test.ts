import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { authorsOn, press, text, tool } from './author.ts';
import { slowly } from './list.ts';
import { intercept, useStage } from './stage.ts';

const stage = useStage();
const { begun, alsoThere } = authorsOn(stage);

/** Files as a browser hands them over that were copied, or dropped on a place of the page. */
const hand = (page: Page, how: 'paste' | 'drop', files: Record<string, string>, at = { x: 0, y: 0 }) =>
  text(page).evaluate(
    (editor, [event, given, { x, y }]) => {
      const data = new DataTransfer();
      for (const [name, body] of Object.entries(given)) {
        const type = name.endsWith('.png') ? 'image/png' : 'application/pdf';
        data.items.add(new File([Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0))], name, { type }));
      }
      const init = { bubbles: true, cancelable: true, clientX: x, clientY: y };
      editor.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data }),
      );
    },
    [how, files, at] as const,
  );
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('pictures stand where they were put while somebody writes on, what cannot be one is said, and the next ones go on', async () => {
  const { maya } = await begun('With pictures');
  await maya.keyboard.type('Above');
  await maya.keyboard.press('Enter');
  await maya.keyboard.type('Before');
  const letGo = await slowly(maya, '/pictures');
  await hand(maya, 'paste', { 'one.png': DOT, 'no-picture.png': 'AAAA', 'paper.pdf': DOT, 'two.png': DOT });
  await maya.getByText('The picture is on its way').waitFor();
  await maya.keyboard.type(' and after');
  letGo();
  const told = maya.locator('#pasted');
  await expect.poll(() => told.textContent()).toMatch(/no-picture\.png: That is no picture.*paper\.pdf: That is no/);
  const order = () =>
    text(maya).evaluate((editor) =>
      [...editor.children].map((one) => (one instanceof HTMLImageElement ? `picture${one.alt}` : one.textContent)),
    );
  expect(await order()).toEqual(['Above', 'Before', 'picture', 'picture', ' and after']);
  expect(await told.textContent()).toContain('Press the picture and write down what it shows');
  const { x, y } = (await text(maya).locator('p').first().boundingBox())!;
  await hand(maya, 'drop', { 'three.png': DOT }, { x: x + 1, y: y + 8 });
  await expect.poll(order).toEqual(['picture', 'Above', 'Before', 'picture', 'picture', ' and after']);

  await text(maya).locator('p').last().click();
  await tool(maya, 'Video');
  await maya.keyboard.type('nowhere.example/player');
  await maya.keyboard.press('Enter');
  await maya.getByText('Only videos at YouTube, Vimeo and Loom').waitFor();
  await maya.keyboard.press('Escape');
  await tool(maya, 'Link');
  await maya.keyboard.type('no address');
  await maya.keyboard.press('Enter');
  await maya.getByText('That is no address.').waitFor();
});

test('a picture that is wider than an article needs is made smaller on its way; control: a narrower one is what it was', async () => {
  const { maya } = await begun('Wide');
  /** Of noise: what is drawn smaller is smaller as a file, too. */
  const drawn = (width: number) =>
    maya.evaluate((wide) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: wide, height: 60 });
      const pen = canvas.getContext('2d')!;
      const image = pen.createImageData(wide, 60);
      for (let at = 0; at < image.data.length; at += 65_536)
        crypto.getRandomValues(image.data.subarray(at, at + 65_536));
      for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
      pen.putImageData(image, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1]!;
    }, width);
  await hand(maya, 'paste', { 'wide.png': await drawn(2600), 'narrow.png': await drawn(1900) });
  const widths = () =>
    text(maya)
      .locator('img')
      .evaluateAll((all) => all.map((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0)));
  await expect.poll(widths, { timeout: 15_000 }).toEqual([2000, 1900]);
});

/** All that a text from elsewhere may have and the toolbar has no button for. */
const RARE = `<p>H<sub>2</sub>O and 10<sup>-6</sup></p><pre data-language="sql"><code>select 1</code></pre>
  <figure><table><tbody><tr><th scope="row">One</th><td>1</td></tr></tbody></table><figcaption>In <em>short</em></figcaption></figure>
  <figure data-embed="https://player.vimeo.com/video/123456789?dnt=1"><figcaption>Seen</figcaption></figure><ol start="4"><li><p>Four</p></li></ol>`;

test('undo takes back one’s own words and nobody else’s, a lost answer is sent again with what was typed since, and what the editor has no button for stays', async () => {
  const { world, maya, path } = await begun('Both of us');
  await maya.keyboard.type('First.');
  await maya.keyboard.press('Enter');
  await maya.keyboard.type('Second.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const priya = await alsoThere(world, world.agent, path);
  await text(priya).locator('p').first().click();
  await priya.keyboard.press('End');
  await priya.keyboard.type(' Hers.');
  await text(maya).click();
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type(' Mine.');
  await press(priya, 'Save the draft');
  await priya.getByText('The draft is saved.').waitFor();
  await maya.keyboard.press('Control+s');
  const lines = () => text(maya).locator('p').allTextContents();
  await expect.poll(lines).toEqual(['First. Hers.', 'Second. Mine.']);
  await maya.keyboard.press('Control+z');
  expect(await lines()).toEqual(['First. Hers.', 'Second.']);
  await maya.keyboard.press('Control+s');
  const revision = (n: string) => expect.poll(() => maya.locator('#article [name=revision]').inputValue()).toBe(n);
  await revision('5');

  await intercept(maya, '**/draft', (route) => route.abort('connectionreset'));
  await maya.keyboard.type(' Sent');
  const asked = maya.waitForRequest('**/draft');
  await maya.keyboard.press('Control+s');
  await asked;
  await maya.locator('[data-toast=offline-toast]').waitFor();
  await maya.keyboard.type(' and more.');
  await maya.unroute('**/draft');
  await maya.evaluate(() => dispatchEvent(new Event('online')));
  await revision('6');
  expect(await lines()).toEqual(['First. Hers.', 'Second. Sent and more.']);

  await maya.goto(stage().url(world, '/knowledge'));
  await peek(
    stage().portal.database,
    'update article_drafts set body_html = $2 where workspace_id = $1 and revision = 6',
    [world.workspaceId, RARE],
  );
  await maya.goto(stage().url(world, path));
  await text(maya).waitFor();
  await press(maya, /^Publish version 1/);
  await maya.getByText('Version 1 is live.').waitFor();
  const stranger = await stage().enter(world, null);
  const read = await (await stranger.goto(stage().url(world, '/help/en/both-of-us')))!.text();
  for (const part of [
    'H<sub>2</sub>O and 10<sup>-6</sup>',
    'data-language="sql"><code>select 1',
    '<th scope="row">',
    '<figcaption>In <em>short</em></figcaption></figure>',
    '<figcaption>Seen</figcaption></figure>',
    '<ol start="4">',
  ])
    expect(read).toContain(part);
});

test('on a narrow screen a long line of code scrolls within itself, and the tools stay in reach below the bar of the page', async () => {
  const { maya } = await begun('On a phone');
  await maya.setViewportSize({ width: 390, height: 700 });
  await tool(maya, 'Lines of code');
  await maya.keyboard.type('dig +short example.org NS @resolver.a-very-long-name-of-a-host.example.org');
  await maya.keyboard.press('Control+Enter');
  for (let line = 0; line < 20; line++) {
    await maya.keyboard.type(`Line ${line}`);
    await maya.keyboard.press('Enter');
  }
  const box = (selector: string) => maya.locator(selector).evaluate((element) => element.getBoundingClientRect());
  const [sheet, words, bar] = await Promise.all(
    ['.article-editor', '.article-editor .rich-text', '.topbar'].map(box) as [
      Promise<DOMRect>,
      Promise<DOMRect>,
      Promise<DOMRect>,
    ],
  );
  expect(words.width).toBeLessThanOrEqual(sheet.width);
  expect((await box('.article-editor .toolbar')).top).toBeGreaterThanOrEqual(bar.bottom);
  await tool(maya, 'Redo');
});

test('whoever goes on writing after setting a link writes behind its words, and not over them', async () => {
  const { maya } = await begun('With a link');
  await maya.keyboard.type('More of it');
  await maya.keyboard.press('Shift+Home');
  await tool(maya, 'Link');
  await maya.keyboard.type('example.org/more');
  // However late the next frame of a busy machine is.
  await maya.evaluate(() => {
    const frame = window.requestAnimationFrame;
    window.requestAnimationFrame = (run) => window.setTimeout(() => frame(run), 300);
  });
  await maya.keyboard.press('Enter');
  await maya.keyboard.type(' and less.');
  expect(await text(maya).locator('p').first().innerHTML()).toMatch(/^<a [^>]*>More of it<\/a> and less\.$/);
  const unsaved = maya.getByText('Not saved yet');
  await unsaved.waitFor();
  await maya.keyboard.press('Control+s');
  await maya.getByText('The draft is saved.').waitFor();
  await expect.poll(() => unsaved.isVisible()).toBe(false);
  await text(maya).click();
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type(' Done.');
  await unsaved.waitFor();
  // What was written a moment ago is in the preview; and the way back leads to it.
  await press(maya, 'Preview');
  await maya.waitForURL('**/preview?*');
  await maya.locator('.prose', { hasText: 'More of it and less. Done.' }).waitFor();
  await maya.goBack();
  await expect.poll(() => text(maya).textContent()).toBe('More of it and less. Done.');
});

test('an address becomes a link while somebody writes, in front of a comma and at the end of a sentence too', async () => {
  const { maya } = await begun('With addresses');
  await maya.keyboard.type('See https://a.example/x, then https://b.example/y. Not README.md, but www.c.example.');
  await maya.keyboard.press('Enter');
  const links = text(maya).locator('a');
  await expect
    .poll(() => links.evaluateAll((all) => all.map((one) => [one.textContent, one.getAttribute('href')])))
    .toEqual([
      ['https://a.example/x', 'https://a.example/x'],
      ['https://b.example/y', 'https://b.example/y'],
      ['www.c.example', 'https://www.c.example'],
    ]);
});

test('the line of a link finds another article by its title', async () => {
  const { world, maya } = await begun('Leads on');
  const shelf = await makeCategory(stage().portal, world, 'Payments');
  await makeArticle(stage().portal, world, shelf, 'How refunds are paid');
  await makeArticle(stage().portal, world, shelf, 'Where the money goes');
  await maya.keyboard.type('This way');
  await maya.keyboard.press('Shift+Home');
  await tool(maya, 'Link');
  await maya.keyboard.type('refunds');
  const offered = maya.locator('.article-editor datalist option');
  const titles = () => offered.evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  await expect.poll(titles, { timeout: 15_000 }).toEqual(['How refunds are paid']);
  await maya.getByLabel('Address, or the title of another article').fill('How refunds are paid');
  await maya.keyboard.press('Enter');
  const link = text(maya).locator('p > a');
  await expect.poll(() => link.getAttribute('href')).toBe('/help/en/how-refunds-are-paid');
  expect(await link.textContent()).toBe('This way');
  // Of no words its title is put there; small letters and its beginning are enough.
  await maya.keyboard.type(' or ');
  await tool(maya, 'Link');
  await maya.getByLabel('Address, or the title of another article').fill('how refunds');
  await maya.keyboard.press('Enter');
  await expect.poll(() => link.last().textContent()).toBe('How refunds are paid');
  // Whoever presses Enter before the titles are there waits for them.
  await maya.keyboard.type(' and ');
  await tool(maya, 'Link');
  await maya.keyboard.type('where the money');
  await maya.keyboard.press('Enter');
  await expect.poll(() => link.last().textContent(), { timeout: 15_000 }).toBe('Where the money goes');
});

test('until the editor is there the text stands as it is read, and its source does where no editor comes', async () => {
  const { world, maya, path } = await begun('Opened');
  await maya.keyboard.type('What it says.');
  await maya.keyboard.press('Control+s');
  await maya.getByText('The draft is saved.').waitFor();
  for (const [how, comes] of [
    ['late', true],
    ['never', false],
  ] as const) {
    const page = await stage().enter(world, world.owner);
    let go = () => {};
    const held = new Promise<void>((done) => (go = done));
    await page.route('**/assets/writing-*.js', async (route) => {
      await held;
      await (comes ? route.continue() : route.abort());
    });
    await page.goto(stage().url(world, path));
    const source = page.locator('textarea[name=body]');
    await page.locator('.article-editor .prose p', { hasText: 'What it says.' }).waitFor();
    expect(await source.isVisible(), how).toBe(false);
    go();
    await (comes ? text(page) : source).waitFor();
    await expect.poll(() => page.locator('.article-editor .prose').isVisible()).toBe(false);
    expect(await source.inputValue(), how).toBe('<p>What it says.</p>');
  }
});

test('of a very long text what was typed last is saved, although it is written down only when the keys rest', async () => {
  const { world, maya, path } = await begun('Long');
  const body = `<p>${'word '.repeat(400)}</p>`.repeat(150);
  const answer = await as(stage().portal, world.owner).submit(path, `${path}/draft`, { title: 'Long', body });
  expect(answer.status).toBe(303);
  await maya.goto(stage().url(world, path));
  const words = maya.locator('.article-editor .rich-text[data-long]');
  await words.click();
  await maya.keyboard.press('Control+Home');
  await maya.keyboard.type('First of all. ');
  await maya.keyboard.press('Control+s');
  await maya.getByText('The draft is saved.').waitFor();
  const saved = await as(stage().portal, world.owner).get(path);
  expect(saved.text).toContain('First of all. word word');
});
