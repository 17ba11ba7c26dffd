import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('the first try comes within a second, later ones never after more than thirty', () => {
  expect(backoff(0, () => 1)).toBe(1000);
  expect(backoff(3, () => 1)).toBe(8000);
  expect(backoff(50, () => 1)).toBe(30_000);
});

test('tries are spread over the second half of the wait', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.nat(100), share, (attempt, random) => {
      const wait = backoff(attempt, () => random);
      return wait >= backoff(attempt, () => 1) / 2 && wait <= backoff(attempt, () => 1);
    }),
  );
});
