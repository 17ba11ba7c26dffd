import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './pace.ts';

const pace = { settle: 50, gap: 500 };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('many wishes at once are one run', async () => {
  let runs = 0;
  const ask = paced(async () => void runs++, pace);
  for (let wish = 0; wish < 20; wish += 1) ask();
  await vi.advanceTimersByTimeAsync(49);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(1);
});

test('a steady stream of wishes runs once in half a second', async () => {
  const starts: number[] = [];
  const ask = paced(async () => void starts.push(Date.now()), pace);
  for (let wish = 0; wish < 100; wish += 1) {
    ask();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(starts).toHaveLength(4);
  for (const [index, start] of starts.slice(1).entries()) expect(start - starts[index]!).toBeGreaterThanOrEqual(500);
});

test('a wish during a run is granted after it, and only one run goes on at a time', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const ask = paced(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((done) => setTimeout(done, 2000));
    running -= 1;
    runs += 1;
  }, pace);
  ask();
  await vi.advanceTimersByTimeAsync(1000);
  ask();
  ask();
  await vi.advanceTimersByTimeAsync(5000);
  expect({ runs, most }).toEqual({ runs: 2, most: 1 });
});

test('a run that fails does not end the series', async () => {
  const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
  let runs = 0;
  const ask = paced(async () => {
    runs += 1;
    throw new Error('server away');
  }, pace);
  ask();
  await vi.advanceTimersByTimeAsync(600);
  ask();
  await vi.advanceTimersByTimeAsync(600);
  expect(runs).toBe(2);
  complain.mockRestore();
});
