import { expect, test } from 'vitest';
import { allSeen, onlySeen } from './line.ts';

const HIDDEN = ['\u202e', '\u200b', '\u2066', '\u3164', '\u2800', '\u00ad', '\u{e0041}', '\u115f'];

test('names that turn, hide or are nothing to see are found, and can be freed of it', () => {
  for (const one of HIDDEN)
    expect([one.codePointAt(0), allSeen(`Dana ${one}Whitfield`)]).toEqual([one.codePointAt(0), false]);
  for (const nothing of ['\u200d', '\u200c\ufe0f', '\u0301']) expect(allSeen(nothing)).toBe(false);
  expect(onlySeen(HIDDEN.join(''))).toBe('');
});

test('control: what people are called passes, with the joiners that their script and pictures need', () => {
  for (const name of ['', 'Dana Whitfield', 'José', 'شرکت\u200cها', '👩\u200d💻 Studio', '김하나', '—', 'ក្រុង']) {
    expect([name, allSeen(name)]).toEqual([name, true]);
  }
});
