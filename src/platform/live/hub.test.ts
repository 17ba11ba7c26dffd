import { expect, test } from 'vitest';
import { createHub, customerNarrowed, ticketsNarrowed } from './hub.ts';

test('a wall that was narrowed while a stream was asked for is known when it opens', () => {
  const hub = createHub();
  const since = Date.now();
  const narrowed = (topic: string, workspace = 'one', at = since) => hub.narrowedSince(workspace, [topic], at);
  expect(narrowed('ticket:7')).toBe(false);
  hub.publish('one', ['ticket:7']);
  expect(narrowed('ticket:7')).toBe(false);
  hub.publish('one', [ticketsNarrowed, customerNarrowed('acme')]);
  expect(narrowed('ticket:7')).toBe(true);
  expect(narrowed('account:acme')).toBe(true);
  // Controls: what is not behind that wall, another workspace, and what was asked for afterwards.
  expect(narrowed('account:other')).toBe(false);
  expect(narrowed('ticket:7', 'two')).toBe(false);
  expect(narrowed('ticket:7', 'one', Date.now() + 1)).toBe(false);
});
