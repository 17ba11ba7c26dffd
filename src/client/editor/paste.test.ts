import { expect, test } from 'vitest';
import { hasWords, marksIn, withoutStyles } from './paste.ts';

test('what the policy would report is gone before anything is parsed', () => {
  const html = '<style>p{}</style><p STYLE="color:red" onclick="x()">a</p><script>alert(1)</script>';
  expect(withoutStyles(html)).toBe('<p data-pasted-style="color:red">a</p>');
});

test('text about styles is left alone', () => {
  expect(withoutStyles('<p>write style="x" or onclick=y</p>')).toBe('<p>write style="x" or onclick=y</p>');
});

test('a sign in an attribute does not end the tag', () => {
  expect(withoutStyles(`<a title="a > b" style='x'>k</a>`)).toBe(`<a title="a > b" data-pasted-style='x'>k</a>`);
});

test('styles that mean something become marks', () => {
  expect(marksIn('font-weight:700;font-style:italic')).toEqual(['strong', 'em']);
  expect(marksIn('text-decoration: line-through')).toEqual(['s']);
  expect(marksIn('font-size:0.6em;vertical-align:super')).toEqual(['sup']);
  expect(marksIn('text-decoration:underline;vertical-align:sub')).toEqual(['u', 'sub']);
  expect(marksIn('font-weight:400;text-decoration:none;vertical-align:baseline')).toEqual([]);
  expect(marksIn('-webkit-text-decoration-skip:none;text-decoration-skip-ink:none;vertical-align:top')).toEqual([]);
});

test('a table that was copied has words, a picture has none', () => {
  expect(hasWords('<html><head><style>td{}</style></head><table><tr><td>12</td></tr></table></html>')).toBe(true);
  expect(hasWords('<meta charset="utf-8"><!--StartFragment--><img src="x" alt="a > b">&nbsp;<!--EndFragment-->')).toBe(
    false,
  );
  expect(hasWords('')).toBe(false);
});
