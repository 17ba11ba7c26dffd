import { expect, test } from 'vitest';
import { headingsOf } from './render.ts';

const idsOf = (...words: string[]) => {
  const headingOf = headingsOf('ru');
  return words.map((each) => headingOf(2, each).id);
};

test.each([
  ['Russian', 'Первый шаг', 'Второй шаг'],
  ['Greek', 'Πρώτο βήμα', 'Δεύτερο βήμα'],
  ['Chinese', '第一步', '第二步'],
  ['Korean', '첫 단계', '둘째 단계'],
  ['two scripts', 'API ключ', 'API доступ'],
])('the place of a heading is called the same whatever stands above it: %s', (_, one, other) => {
  const [first, second] = idsOf(one, other);
  expect(first).not.toBe(second);
  expect(idsOf('Ещё раньше', one, other).slice(1)).toEqual([first, second]);
  for (const id of [first, second]) expect(id).toMatch(/^s-(api-)?[0-9a-f]{8}$/);
  // The same words a second time are counted, as everywhere.
  expect(idsOf(one, one)[1]).toBe(`${first}-2`);
});

test('control: words in Latin letters are the name, and signs that are none have a number', () => {
  expect(idsOf('First step', 'Größe & Łódź', '→', '…')).toEqual([
    's-first-step',
    's-grosse-lodz',
    's-section',
    's-section-2',
  ]);
});
