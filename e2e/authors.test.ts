import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { authorsOn, paste, press, text, tool } from './author.ts';
import { slowly } from './list.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();
const { begun, alsoThere } = authorsOn(stage);

const DOCS = `<b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span style="font-weight:400;">In the registry</span></h1>
  <p dir="ltr"><span style="font-weight:400;">Plain, </span><span style="font-weight:700;">bold</span></p><p><img src="https://elsewhere.example/x.png"></p></b>`;
const listed = (level: number, sign: string, words: string) =>
  `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='mso-list:
  Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>${words}<o:p></o:p></p>`;
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>body{position:fixed}</style></head><body>
  ${listed(1, '1.', 'Ask')}${listed(2, '·', 'by mail')}${listed(1, '2.', 'Wait')}<p class=MsoNormal>Done<script>alert(1)</script></p></body></html>`;
/** A numbered list, one with dots and another that is numbered from one again, with nothing between them; then one that goes on. */
const KINDS = `<p class=MsoNormal>Kinds<o:p></o:p></p>${listed(1, '1.', 'Counted')}${listed(1, '·', 'Dotted')}${listed(1, '(1)', 'Anew')}<p>Between</p>${listed(1, '(2)', 'On')}`;

test('an article is written with everything the editor has, saved again and again, and read by a stranger as it was written', async () => {
  const { world, maya, path } = await begun('Move a domain');
  await maya.keyboard.type('Begin here.');
  await maya.keyboard.press('Control+s');
  await maya.getByText('The draft is saved.').waitFor();
  // The caret is where it was, and what was saved is still there.
  await maya.keyboard.type(' Then go on.');
  await expect.poll(() => text(maya).textContent()).toBe('Begin here. Then go on.');
  await maya.keyboard.press('Enter');
  await tool(maya, 'Lines of code');
  await maya.keyboard.type('dig example.org');
  await maya.keyboard.press('Control+Enter');
  await maya.keyboard.type('What it says:');
  await maya.keyboard.press('Enter');
  await paste(maya, DOCS);
  await maya.getByText('Left out of what you pasted').waitFor();
  await paste(maya, WORD);
  await paste(maya, KINDS);
  const kinds = () =>
    text(maya).evaluate((editor) =>
      [...editor.children]
        .slice(-7)
        .map((one) => one.localName + (one.getAttribute('start') ?? ''))
        .join(' '),
    );
  await expect.poll(kinds).toMatch(/ol ul ol p ol2( p)?$/);
  await tool(maya, 'Note, tip or warning');
  await maya.keyboard.press('Control+End');
  await tool(maya, 'Table');
  for (const head of ['Registrar', 'Where', 'How long']) {
    await maya.keyboard.type(head);
    await maya.keyboard.press('Tab');
  }
  await expectSound(maya, 'the editor of an article');
  await press(maya, 'Save the draft');
  await expect.poll(() => maya.locator('#article [name=revision]').inputValue()).toBe('3');
  expect(await text(maya).locator('ol > li ul').textContent()).toBe('by mail');
  await press(maya, /^Publish version 1/);
  await maya.getByText('Version 1 is live.').waitFor();
  expect(await text(maya).locator('h2').textContent()).toBe('In the registry');

  const stranger = await stage().enter(world, null, { ...phone, javaScriptEnabled: false });
  await stranger.goto(stage().url(world, '/help/en/move-a-domain'));
  const read = await stranger.locator('article').innerHTML();
  for (const part of ['Begin here. Then go on.', 'dig example.org</code>', '<strong>bold</strong>'])
    expect(read).toContain(part);
  expect(await stranger.locator('article thead').textContent()).toBe('RegistrarWhereHow long');
  expect(await stranger.locator('article h2').first().textContent()).toContain('In the registry');
  expect(await stranger.locator('article ol > li').first().textContent()).toMatch(/^Ask\s*by mail$/);

  // Shown while somebody types; the arrows lead there, and Escape goes back to what was typed.
  const typing = await stage().enter(world, null, phone);
  await typing.goto(stage().url(world, '/help'));
  // At once: what is found for each of the letters would come one after the other, and take the place of what was reached.
  await typing.getByRole('searchbox').fill('move a dom');
  const suggested = typing.locator('.help-suggested a');
  await suggested.getByText('Move a domain').waitFor();
  await expectSound(typing, 'what is found while somebody types');
  await typing.keyboard.press('ArrowDown');
  await typing.keyboard.press('Escape');
  await suggested.waitFor({ state: 'detached' });
  expect(await typing.getByRole('searchbox').inputValue()).toBe('move a dom');
  await typing.keyboard.type('a');
  await suggested.waitFor();
  await typing.keyboard.press('ArrowDown');
  await typing.keyboard.press('Enter');
  await typing.waitForURL('**/help/en/move-a-domain');

  // Left without saving: this browser has it still, and goes back to what was saved when asked to. To publish stands out meanwhile.
  const stands = () => maya.locator('.publishing > .button').evaluate(({ classList }) => classList.contains('primary'));
  expect(await stands()).toBe(false);
  await text(maya).locator('p').first().click();
  await maya.keyboard.press('End');
  await maya.keyboard.type(' Not saved.');
  await expect.poll(stands).toBe(true);
  await maya.goto(stage().url(world, '/knowledge'));
  await maya.goto(stage().url(world, path));
  await expect.poll(() => text(maya).textContent()).toContain('Not saved.');
  await expect.poll(stands).toBe(true);
  await press(maya, 'Go back to what was saved');
  await expect.poll(() => text(maya).textContent()).not.toContain('Not saved.');
  await expect.poll(stands).toBe(false);
  await maya.goto(stage().url(world, path));
  await text(maya).waitFor();
  expect(await text(maya).textContent()).not.toContain('Not saved.');
});

test('two authors in two browsers: what the other saved comes in, both texts are brought together, and at one place both are shown', async () => {
  const { world, maya, path } = await begun('Two of us');
  await maya.keyboard.type('First line.');
  await maya.keyboard.press('Enter');
  await maya.keyboard.type('Second line.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const priya = await alsoThere(world, world.agent, path);
  const add = async (page: Page, line: number, words: string) => {
    await text(page).locator('p').nth(line).click();
    await page.keyboard.press('End');
    await page.keyboard.type(words);
  };
  const revision = (page: Page, n: string) =>
    expect.poll(() => page.locator('#article [name=revision]').inputValue()).toBe(n);
  const both = (page: Page) => expect.poll(async () => (await text(page).locator('p').allTextContents()).join('|'));
  await maya.getByText('Who can see it', { exact: true }).click();
  // Maya is not at work in it: what Priya saves is what she has before her.
  await add(priya, 0, ' By Priya.');
  await press(priya, 'Save the draft');
  await both(maya).toBe('First line. By Priya.|Second line.');
  await revision(priya, '3');
  await add(maya, 1, ' By Maya.');
  await add(priya, 0, ' Once more.');
  await press(priya, 'Save the draft');
  await revision(priya, '4');
  await press(maya, 'Save the draft');
  await maya.getByText('both of your changes are in the text').waitFor();
  await both(maya).toBe('First line. By Priya. Once more.|Second line. By Maya.');

  await priya.goto(stage().url(world, path));
  await text(priya).waitFor();
  await add(priya, 0, ' Hers.');
  await add(maya, 0, ' Mine.');
  await press(priya, 'Save the draft');
  await priya.getByText('The draft is saved.').waitFor();
  await press(maya, 'Save the draft');
  await maya.getByText('You and Priya Raman wrote at the same place').waitFor();
  await both(maya).toBe(
    'First line. By Priya. Once more. Hers.|First line. By Priya. Once more. Mine.|Second line. By Maya.',
  );
  await expectSound(maya, 'two who wrote at one place');
});

test('whoever writes in an article that a colleague deletes is told at once, with their words kept', async () => {
  const { world, maya, path } = await begun('Soon gone');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const priya = await alsoThere(world, world.agent, path);
  await text(priya).click();
  await priya.keyboard.type('Words to keep.');
  const unsaved = priya.getByText('Not saved yet');
  await unsaved.waitFor();
  // What a colleague's writing changes on the page takes nothing away of what is said of one's own.
  await text(maya).click();
  await maya.keyboard.type('x');
  await priya.locator('#presence', { hasText: 'is writing on this as well' }).waitFor();
  await expect.poll(() => unsaved.isVisible()).toBe(true);
  await press(maya, 'Delete this article');
  const question = maya.getByRole('dialog', { name: 'Delete this article' });
  await question.getByText('is writing in it just now.').waitFor();
  await question.getByRole('button', { name: 'Delete this article' }).click();
  await maya.getByText('The draft is gone.').waitFor();
  await priya.locator('#presence', { hasText: 'Somebody has deleted this' }).waitFor();
  expect(await priya.locator('#presence').textContent()).toContain('copy what you want to keep');
  expect(await text(priya).textContent()).toBe('Words to keep.');
});

test('what is typed while a save is on its way stays, and the next save brings it together with what a colleague saved before', async () => {
  const { world, maya, path } = await begun('On its way');
  await maya.keyboard.type('First line.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const priya = await alsoThere(world, world.agent, path);
  await text(maya).click();
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type(' Mine.');
  await text(priya).click();
  await priya.keyboard.press('Control+End');
  await priya.keyboard.type(' Hers.');
  await press(priya, 'Save the draft');
  await priya.getByText('The draft is saved.').waitFor();

  const letGo = await slowly(maya, '/draft');
  const asked = maya.waitForRequest('**/draft');
  await maya.keyboard.press('Control+s');
  await asked;
  await maya.keyboard.type(' More.');
  await maya.locator('#summary').fill('Typed meanwhile');
  await maya.locator('#title').fill('On its way, too');
  letGo();
  await maya.getByText('You and Priya Raman wrote at the same place').waitFor();
  const lines = () => text(maya).locator('p').allTextContents();
  expect(await lines()).toEqual(['First line. Mine. More.']);
  expect(await maya.locator('#summary').inputValue()).toBe('Typed meanwhile');
  expect(await maya.locator('#title').inputValue()).toBe('On its way, too');
  expect(await maya.locator('#article [name=revision]').inputValue()).toBe('2');

  await press(maya, 'Save the draft');
  await expect.poll(lines).toEqual(['First line. Hers.', 'First line. Mine. More.']);
  const answered = maya.waitForResponse((answer) => answer.url().includes(`${path}?`) && answer.status() === 200);
  const shown = maya.evaluate(
    () => new Promise<void>((done) => document.addEventListener('turbo:render', () => done(), { once: true })),
  );
  await press(maya, 'Save the draft');
  // What the save before said may still be there.
  await Promise.all([answered, shown]);
  // A letter typed and taken back is no change.
  await text(maya).click();
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type('x');
  await maya.keyboard.press('Backspace');
  const isAsSaved = () =>
    maya.locator('#body').evaluate(({ value, defaultValue }: HTMLTextAreaElement) => value === defaultValue);
  await expect.poll(isAsSaved).toBe(true);
  await maya.goto(stage().url(world, path));
  await text(maya).waitFor();
  expect(await lines()).toEqual(['First line. Hers.', 'First line. Mine. More.']);
  expect(await maya.locator('#summary').inputValue()).toBe('Typed meanwhile');
  expect(await maya.locator('#title').inputValue()).toBe('On its way, too');
});

test('a browser keeps only what was changed and what it began with, and after a save there is nothing to go back to', async () => {
  const { world, maya, path } = await begun('Kept here');
  await maya.keyboard.type('Saved.');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  await text(maya).click();
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type(' Not saved.');
  await maya.goto(stage().url(world, '/knowledge'));
  const key = (await maya.evaluate(() => Object.keys(localStorage))).find((name) => name.includes('article:'))!;
  const kept = await maya.evaluate((name) => JSON.parse(localStorage.getItem(name)!), key);
  expect(Object.keys(kept.fields).toSorted()).toEqual(['body', 'body_format', 'revision']);
  await maya.goto(stage().url(world, path));
  const back = maya.getByRole('button', { name: 'Go back to what was saved' });
  await back.waitFor();
  await press(maya, 'Save the draft');
  await expect.poll(() => maya.locator('#article [name=revision]').inputValue()).toBe('3');
  expect(await back.isVisible()).toBe(false);
  await maya.locator('#article').evaluate((form: HTMLFormElement) => form.reset());
  expect(await maya.locator('#article [name=revision]').inputValue()).toBe('3');

  // Without what it began with, it would go over what was saved since.
  await maya.goto(stage().url(world, '/knowledge'));
  delete kept.fields.revision;
  kept.fields.body = '<p>Of the build before.</p>';
  await maya.evaluate(([name, draft]) => localStorage.setItem(name!, draft!), [key, JSON.stringify(kept)]);
  await maya.goto(stage().url(world, path));
  await text(maya).waitFor();
  expect(await text(maya).textContent()).toBe('Saved. Not saved.');
  expect(await back.isVisible()).toBe(false);
});

test('whoever only puts the caret into an article below a list has written nothing: there is nothing to save, to keep or to be told', async () => {
  const { world, maya, path } = await begun('Only looked at');
  await maya.keyboard.type('- One');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const beats: string[] = [];
  maya.on(
    'request',
    (request) => request.method() === 'POST' && request.url().includes('/presence') && beats.push(request.url()),
  );
  await maya.goto(stage().url(world, path));
  await text(maya).getByText('One').click();
  // The line to go on in, which the editor puts there.
  await expect.poll(() => text(maya).locator(':scope > p').count()).toBe(1);
  const body = maya.locator('#body');
  expect(await body.evaluate(({ value, defaultValue }: HTMLTextAreaElement) => value === defaultValue)).toBe(true);
  expect(await maya.locator('[data-unsaved=article]').isVisible()).toBe(false);
  await maya.goto(stage().url(world, '/knowledge'));
  const kept = await maya.evaluate(() => Object.keys(localStorage));
  expect(kept.filter((name) => name.includes('article:'))).toEqual([]);
  expect(beats).toEqual([]);

  // Control: a letter is enough.
  await maya.goto(stage().url(world, path));
  await text(maya).getByText('One').click();
  await maya.keyboard.press('End');
  await maya.keyboard.type('s');
  await expect.poll(() => beats.length).toBe(1);
  await expect.poll(() => maya.locator('[data-unsaved=article]').isVisible()).toBe(true);
});
