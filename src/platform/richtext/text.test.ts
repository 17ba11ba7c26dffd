import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanHtml } from './clean.ts';
import { fromPlainText } from './from-text.ts';
import { isBlank, toPlainText } from './to-text.ts';

const rel = 'rel="noopener nofollow ugc"';

describe('fromPlainText', () => {
  it('makes paragraphs at blank lines and keeps line breaks', () => {
    expect(fromPlainText('Hi Maya,\r\nthis is\n\n \nimportant\n')).toBe('<p>Hi Maya,<br />this is</p><p>important</p>');
    expect(fromPlainText('   \n\n ')).toBe('');
  });

  it('shows markup as it was typed', () => {
    expect(fromPlainText('<b>5 > 4 & "so"</b>')).toBe('<p>&lt;b&gt;5 &gt; 4 &amp; "so"&lt;/b&gt;</p>');
  });

  it('links written-out addresses without the punctuation of the sentence', () => {
    expect(fromPlainText('See https://a.example/x?y=1&z=(2), or (http://b.example).')).toBe(
      `<p>See <a href="https://a.example/x?y=1&amp;z=(2)" ${rel}>https://a.example/x?y=1&amp;z=(2)</a>, or ` +
        `(<a href="http://b.example/" ${rel}>http://b.example</a>).</p>`,
    );
  });

  it('links neither bare domains nor other schemes nor addresses with a name in front of the host', () => {
    const text = 'paypal.example.com javascript:alert(1) https://bank.example@evil.example/ https://';
    expect(fromPlainText(text)).toBe(`<p>${text}</p>`);
  });

  it('loses no character that shows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const shown = (value: string) => value.replace(/[\s\p{C}\ufffd]/gu, '');
        expect(shown(toPlainText(fromPlainText(text)))).toBe(shown(text));
      }),
    );
  });
});

describe('toPlainText', () => {
  it('writes blocks, lists, quotes and links the way mail does', () => {
    const html = cleanHtml(
      '<h3>Plan</h3><p>First <strong>this</strong>,<br>then <a href="https://a.example/x">that</a>.</p>' +
        '<ol><li><p>one</p></li><li><p>two<br>lines</p><ul><li><p>inner</p></li></ul></li></ol>' +
        '<blockquote><p>quoted</p><p>twice</p></blockquote><pre><code>a {\n  b\n}</code></pre>',
    );
    expect(toPlainText(html)).toBe(
      'Plan\n\nFirst this,\nthen that (https://a.example/x).\n\n1. one\n2. two\n   lines\n   - inner\n\n' +
        '> quoted\n\n> twice\n\na {\n  b\n}',
    );
  });

  it('does not repeat an address that is its own label', () => {
    expect(toPlainText(cleanHtml('<a href="https://a.example">https://a.example</a>'))).toBe('https://a.example');
    expect(toPlainText(cleanHtml('<a href="mailto:maya@a.example">maya@a.example</a>'))).toBe('maya@a.example');
  });

  it('gives back the signs that markup needs', () => {
    expect(toPlainText(cleanHtml('<p>a &lt; b &amp;amp; &quot;c&quot; &nbsp;d</p>'))).toBe('a < b &amp; "c" \u00a0d');
    expect(toPlainText('')).toBe('');
  });
});

describe('isBlank', () => {
  it('sees through empty paragraphs and invisible characters', () => {
    for (const html of [
      '',
      '<p></p>',
      '<p><br /></p>',
      ' \u00a0\n',
      '<p>\u200b\u2060\ufeff\u2800\u3164</p>',
      '<ul><li></li></ul>',
    ])
      expect(isBlank(html)).toBe(true);
    for (const html of ['<p>.</p>', 'ok', '<p>👍</p>', '<p>&lt;p&gt;</p>']) expect(isBlank(html)).toBe(false);
  });
});
