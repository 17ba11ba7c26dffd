import { expect, test } from 'vitest';
import { armOf } from './arm.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = new Date('2026-03-01T00:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const everybody = Array.from({ length: 5000 }, (_, n) => `person ${n}`);
const heldOut = (share: number, key = KEY, at = NOW) =>
  everybody.filter((one) => armOf(key, one, at, share) === 'held_out');

test('as many are held out as was said, and those of a small share are among those of a larger one', () => {
  const [ten, fifty] = [heldOut(10), heldOut(50)];
  expect(ten.length / everybody.length).toBeCloseTo(0.1, 1);
  expect(fifty.length / everybody.length).toBeCloseTo(0.5, 1);
  expect(ten.every((one) => fifty.includes(one))).toBe(true);
});

test('somebody stays where they are, and is drawn anew once in 90 days; control: a day later most are the same', () => {
  const changes = everybody.slice(0, 300).map((one) => {
    const days = Array.from({ length: 360 }, (_, day) => armOf(KEY, one, later(day), 50));
    return days.flatMap((arm, day) => (day > 0 && arm !== days[day - 1] ? [day] : []));
  });
  for (const days of changes) {
    expect(days.length).toBeLessThanOrEqual(4);
    for (const [n, day] of days.entries()) if (n > 0) expect(day - days[n - 1]!).toBeGreaterThanOrEqual(90);
  }
  expect(changes.some((days) => days.length > 0)).toBe(true);
  const same = heldOut(50).filter((one) => armOf(KEY, one, later(1), 50) === 'held_out').length;
  expect(same / heldOut(50).length).toBeGreaterThan(0.97);
});

test('another portal draws others: no id tells where somebody is', () => {
  const other = heldOut(50, Buffer.alloc(32, 8));
  const both = heldOut(50).filter((one) => other.includes(one)).length;
  expect(both / everybody.length).toBeCloseTo(0.25, 1);
});
