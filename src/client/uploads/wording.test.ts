import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fill, shownName, step, timeLeft } from './wording.ts';

test('values stand where their names were, and unknown names stay visible', () => {
  expect(fill('{done} of {total}, {mood}', { done: '1 MB', total: '2 MB' })).toBe('1 MB of 2 MB, {mood}');
});

test('a file name with braces is not read as a place for values', () => {
  expect(fill('Remove {name}', { name: '{total}.pdf', total: 'no' })).toBe('Remove {total}.pdf');
});

test('a file is shown before it is sent by the name it will have', () => {
  expect(['rtl\u202egpj.exe', '../../etc/passwd', 'C:\\tmp\\a.txt', 'plan.pdf', '/'].map(shownName)).toEqual([
    'rtlgpj.exe',
    'passwd',
    'a.txt',
    'plan.pdf',
    '/',
  ]);
});

test('progress goes in the steps the style sheet knows', () => {
  expect([step(0, 100), step(49, 100), step(100, 100), step(1, 0)]).toEqual([0, 45, 100, 0]);
  fc.assert(fc.property(fc.nat(), fc.nat(), (done, total) => step(done, total) % 5 === 0 && step(done, total) <= 100));
});

test('time left is told in seconds under a minute and in minutes above, in the language of the page', () => {
  expect(timeLeft('en', 50, 100, 10_000)).toBe('10 seconds');
  expect(timeLeft('de', 10, 100, 20_000)).toBe('3 Minuten');
  expect(timeLeft('en', 0, 100, 10_000)).toBe('');
});
