import { afterEach, expect, test, vi } from 'vitest';
import { askAgain } from './ask-again.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page that asks every five seconds, whose answers take as long as `takes` says. */
function page(takes: number, status: () => number) {
  vi.useFakeTimers();
  const seen = { open: 0, most: 0, asked: 0, loaded: 0 };
  vi.stubGlobal('document', { querySelector: () => ({ dataset: { askAgain: '5' } }) });
  vi.stubGlobal('location', { href: 'https://portal.example/support', reload: () => (seen.loaded += 1) });
  vi.stubGlobal('fetch', async () => {
    seen.asked += 1;
    seen.open += 1;
    seen.most = Math.max(seen.most, seen.open);
    await new Promise((resolve) => setTimeout(resolve, takes));
    seen.open -= 1;
    return { status: status() };
  });
  askAgain();
  return seen;
}

test('a page that takes twenty seconds to fail is asked for by one request at a time', async () => {
  const seen = page(20_000, () => 503);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual({ open: 1, most: 1, asked: 3, loaded: 0 });
});

test('it is loaded once it is there again', async () => {
  let status = 503;
  const seen = page(10, () => status);
  await vi.advanceTimersByTimeAsync(11_000);
  expect([seen.asked, seen.loaded]).toEqual([2, 0]);
  status = 200;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([seen.asked, seen.loaded]).toEqual([3, 1]);
});
