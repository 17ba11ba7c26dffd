import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanBody } from './body.ts';
import { isMisplaced, placed } from './placed.ts';

const clean = (html: string): string => cleanBody(html, () => true).html;

test.each([
  ['<div><div><h2>Head</h2></div><p>one</p>\n</div>', '<h2>Head</h2><p>one</p>'],
  [
    '<section><p>one</p>two <b>three</b><ul><li>x</li></ul></section>',
    '<p>one</p><p>two <strong>three</strong></p><ul><li>x</li></ul>',
  ],
  ['<table><td>a</table>', '<table><tr><td>a</td></tr></table>'],
  [
    '<table><tr><td>a</td></tr>stray<tr><td>b</td></tr></table>',
    '<table><tr><td>a</td></tr><tr><td>stray</td></tr><tr><td>b</td></tr></table>',
  ],
  ['<ul><p>stray</p><li>ok</ul>', '<ul><li><p>stray</p></li><li>ok</li></ul>'],
  ['<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>', '<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>'],
  [
    '<h2>Head<aside><h3>in</h3>words</aside>on</h2>',
    '<h2>Head</h2><aside data-callout="info"><h3>in</h3>words</aside><h2>on</h2>',
  ],
  ['<b><p>a</p></b>', '<p><strong>a</strong></p>'],
  ['<b>a<ul><li>b</li><li></li></ul></b>', '<strong>a</strong><ul><li><strong>b</strong></li><li></li></ul>'],
  ['<li>lone</li><td>cell</td>', '<p>lone</p><p>cell</p>'],
  ['<p>a<b> </b>b <i>c</i> <s>d</s><div>e<hr>f</div>', '<p>a b <em>c</em> <s>d</s></p><p>e</p><hr /><p>f</p>'],
  ['<pre><div>a\n\nb</div></pre>', '<pre>a\n\nb</pre>'],
])('%s has its place', (html, expected) => {
  expect(clean(html)).toBe(expected);
});

const names = 'p h2 h3 pre blockquote ul ol li aside figure table tbody tr td th strong em code a'.split(' ');
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom('word', 'more words', ' ', '<br />', '<hr />'),
    fc
      .tuple(fc.constantFrom(...names), fc.array(tie('tree'), { maxLength: 4 }))
      .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
  ),
}));
const wordsOf = (html: string): string => html.replaceAll(/<(?!hr|br)[^>]*>|\s/g, '');

test('whatever is nested in whatever, all has a place, in order and with nothing lost', () => {
  fc.assert(
    fc.property(tree, (html) => {
      const after = placed(html);
      expect(isMisplaced(after), after).toBe(false);
      expect(wordsOf(after)).toBe(wordsOf(html));
      expect(placed(after)).toBe(after);
      // What has its place is left as it is, but for what is empty.
      if (!isMisplaced(html) && !/<(\w+)>\s*<\/\1>/.test(html) && !/>\s+</.test(html)) expect(after).toBe(html);
    }),
    { numRuns: 2000 },
  );
});
