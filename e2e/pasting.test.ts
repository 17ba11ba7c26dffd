import { expect, test } from 'vitest';
import { authorsOn, paste, press, text } from './author.ts';
import { intercept, useStage } from './stage.ts';

const { begun } = authorsOn(useStage());

test('what of a pasted text has no place in an article is named, its words stay, and a video of the list comes with it', async () => {
  const { maya } = await begun('From elsewhere');
  const said = maya.locator('#pasted');
  const named = (words: string) => expect.poll(() => said.textContent()).toBe(`Left out of what you pasted: ${words}.`);
  for (const [html, kind] of [
    ['<p>a</p><iframe src="https://elsewhere.example/"></iframe>', 'videos and frames that are not on the list'],
    ['<p>b</p><video src="https://elsewhere.example/x.mp4"></video>', 'videos and frames that are not on the list'],
    ['<p>c</p><svg><path d="M0 0"/></svg>', 'drawings'],
    ['<form><p>d</p><input name="x"></form>', 'parts of forms'],
    ['<p>e</p><script>alert(1)</script>', 'scripts'],
    ['<p>f <a href="javascript:alert(1)">g</a></p>', 'links that lead nowhere safe'],
    ['<p>h</p><canvas></canvas><script>alert(1)</script>', 'drawings, scripts'],
  ] as const) {
    await paste(maya, html);
    await named(kind);
  }
  await expect.poll(() => text(maya).textContent()).toBe('abcdef gh');

  await maya.keyboard.press('Enter');
  await paste(
    maya,
    `<p>Watch:</p><iframe src="//www.youtube.com/embed/dQw4w9WgXcQ"></iframe>
      <details><summary>More</summary>hidden words, <a href="https://example.org/">one link</a></details>`,
  );
  await expect.poll(() => said.isVisible()).toBe(false);
  const lines = async () => (await text(maya).locator('p').allTextContents()).map((line) => line.trim());
  await expect.poll(lines).toEqual(expect.arrayContaining(['Watch:', 'More', 'hidden words, one link']));
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  const player = 'figure[data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]';
  await expect.poll(() => maya.locator('#body').inputValue()).toContain(player.slice(7, -1));
});

test('Ctrl+K makes a link of the words that are chosen, and the address of a video on an empty line is the video', async () => {
  const { maya } = await begun('By keys');
  const pasted = (words: string) => paste(maya, words, 'text/plain');
  const video = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
  await maya.keyboard.type('Here');
  await maya.keyboard.press('Shift+Home');
  await maya.keyboard.press('Control+k');
  await maya.keyboard.type('example.org');
  await maya.keyboard.press('Enter');
  await expect.poll(() => text(maya).locator('p > a[href="https://example.org"]').textContent()).toBe('Here');
  await maya.keyboard.type(' or ');
  await pasted(video);
  await expect.poll(() => text(maya).locator(`p > a[href="${video}"]`).count()).toBe(1);
  expect(await text(maya).locator('figure').count(), 'control: within a line it is a link').toBe(0);
  await maya.keyboard.press('Control+End');
  await maya.keyboard.press('Enter');
  await pasted(video);
  await expect.poll(() => text(maya).locator(`figure[data-embed="${video}"]`).count()).toBe(1);
  await maya.keyboard.press('Control+k');
  await maya.locator('#palette[open]').waitFor();
});

