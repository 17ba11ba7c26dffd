import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effort } from '#test/effort.ts';
import { blocksOf, wordsIn } from './blocks.ts';
import { compared } from './compare.ts';
import { merged } from './merge.ts';
import { slugOf } from './slug.ts';

const paragraph = fc
  .array(fc.constantFrom('mail', 'spam', 'record', '<strong>sender</strong>', 'the', 'a', 'domain'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((words) => `<p>${words.join(' ')}</p>`);
const body = fc.array(
  fc.oneof(paragraph, fc.constant('<h2>Fix it</h2>'), fc.constant('<ol><li>One</li><li>Two</li></ol>')),
  { maxLength: 8 },
);

describe('blocks', () => {
  test('are the outermost elements, and together the text again', () => {
    expect(blocksOf('<h2>One</h2><p>Two <em>three</em></p><hr><ol><li><p>x</p></li></ol>')).toEqual([
      '<h2>One</h2>',
      '<p>Two <em>three</em></p>',
      '<hr>',
      '<ol><li><p>x</p></li></ol>',
    ]);
    fc.assert(
      fc.property(body, (blocks) => {
        expect(blocksOf(blocks.join(''))).toEqual(blocks);
      }),
    );
  });

  test('have words', () => {
    expect(wordsIn('<p>Add <code>include:x</code> before it.</p>')).toBe(4);
  });
});

describe('two people who write at once', () => {
  const base = '<p>One</p><p>Two</p><p>Three</p>';
  test('each have their changes, where they touch different blocks', () => {
    const mine = '<p>One, changed</p><p>Two</p><p>Three</p>';
    const theirs = '<p>One</p><p>Two</p><p>Three</p><p>Four</p>';
    expect(merged(base, mine, theirs)).toEqual({
      html: '<p>One, changed</p><p>Two</p><p>Three</p><p>Four</p>',
      clashes: [],
    });
  });

  test('each have their changes in two blocks that are beside each other', () => {
    const mine = '<p>One, changed</p><p>Two</p><p>Three</p>';
    const theirs = '<p>One</p><p>Two, changed</p><p>Three</p>';
    const { html, clashes } = merged(base, mine, theirs);
    expect([html, clashes]).toEqual(['<p>One, changed</p><p>Two, changed</p><p>Three</p>', []]);
  });

  test('both have their words where they touch the same block, and are told', () => {
    const { html, clashes } = merged(base, '<p>One</p><p>Mine</p><p>Three</p>', '<p>One</p><p>Theirs</p><p>Three</p>');
    expect(html).toBe('<p>One</p><p>Theirs</p><p>Mine</p><p>Three</p>');
    expect(clashes).toEqual([{ mine: '<p>Mine</p>', theirs: '<p>Theirs</p>' }]);
  });

  test('lose no block that either of them added', () => {
    fc.assert(
      fc.property(body, body, body, (from, more, other) => {
        const [mine, theirs] = [
          [...from, '<p>mine only</p>', ...more],
          [...other, '<p>theirs only</p>', ...from],
        ];
        const { html } = merged(from.join(''), mine.join(''), theirs.join(''));
        expect(html).toContain('mine only');
        expect(html).toContain('theirs only');
      }),
    );
  });
});

describe('a comparison', () => {
  test('strikes out what is gone and marks what came, word by word', () => {
    const { passages, added, removed } = compared(
      '<p>If that check fails, your reply may be delayed.</p><p>Same</p><p>Gone for good, all of it</p>',
      '<p>If that check fails, your reply lands in spam.</p><p>Same</p><h2>Check that it works</h2>',
    );
    expect(passages).toEqual([
      {
        kind: 'changed',
        html: '<p>If that check fails, your reply <del>may be delayed.</del><ins>lands in spam.</ins></p>',
        before: '<p>If that check fails, your reply <del>may be delayed.</del></p>',
        after: '<p>If that check fails, your reply <ins>lands in spam.</ins></p>',
      },
      { kind: 'same', html: '<p>Same</p>' },
      {
        kind: 'new',
        html: '<h2><ins>Check that it works</ins></h2>',
        after: '<h2><ins>Check that it works</ins></h2>',
      },
      {
        kind: 'gone',
        html: '<p><del>Gone for good, all of it</del></p>',
        before: '<p><del>Gone for good, all of it</del></p>',
      },
    ]);
    expect([added, removed]).toEqual([7, 9]);
  });

  test('a word that another is written behind is no other one, nor is one that the last word behind it went from', () => {
    const all = (before: string, after: string) => {
      const { passages, added, removed } = compared(`<p>${before}</p>`, `<p>${after}</p>`);
      return [passages.map(({ html }) => html).join(''), added, removed];
    };
    expect(all('It takes some time.', 'It takes some time. One more')).toEqual([
      '<p>It takes some time.<ins> One more</ins></p>',
      2,
      0,
    ]);
    expect(all('It takes some time', 'It takes some')).toEqual(['<p>It takes some<del> time</del></p>', 0, 1]);
    expect(all('It takes some <em>time</em>', 'It takes some')).toEqual(['<p>It takes some<del> time</del></p>', 0, 1]);
    expect(all('It takes some <em>time</em>', 'It takes some<em>time</em>')).toEqual([
      '<p>It takes <del>some </del><ins>some</ins><em>time</em></p>',
      1,
      1,
    ]);
  });

  test('counts no paragraph that the editor makes of the words of an item', () => {
    const { passages, added, removed } = compared(
      '<ul><li>Open it</li><li>Close <em>it</em></li></ul><p>One</p>',
      '<ul><li><p>Open it</p></li><li><p>Close <em>it</em></p></li></ul><p>Two</p>',
    );
    expect(passages.map(({ kind }) => kind)).toEqual(['same', 'new', 'gone']);
    expect([added, removed]).toEqual([1, 1]);
  });

  test('marks a picture that came, went or became another, and counts none of it as words', () => {
    const img = (name: string) => `<img src="/help/pictures/${name}" alt="${name}">`;
    const { passages, added, removed } = compared(
      `<p>Press the green ${img('a')} button twice.</p>${img('b')}`,
      `<p>Press the green ${img('c')} button twice.</p>${img('d')}`,
    );
    expect(passages).toEqual([
      {
        kind: 'changed',
        html: `<p>Press the green <del>${img('a')}</del><ins>${img('c')}</ins> button twice.</p>`,
        before: `<p>Press the green <del>${img('a')}</del> button twice.</p>`,
        after: `<p>Press the green <ins>${img('c')}</ins> button twice.</p>`,
      },
      { kind: 'new', html: `<ins>${img('d')}</ins>`, after: `<ins>${img('d')}</ins>` },
      { kind: 'gone', html: `<del>${img('b')}</del>`, before: `<del>${img('b')}</del>` },
    ]);
    expect([added, removed]).toEqual([0, 0]);
  });

  test('without its marks is the later text, and with what is gone in their place the earlier words', () => {
    const without = (html: string, gone: 'ins' | 'del') =>
      html.replaceAll(new RegExp(`<${gone}>.*?</${gone}>`, 'gs'), '').replaceAll(/<\/?(ins|del)>/g, '');
    fc.assert(
      fc.property(body, body, (before, after) => {
        const { passages } = compared(before.join(''), after.join(''));
        const later = passages.filter(({ kind }) => kind !== 'gone').map(({ html }) => without(html, 'del'));
        expect(later.join('')).toBe(after.join(''));
        const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').match(/\S+/g) ?? [];
        const earlier = passages.flatMap(({ html, kind }) => (kind === 'new' ? [] : words(without(html, 'ins'))));
        expect(earlier.sort()).toEqual(words(before.join('')).sort());
      }),
    );
  });
});

describe('TRUST 62: texts made to be slow', () => {
  const fast = (work: () => void) => {
    const spent = effort();
    work();
    expect(spent()).toBeLessThan(4_000);
  };
  const unlike = (name: string, n: number) =>
    Array.from({ length: n }, (_, i) => `<p>${Array.from({ length: 12 }, (_, k) => `${name}${i}x${k}`).join(' ')}</p>`);

  test('a text written anew from end to end is gone and new, whatever it has', () => {
    const [before, after] = [unlike('a', 3000), unlike('b', 3000)];
    fast(() => {
      const { passages } = compared(before.join(''), after.join(''));
      expect(passages.filter(({ kind }) => kind === 'new')).toHaveLength(3000);
      expect(passages.filter(({ kind }) => kind === 'gone')).toHaveLength(3000);
    });
    const line = (name: string) => `<p>${'same '.repeat(20_000)}${unlike(name, 2000).join(' ')}</p>`;
    fast(() => expect(compared(line('a'), line('b')).passages.length).toBeGreaterThan(0));
  });

  test('the same block again and again is merged as one piece, and nobody’s words are lost', () => {
    const same = (n: number) => '<p>a</p>'.repeat(n);
    fast(() => {
      const both = merged(same(5000), `${same(5000)}<p>mine</p>`, `<p>theirs</p>${same(5000)}`);
      expect(both.clashes).toHaveLength(1);
      expect(both.html).toContain('mine');
      expect(both.html).toContain('theirs');
      // Where only one of them wrote nobody is asked.
      expect(merged(same(5000), `${same(5000)}<p>mine</p>`, same(5000)).clashes).toEqual([]);
    });
  });
});

test.each([
  ['Keep form emails out of spam', 'en', 'keep-form-emails-out-of-spam'],
  ['Größe & Übermaß: „Straße“', 'de', 'groesse-uebermass-strasse'],
  ['Größe', 'en', 'grosse'],
  ['Don’t panic', 'en', 'dont-panic'],
  ['L’été à Łódź', 'fr', 'lete-a-lodz'],
  ['日本語', 'ja', ''],
  [`${'word '.repeat(40)}`, 'en', `word${'-word'.repeat(15)}`],
])('the address of “%s” in %s is %s', (title, locale, slug) => {
  expect(slugOf(title, locale)).toBe(slug);
});
