import { expect, test } from 'vitest';
import { peek } from '../test/database.ts';
import { authorsOn, press, text } from './author.ts';
import { useStage } from './stage.ts';

const stage = useStage();
const { begun } = authorsOn(stage);

const PICTURE = '<img src="picture:01890a5d-ac96-774b-bcce-b302099a8057" alt="A button">';
/** As it was brought in, and as it is when an editor has read it: the same to every reader. */
const BROUGHT: [string, string?][] = [
  [
    '<p>This line is\nwrapped, <em>as</em>\n<strong>every</strong> one of a README\n  is.<br />\nTwo lines.</p>\n',
    '<p>This line is wrapped, <em>as</em> <strong>every</strong> one of a README is.<br>Two lines.</p>',
  ],
  ['<ul>\n<li>wrapped\nitem</li>\n</ul>\n', '<ul><li><p>wrapped item</p></li></ul>'],
  ['<pre><code>two\n  lines</code></pre>'],
  ['<p>A list:</p>'],
  [
    `<ol><li><p>One</p></li><li>${PICTURE}</li><li>${PICTURE}<p>words</p></li><li><p>Two</p><p>${PICTURE}</p></li><li><p>${PICTURE}</p></li></ol>`,
  ],
  ['<p>Steps:</p>'],
  ['<ol><li><pre><code>cmd</code></pre><p>ran</p></li><li><h3>Step</h3><p>Do it.</p></li><li><p>End</p></li></ol>'],
  ['<p>Others:</p>'],
  [
    '<ul><li><blockquote><p>a</p></blockquote></li><li><aside data-callout="tip"><p>b</p></aside></li><li><ul><li><p>c</p></li></ul></li></ul>',
  ],
  [
    '<ol start="3"><li><table><tbody><tr><td><p>d</p></td></tr></tbody></table></li><li><figure data-embed="https://player.vimeo.com/video/123456789?dnt=1"></figure><p>e</p></li></ol>',
  ],
  [
    '<p><a href="https://example.org/"><code>npm install</code></a>, <strong><code>b</code></strong>, <em>i <code>i</code> i</em>, <s><code>s</code></s>, <code>c</code>.</p>',
  ],
];

test('a text that was brought in is the same when an editor has read and kept it', async () => {
  const { world, maya, path } = await begun('Brought in');
  await maya.keyboard.type('x');
  await press(maya, 'Save the draft');
  await maya.getByText('The draft is saved.').waitFor();
  await maya.goto(stage().url(world, '/knowledge'));
  await peek(stage().portal.database, 'update article_drafts set body_html = $2 where workspace_id = $1', [
    world.workspaceId,
    BROUGHT.map(([html]) => html).join(''),
  ]);
  await maya.goto(stage().url(world, path));
  await text(maya).waitFor();
  // What the server leaves out of every table.
  const kept = (await maya.locator('textarea[name=body]').inputValue())
    .replaceAll(/ style="[^"]*"|<colgroup>.*?<\/colgroup>/g, '')
    .replaceAll('/help/pictures/', 'picture:');
  const byItem = (html: string) => html.split(/(?<=<\/li>)/);
  expect(byItem(kept)).toEqual(byItem(BROUGHT.map(([html, as]) => as ?? html).join('')));
});