test('Markdown that is pasted as words becomes headings, lists, links and code, and undo brings the words back', async () => {
  const { maya } = await begun('From a repository');
  const words = [
    '# Refunds',
    'Write to **us** or read [the rules](https://example.org/rules).',
    '- within a week\n- with the invoice',
    '> [!TIP]\n> Have the number at hand.',
    '```sh\nnpm start\n```',
    '<script>alert(1)</script>',
  ].join('\n\n');
  await maya.keyboard.type('Before.');
  await maya.keyboard.press('Enter');
  await paste(maya, words, 'text/plain');
  const has = (selector: string, said: string) =>
    expect.poll(() => text(maya).locator(selector).first().textContent(), { timeout: 15_000 }).toBe(said);
  await has('h2', 'Refunds');
  await has('p > strong', 'us');
  await has('p > a[href="https://example.org/rules"]', 'the rules');
  await has('ul > li:nth-child(2)', 'with the invoice');
  await has('aside[data-callout="tip"]', 'Have the number at hand.');
  await has('pre[data-language="sh"]', 'npm start');
  await has('p:has-text("alert")', '<script>alert(1)</script>');
  expect(await text(maya).locator('p').first().textContent()).toBe('Before.');
  await expect.poll(() => maya.locator('#pasted').textContent()).toContain('Undo brings the plain text back');
  await maya.keyboard.press('Control+z');
  await expect.poll(() => text(maya).locator('h2').count(), { timeout: 15_000 }).toBe(0);
  expect(await text(maya).textContent()).toContain('# Refunds');
  expect(await text(maya).textContent()).toContain('- within a week');

  // Control: what is no Markdown stays as it was copied.
  await maya.keyboard.press('Control+End');
  await maya.keyboard.press('Enter');
  await paste(maya, '# install it\nnpm i', 'text/plain');
  await expect.poll(() => text(maya).textContent(), { timeout: 15_000 }).toMatch(/# install it\s*npm i$/);
});

test('what an office suite raised, lowered and underlined stays so, and signs in code its own; a cell over all columns makes no others', async () => {
  const { maya } = await begun('From a suite');
  await paste(
    maya,
    `<b style="font-weight:normal"><p><span style="font-weight:400">10 m</span><span style="font-size:0.6em;vertical-align:super">2</span>,
      H<span style="vertical-align:sub">2</span>O, <span style="text-decoration:underline">that</span>,
      <a href="https://example.org/" style="text-decoration:none"><span style="text-decoration:underline">a link</span></a>,
      <code>https://example.org/ ~~x~~</code></p></b>
      <p class=MsoToc1><a href="#_Toc12">Fees</a></p>
      <table><tr><td colspan="1000">All</td></tr><tr><td>1</td><td>2</td></tr></table>`,
  );
  const body = () => maya.locator('textarea[name=body]').inputValue();
  await expect
    .poll(body)
    .toContain(
      '10 m<sup>2</sup>, H<sub>2</sub>O, <u>that</u>, <a href="https://example.org/">a link</a>, <code>https://example.org/ ~~x~~</code>',
    );
  await expect.poll(body).toMatch(/<td colspan="2"[^>]*><p>All/);
  // A place that Word has named is none here.
  expect(await body()).toContain('<p>Fees</p>');
});

test('what is copied from a page of our own comes as it stands there: a video as one, a picture with its address', async () => {
  const { maya } = await begun('From our own page');
  const video = 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ';
  const picture = '/help/pictures/01a2b3c4-0000-7000-8000-000000000001';
  await paste(
    maya,
    `<p>Watch</p><figure class="embed" data-embed="${video}"><details><summary>Show the video from www.youtube-nocookie.com</summary></details></figure>
      <p>Look</p><img src="${new URL(maya.url()).origin}${picture}" alt="A desk">`,
  );
  await expect.poll(() => text(maya).locator(`figure[data-embed="${video}"]`).count()).toBe(1);
  await expect.poll(() => text(maya).locator(`img[src="${picture}"]`).count()).toBe(1);
  expect(await text(maya).textContent()).not.toContain('Show the video');
  expect(await maya.locator('#pasted').isVisible()).toBe(false);
  // Control: a picture at the same path elsewhere is from elsewhere.
  await paste(maya, `<p>Other</p><img src="https://elsewhere.example${picture}" alt="">`);
  await expect.poll(() => maya.locator('#pasted').textContent()).toContain('pictures from elsewhere');
});

test('code that a page shows with its name and a button comes as code, a formula once, and a box as one that is ticked or not', async () => {
  const { maya } = await begun('From a conversation');
  await paste(
    maya,
    `<ol><li><p>Run</p><pre><div class="top"><div>bash</div><div><button>Copy code</button></div><div><code class="whitespace-pre! language-bash"><span>npm install
npm start</span></code></div></div></pre></li></ol>
      <p>Then <span class="katex"><span class="katex-mathml"><math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x2</span></span> is it.</p>
      <ul><li><input type="checkbox" checked disabled> done</li><li><input type="checkbox" disabled> open</li></ul>`,
  );
  const code = text(maya).locator('li pre[data-language="bash"]');
  await expect.poll(() => code.textContent()).toBe('npm install\nnpm start');
  await expect.poll(() => text(maya).locator(':scope > p').first().textContent()).toBe('Then x^2 is it.');
  await expect.poll(() => text(maya).locator('ul > li').allTextContents()).toEqual(['☑ done', '☐ open']);
  expect(await text(maya).textContent()).not.toContain('Copy code');
  expect(await maya.locator('#pasted').isVisible()).toBe(false);
});

test('what is typed after Markdown was pasted, and before it has become what it says, stays', async () => {
  const { maya } = await begun('On a slow line');
  let bring: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    bring = resolve;
  });
  await intercept(maya, '**/from-markdown-*.js', async (route) => {
    await held;
    await route.continue();
  });
  const asked = maya.waitForRequest('**/from-markdown-*.js');
  await paste(maya, '# Head\n\n- one\n- two', 'text/plain');
  await asked;
  await expect.poll(() => text(maya).textContent()).toContain('- two');
  await maya.keyboard.type(' typed after');
  bring!();
  await expect.poll(() => text(maya).locator('h2').textContent(), { timeout: 15_000 }).toBe('Head');
  expect(await text(maya).textContent()).toMatch(/two\s*typed after/);
});
