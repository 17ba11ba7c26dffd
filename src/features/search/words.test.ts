import { expect, test } from 'vitest';
import { distance, meantBy, nearestFirst } from './meant.ts';
import { askedIn, begun, folded, MARK, saysSomething, shown } from './words.ts';

test('what is typed becomes words, and nothing that a query language knows', () => {
  expect(askedIn(`  spam' & !(a:*) | <-> \\`).words).toEqual(['spam', 'a']);
  expect(askedIn('Größe 42cm').words).toEqual(['Größe', '42cm']);
  expect(askedIn('a b c d e f g h i j').words).toHaveLength(8);
  expect(askedIn('x'.repeat(500)).words[0]).toHaveLength(40);
});

test('a run of signs without spaces is a word, apart from letters beside it; a word keeps its marks, and an emoji is none', () => {
  expect(askedIn('iPhone15の退款，按钮').words).toEqual(['iPhone15', 'の退款', '按钮']);
  expect(askedIn('ที่อยู่ पासवर्ड').words).toEqual(['ที่อยู่', 'पासवर्ड']);
  expect(askedIn('🎉 1️⃣ ❤️ spam').words).toEqual(['1', 'spam']);
  expect(askedIn('ｶﾞｲﾄﾞ ｓｐａｍ').words).toEqual(['ガイド', 'spam']);
  expect(askedIn('\u{20000}'.repeat(50)).words[0]).toBe('\u{20000}'.repeat(40));
  expect([saysSomething('退款'), saysSomething('退'), saysSomething('pay'), saysSomething('pa')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('signs that were looked for are marked where they stand together', () => {
  const marked =
    '\u0004\u0002退\u0003\u0004\u0004\u0002款\u0003\u0004，\u0004\u0002款\u0003\u0004\u0004项\u0004 \u0002a\u0003';
  expect(shown(marked, ['退款', 'a'])).toBe('\u0002退款\u0003，款项 \u0002a\u0003');
  expect(shown(marked, ['款'])).toBe('\u0002退款\u0003，\u0002款\u0003项 \u0002a\u0003');
  expect(shown('\u0002a\u0003\u0002b\u0003', [])).toBe('\u0002a\u0003\u0002b\u0003');
});

test('a number is known by the way people say it', () => {
  expect(['T-1482', 't1482', '#1482', ' 1482 '].map((typed) => askedIn(typed).number)).toEqual(Array(4).fill(1482));
  expect(['14 82', 'T-', '1234567890123'].map((typed) => askedIn(typed).number)).toEqual([null, null, null]);
});

test('a sign before the words says what is looked for', () => {
  expect(askedIn('> invite')).toMatchObject({ only: 'places', typed: 'invite' });
  expect(askedIn('@dana')).toMatchObject({ only: 'people', words: ['dana'] });
});

test('letters are folded as the database folds them', () => {
  expect(folded('Éclair Ünter')).toBe('eclair unter');
  // Marks that are more than an accent stay, and what they belong to stays whole.
  expect(folded('환불 ガイド ที่')).toBe('환불 ガイド ที่');
});

test('what was meant is said in words that are shown anyway', () => {
  const hit = { marked: `The ${MARK.from}deliverability${MARK.to} record`, snippet: null };
  const found = { how: 'like', count: 1, groups: [{ hits: [hit] }] } as unknown as Parameters<typeof meantBy>[1];
  expect(meantBy(askedIn('deliverabilty'), found)).toBe('deliverability');
  expect(meantBy(askedIn('something else'), found)).toBe(null);
  expect(meantBy(askedIn('deliverabilty'), { ...found, how: 'all' })).toBe(null);
  expect([distance('contcat', 'contact'), distance('abc', 'abc'), distance('', 'ab')]).toEqual([1, 0, 2]);
});

test('what is nearest to a misspelt word stands first; what has the word is not moved', () => {
  const hit = (title: string, how = 'like') => ({
    marked: title.replace(/<(.+)>/, `${MARK.from}$1${MARK.to}`),
    snippet: null,
    how,
  });
  const first = (words: string, ...hits: ReturnType<typeof hit>[]) =>
    nearestFirst(askedIn(words).words, hits as unknown as Parameters<typeof nearestFirst>[1]).map(({ marked }) =>
      folded(marked),
    );
  expect(first('invioce', hit('<Invite> them'), hit('Of no such word'), hit('Read your <invoice>'))[0]).toContain(
    'invoice',
  );
  expect(first('invioce', hit('Of no such word'), hit('<Invite> them'))[0]).toContain('invite');
  expect(first('invoice', hit('It <is>', 'all'), hit('An <invoice>', 'all'))[0]).toContain('it');
});

test('a piece of a text that begins within a sentence says so', () => {
  const [from, to] = [MARK.from, MARK.to];
  expect(begun(`away from a ${from}form${to}`)).toBe(`… away from a ${from}form${to}`);
  expect(begun(`${from}forms${to} keep it`)).toBe(`… ${from}forms${to} keep it`);
  expect(begun(`A ${from}form${to} keeps it`)).toBe(`A ${from}form${to} keeps it`);
});
