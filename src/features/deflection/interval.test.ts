import { expect, test } from 'vitest';
import { difference, FEW, standingOf, wilson } from './interval.ts';

/** The worked examples of Newcombe's paper (1998, table II, method 10), to its four decimals. */
test.each([
  [{ n: 56, of: 70 }, { n: 48, of: 80 }, 0.0524, 0.3339],
  [{ n: 9, of: 10 }, { n: 3, of: 10 }, 0.1705, 0.809],
  [{ n: 6, of: 7 }, { n: 2, of: 7 }, 0.0582, 0.8062],
  [{ n: 5, of: 56 }, { n: 0, of: 29 }, -0.0381, 0.1926],
  [{ n: 0, of: 10 }, { n: 0, of: 20 }, -0.1611, 0.2775],
  [{ n: 10, of: 10 }, { n: 0, of: 20 }, 0.6791, 1],
])('the difference of %o and %o lies between %f and %f', (one, other, low, high) => {
  const found = difference(one, other);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test('a proportion stays within what is possible', () => {
  expect(wilson({ n: 0, of: 0 })).toEqual({ low: 0, high: 1 });
  expect(wilson({ n: 0, of: 20 }).low).toBe(0);
  expect(wilson({ n: 20, of: 20 }).high).toBe(1);
});

test('an effect is proven, probable or unproven', () => {
  expect(standingOf({ n: 60, of: 100 }, { n: 300, of: 900 })).toBe('proven');
  expect(standingOf({ n: 18, of: 50 }, { n: 300, of: 900 })).toBe('probable');
  expect(standingOf({ n: 15, of: 50 }, { n: 300, of: 900 })).toBe('unproven');
  expect(standingOf({ n: FEW - 1, of: FEW - 1 }, { n: 0, of: 900 })).toBe('unproven');
});
