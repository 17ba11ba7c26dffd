import { expect, test } from 'vitest';
import { readable, withoutFirstLines } from './source.ts';

test('where a line ends in the source of a text is a space, and nothing beside a block; control: not in lines of code', () => {
  expect(readable('<p>One\nand  two \r\n  <em>three</em>\n<s>four</s></p>\n')).toBe(
    '<p>One and  two <em>three</em> <s>four</s></p>',
  );
  expect(readable('<ul>\n<li>One\n<ul>\n<li>\n<p>Two<br />\nlines</p>\n</li>\n</ul>\n</li>\n</ul>')).toBe(
    '<ul><li>One<ul><li><p>Two<br />lines</p></li></ul></li></ul>',
  );
  const code = '<pre><code>a\n\n  b\n</code></pre>';
  expect(readable(`<p>x\ny</p>\n${code}\n<p>z </p>`)).toBe(`<p>x y</p>${code}<p>z </p>`);
  expect(readable('<p>10\u00a0\nkm</p>')).toBe('<p>10\u00a0 km</p>');
});

test('an item that begins with a block has a line before it while it is written, and none when nobody wrote there', () => {
  for (const first of ['<pre>a</pre>', '<h3>a</h3>', '<ul><li>a</li></ul>', '<figure></figure>', '<img src="/x" />']) {
    const list = `<ol><li>${first}</li><li><p>b</p></li></ol>`;
    expect(readable(list)).toContain(`<ol><li><p></p>${first}`);
    expect(withoutFirstLines(readable(list))).toBe(list);
  }
  expect(readable('<li><p>a</p><pre>b</pre></li>')).toBe('<li><p>a</p><pre>b</pre></li>');
  expect(withoutFirstLines('<li><p></p></li>')).toBe('<li><p></p></li>');
});
