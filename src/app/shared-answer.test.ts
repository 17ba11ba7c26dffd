import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sharedAnswer } from './shared-answer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('all who ask while a question is under way, and for a while after, share its answer; then it is asked anew', async () => {
  const asked: ((ready: boolean) => void)[] = [];
  const ready = sharedAnswer(() => new Promise<boolean>((answer) => asked.push(answer)), 1_000);
  const waiting = [ready(), ready()];
  // However long it takes.
  await vi.advanceTimersByTimeAsync(5_000);
  waiting.push(ready());
  expect(asked).toHaveLength(1);
  asked[0]!(true);
  expect(await Promise.all(waiting)).toEqual([true, true, true]);
  await vi.advanceTimersByTimeAsync(999);
  expect(await ready()).toBe(true);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  const later = ready();
  expect(asked).toHaveLength(2);
  asked[1]!(false);
  expect(await later).toBe(false);
});
