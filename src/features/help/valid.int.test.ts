import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { attribute, elements, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

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
