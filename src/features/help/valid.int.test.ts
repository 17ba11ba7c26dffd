import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { as, attribute, elements, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Something of everything that an author can write. */
const EVERYTHING = `<h2>First</h2><p>Words, <strong>strong</strong>, <em>soft</em>, <code>code</code> and a <a href="/help">link</a>.</p>
<ul><li>One</li><li>Two</li></ul><ol><li>Three</li></ol><h3>Below</h3><blockquote><p>Said</p></blockquote>
<table><tbody><tr><th>Role</th><th>May</th></tr><tr><td>Reader</td><td>Read</td></tr></tbody></table>
<pre data-language="text"><code>a
b</code></pre><h2>Second</h2><iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe><hr><p>End.</p>`;

beforeAll(async () => {
  world = await newWorld(portal());
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['de']));
  const topic = await makeCategory(portal(), world, 'Email and forms');
  await makeArticle(portal(), world, topic, 'Everything at once', { html: EVERYTHING });
  await makeArticle(portal(), world, topic, 'Something else');
  portal().platform.hub.publish(world.workspaceId, ['help']);
});

/** What a parser has to mend, and names that stand twice. */
function wrongIn(text: string): string[] {
  const wrong: string[] = [];
  const page = parse(text, { onParseError: ({ code, startLine }) => wrong.push(`${code} in line ${startLine}`) });
  const ids = [
    'a',
    'h1',
    'h2',
    'h3',
    'section',
    'main',
    'form',
    'input',
    'textarea',
    'p',
    'div',
    'span',
    'nav',
  ].flatMap((name) => [...elements(page, name)].flatMap((one) => attribute(one, 'id') ?? []));
  return [...wrong, ...ids.filter((id, n) => ids.indexOf(id) < n).map((id) => `#${id} twice`)];
}

test('what visitors read is well-formed HTML, in each language, also after a vote and in the search', async () => {
  const client = visitor(portal(), world);
  const article = '/help/en/everything-at-once';
  const lists = ['/help', '/help?lang=de', '/help/email-and-forms', '/help/search?q=everything', '/help/search?q=no'];
  for (const path of [...lists, article, `${article}?lang=de`, `${article}?thanks=no`]) {
    const { status, text } = await client.get(path);
    expect([status, wrongIn(text)], path).toEqual([200, []]);
  }
  // The control: it would say.
  expect(wrongIn('<!doctype html><p id="a"><div id="a"></p>').length).toBeGreaterThan(0);
});

test('headings leave no level out, whatever was written, and a keyboard gets at a wide table', async () => {
  const topic = await makeCategory(portal(), world, 'Brought over');
  const html =
    '<h4>Deep</h4><p>a</p><h4>Beside</h4><h3>Up</h3><h4>Below</h4><h2>Head</h2><h4>Skips</h4><table><tbody><tr><td>1</td></tr></tbody></table>';
  await makeArticle(portal(), world, topic, 'Begins deep', { html });
  const { text } = await visitor(portal(), world).get('/help/en/begins-deep');
  const headings = [...text.matchAll(/<h([234])[^>]*>(Deep|Beside|Up|Below|Head|Skips)</g)].map(
    ([, level, title]) => `${level} ${title}`,
  );
  expect(headings).toEqual(['2 Deep', '2 Beside', '2 Up', '3 Below', '2 Head', '3 Skips']);
  expect(text).toContain('<div class="scroll-x" tabindex="0" role="group" aria-label="Table"><table>');
  expect(wrongIn(text)).toEqual([]);
});

test('TRUST 46: what is handed over as a picture of a public article and is none is not taken, and would not run; control: a picture is shown', async () => {
  const maya = as(portal(), world.owner);
  const topic = await makeCategory(portal(), world, 'With pictures');
  const { number } = await makeArticle(portal(), world, topic, 'With a picture', { draft: true });
  const hand = (name: string, content: string | Uint8Array) =>
    maya.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, { file: { name, content } });
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const none = ['<!doctype html><script>alert(1)</script>', svg, `%PDF-1.7\n${svg}`];
  for (const [n, content] of none.entries()) await hand(`dot-${n}.png`, content);
  const pictures = () =>
    peek<{ id: string }>(portal().database, 'select id from article_pictures where workspace_id = $1', [
      world.workspaceId,
    ]);
  expect(await pictures()).toEqual([]);
  await hand('dot.png', PNG);
  const [picture] = await pictures();
  const body = `<p>Look</p><img src="picture:${picture!.id}" alt="A dot">`;
  await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/draft`, {
    title: 'With a picture',
    body,
    act: 'publish',
  });
  const page = await visitor(portal(), world).get('/help/en/with-a-picture');
  expect(page.text).toContain(`src="/help/pictures/${picture!.id}"`);
  const shown = async () => (await visitor(portal(), world).get(`/help/pictures/${picture!.id}`)).headers;
  expect([(await shown()).get('content-type'), (await shown()).get('content-disposition')]).toEqual([
    'image/png',
    expect.stringContaining('inline'),
  ]);
  // If one had come in all the same: saved, never shown, sandboxed, and no browser guesses.
  await peek(portal().database, "update article_pictures set type = 'image/svg+xml' where id = $1", [picture!.id]);
  const saved = await shown();
  expect(saved.get('content-disposition')).toContain('attachment');
  expect(saved.get('content-security-policy')).toContain('sandbox');
  expect(saved.get('x-content-type-options')).toBe('nosniff');
});

test('TRUST 52: nothing that an article names is asked for by the server or by its reader, neither file nor private address; control: the address answers', async () => {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked += 1;
    answer.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const inside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const topic = await makeCategory(portal(), world, 'From within');
  await makeArticle(portal(), world, topic, 'From within', {
    html: `<p>Read <a href="${inside}/page">this</a> and <a href="file:///etc/passwd">that</a>.</p><img src="${inside}/a.png" alt="x">
      <img src="file:///etc/passwd"><iframe src="${inside}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>
      <video src="${inside}/v"></video><object data="${inside}/o"></object><p style="background:url(${inside}/b)">Words</p>`,
  });
  for (const path of [
    '/help/en/from-within',
    '/help/from-within',
    '/help',
    '/help/feed.xml',
    '/help/card.png',
    '/help/search?q=within',
  ]) {
    const { status, text } = await visitor(portal(), world).get(path);
    expect(status, path).toBe(200);
    expect(text, path).not.toContain('/etc/passwd');
    expect(text.replaceAll(`href="${inside}/page"`, ''), path).not.toContain(inside);
  }
  await portal().workJobs();
  expect(asked).toBe(0);
  expect((await fetch(`${inside}/a.png`)).status).toBe(200);
  expect(asked).toBe(1);
  await new Promise((resolve) => server.close(resolve));
});
