import { expect, test } from 'vitest';
import type { LiveArticle } from '#features/knowledge/index.ts';
import { said } from './said.ts';

const of = (html: string) => said({ html, summary: '', title: 'Title' } as LiveArticle);

test('two signs of a script without spaces are read like a word; control: words are counted as words', () => {
  expect(of(`<h2>第一步</h2><p>${'汉'.repeat(5100)}</p>`).minutes).toBe(13);
  expect(of(`<p>${'カタカナひらがな'.repeat(50)}</p>`).minutes).toBe(1);
  expect(of(`<p>${'word '.repeat(600)}</p>`).minutes).toBe(3);
  expect(of(`<p>${'слово '.repeat(600)}</p>`).minutes).toBe(3);
});

test('what is said of an article ends between words, and within a run of signs where there is no space', () => {
  expect(of(`<h2>第一步</h2><p>${'汉'.repeat(500)}</p>`).description).toMatch(/^第一步 汉{100,} …$/);
  expect(of(`<p>${'word '.repeat(600)}</p>`).description).toMatch(/^(word ){30,}…$/);
});

test('what is said of an article is its words, without a sign for what they stand in', () => {
  const html =
    '<h2>First</h2><ol><li><p>One</p></li><li><p><strong>T</strong>wo &amp; a <a href="/help/x">link</a>.</p></li></ol><blockquote><p>A quote</p></blockquote>';
  expect(of(html).description).toBe('First One Two & a link. A quote');
});
