import { expect, test } from 'vitest';
import { cleanBody } from '#features/knowledge/body.ts';
import { fromMarkdown } from './markdown.ts';
import { toMarkdown } from './to-markdown.ts';

const read = (text: string) => cleanBody(fromMarkdown(text), () => true).html.replaceAll('\n', '');

test('an address that is written out is a link, a name that looks like one is none', () => {
  expect(read('See https://bare.example/x_y_z.')).toBe(
    '<p>See <a href="https://bare.example/x_y_z" rel="noopener">https://bare.example/x_y_z</a>.</p>',
  );
  const names = '<p>README.md, www.example.com, me@example.com, //x.example, ftp://a.example</p>';
  expect(read('README.md, www.example.com, me@example.com, //x.example, ftp://a.example')).toBe(names);
});

test('boxes of a list are signs, ticked or not; control: what stands elsewhere in brackets stays as it is', () => {
  expect(read('- [x] done\n- [ ] not [x] yet\n- [X](https://a.example/)\n\n[x] no')).toBe(
    '<ul><li>☑ done</li><li>☐ not [x] yet</li><li><a href="https://a.example/" rel="noopener">X</a></li></ul><p>[x] no</p>',
  );
});

test('notes stand below the text in the order of their numbers; control: a number without a note is as it was written', () => {
  expect(read('A[^b] and B[^a], A[^b], none[^c].\n\n[^a]: Note **a**.\n[^b]: Note b\n\n    goes on.\n')).toBe(
    '<p>A<sup>[1]</sup> and B<sup>[2]</sup>, A<sup>[1]</sup>, none[^c].</p><hr /><ol><li><p>Note b</p><p>goes on.</p></li><li><p>Note <strong>a</strong>.</p></li></ol>',
  );
});

test('what looks like these in a text of ours reads back as it is', () => {
  const html =
    '<p>https://a.example/</p><p>x [^1]</p><p>[^1]: y</p><ul><li>[x] a</li></ul><p><a href="https://a.example/" rel="noopener">https://a.example/</a></p>';
  expect(read(toMarkdown(html))).toBe(html);
});
