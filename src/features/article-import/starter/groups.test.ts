import { expect, test } from 'vitest';
import { grouped, wordsOf } from './groups.ts';

const asked = (subjects: string[]) => subjects.map((subject, n) => ({ number: n + 1, subject }));

test('subjects that ask the same are one group, whatever their order, endings and small words; others are not in it', () => {
  const groups = grouped(
    asked([
      'Where is the invoice for March?',
      'Invoices for March',
      'Reset my password',
      'please: March invoice',
      'Password reset not working',
      'Logo files',
      'Need password reset',
    ]),
  );
  expect(groups.map(({ title, tickets }) => [title, tickets.map(({ number }) => number)])).toEqual([
    ['Invoices for March', [1, 2, 4]],
    ['Reset my password', [3, 5, 7]],
  ]);
});

test('two are no group, and a subject without words of its own is in none', () => {
  expect(grouped(asked(['Logo files', 'Logo file', 'Question', 'Urgent!', '???']))).toEqual([]);
  expect([...wordsOf('Rechnungen für März, bitte')]).toEqual(['rechn', 'marz']);
});

test('a word that all subjects have makes them no slower', () => {
  const own = (n: number) =>
    String(n)
      .padStart(4, '0')
      .replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
  const subjects = Array.from({ length: 5000 }, (_, n) => `Website k${own(n)} l${own(n)} m${own(n)}`);
  const began = performance.now();
  expect(grouped(asked(subjects))).toEqual([]);
  expect(performance.now() - began).toBeLessThan(8_000);
});

test('five thousand subjects are grouped in a moment', () => {
  const subjects = Array.from({ length: 5000 }, (_, n) => `Topic${'abcdefghij'[n % 10]} word${n % 700} more${n % 31}`);
  const began = performance.now();
  grouped(asked(subjects));
  expect(performance.now() - began).toBeLessThan(8_000);
});
