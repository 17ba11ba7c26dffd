import { expect, test } from 'vitest';
import { clockOf } from './clock.ts';

const now = new Date('2027-03-29T10:00:00Z');
const clock = clockOf(now, 'Europe/Berlin');

test.each([
  ['5h20m', '2027-03-29T04:40:00.000Z'],
  // Summer time began the day before at two in the morning.
  ['1d 09:15', '2027-03-28T07:15:00.000Z'],
  ['2d 09:15', '2027-03-27T08:15:00.000Z'],
])('%s before now is %s', (when, expected) => {
  expect(clock(when).toISOString()).toBe(expected);
});

test('a step follows the one before it, and nothing lies in the future', () => {
  const opened = clock('2h');
  expect(clock('+30m', opened).toISOString()).toBe('2027-03-29T08:30:00.000Z');
  expect(clock('3d 12:00', opened).getTime()).toBeGreaterThan(opened.getTime());
  expect(clock('+5h', opened).getTime()).toBeLessThan(now.getTime());
});

test('a time nobody can read is a mistake in the story', () => {
  expect(() => clock('yesterday')).toThrow('not a time of a story');
});
