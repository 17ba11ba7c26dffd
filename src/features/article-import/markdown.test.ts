import { expect, test } from 'vitest';
import { cleanBody } from '#features/knowledge/body.ts';
import { fromMarkdown } from './markdown.ts';
import { fromElsewhere } from './other-programs.ts';
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

test('callouts of GitHub and Obsidian are callouts, with their titles; control: a quotation of other words is one', () => {
  expect(read('> [!NOTE]\n> Mind this.')).toBe('<aside data-callout="info"><p>Mind this.</p></aside>');
  expect(read('> [!danger]- Take care\n> Mind this.\n>\n> And that.')).toBe(
    '<aside data-callout="warning"><p><strong>Take care</strong><br />Mind this.</p><p>And that.</p></aside>',
  );
  expect(read('> [!tip] Only this.')).toBe('<aside data-callout="tip"><p>Only this.</p></aside>');
  expect(read('> [!note] Title\n>\n> Text')).toBe(
    '<aside data-callout="info"><p><strong>Title</strong></p><p>Text</p></aside>',
  );
  expect(read('> [!nothing] known')).toBe('<blockquote><p>[!nothing] known</p></blockquote>');
});

const from = (text: string) => read(fromElsewhere(text).text);

test('callouts of Docusaurus, VitePress and MkDocs are callouts, within others and around code; control: in code they are code', () => {
  expect(from('Before\n:::note\nMind this.\n:::\nAfter')).toBe(
    '<p>Before</p><aside data-callout="info"><p>Mind this.</p></aside><p>After</p>',
  );
  expect(from('::::warning[Take care]\n\nOne\n\n:::tip\nTwo\n:::\n\n::::')).toBe(
    '<aside data-callout="warning"><p><strong>Take care</strong></p><p>One</p><aside data-callout="tip"><p>Two</p></aside></aside>',
  );
  expect(from('::: danger Stop\n```\n:::\n```\n:::')).toBe(
    '<aside data-callout="warning"><p><strong>Stop</strong></p><pre><code>:::</code></pre></aside>',
  );
  expect(from('!!! note "Mind"\n    One\n\n    - two\n\nAfter')).toBe(
    '<aside data-callout="info"><p><strong>Mind</strong></p><p>One</p><ul><li>two</li></ul></aside><p>After</p>',
  );
  expect(from('```\n:::note\nText\n:::\n```')).toBe('<pre><code>:::note\nText\n:::</code></pre>'.replaceAll('\n', ''));
  expect(from('`[[Page]]` and [[1]](https://a.example/)')).toBe(
    '<p><code>[[Page]]</code> and <a href="https://a.example/" rel="noopener">[1]</a></p>',
  );
});

test('what another program would make something of is named, with how often; control: in code it is code', () => {
  const text = [
    "import Tabs from '@theme/Tabs';",
    '{{< figure src="x.png" >}} {% include x.html %} {{ site.name }} {{ site.name }}',
    ':::details',
    '!!! unheard "of"',
    '=== "Linux"',
    'A %%remark%% of 100%',
    '`{{ code }}`',
    '```\n{{ code }}\n```',
  ];
  expect(fromElsewhere(text.join('\n')).problems).toEqual(
    [
      ["import Tabs from '@theme/Tabs';"],
      ['{{< figure src="x.png" >}}'],
      ['{% include x.html %}'],
      ['{{ site.name }}', 2],
      [':::details'],
      ['!!! unheard "of"'],
      ['=== "Linux"'],
      ['%%remark%%'],
    ].map(([about, n]) => ({ kind: 'signs', about, ...(n ? { n } : {}) })),
  );
});

test('callouts that never end, and one within the other, are read in a moment', () => {
  const began = performance.now();
  for (const line of [':::note\n', '::::::note\n:::tip\n', '!!! note\n    ', '> [!note]\n', '[[', '![[a|', '{{<', '%%'])
    fromElsewhere(line.repeat(100_000));
  expect(performance.now() - began).toBeLessThan(5000);
});
