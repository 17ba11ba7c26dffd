import { expect, test } from 'vitest';
import { distance, meantBy } from './meant.ts';
import { askedIn, begun, folded, MARK } from './words.ts';

test('what is typed becomes words, and nothing that a query language knows', () => {
  expect(askedIn(`  spam' & !(a:*) | <-> \\`).words).toEqual(['spam', 'a']);
  expect(askedIn('Größe 42cm').words).toEqual(['Größe', '42cm']);
  expect(askedIn('a b c d e f g h i j').words).toHaveLength(8);
  expect(askedIn('x'.repeat(500)).words[0]).toHaveLength(40);
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
});

test('what was meant is said in words that are shown anyway', () => {
  const hit = { marked: `The ${MARK.from}deliverability${MARK.to} record`, snippet: null };
  const found = { how: 'like', count: 1, groups: [{ hits: [hit] }] } as unknown as Parameters<typeof meantBy>[1];
  expect(meantBy(askedIn('deliverabilty'), found)).toBe('deliverability');
  expect(meantBy(askedIn('something else'), found)).toBe(null);
  expect(meantBy(askedIn('deliverabilty'), { ...found, how: 'all' })).toBe(null);
  expect([distance('contcat', 'contact'), distance('abc', 'abc'), distance('', 'ab')]).toEqual([1, 0, 2]);
});

test('a piece of a text that begins within a sentence says so', () => {
  const [from, to] = [MARK.from, MARK.to];
  expect(begun(`away from a ${from}form${to}`)).toBe(`… away from a ${from}form${to}`);
  expect(begun(`${from}forms${to} keep it`)).toBe(`… ${from}forms${to} keep it`);
  expect(begun(`A ${from}form${to} keeps it`)).toBe(`A ${from}form${to} keeps it`);
});
