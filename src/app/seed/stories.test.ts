import { expect, test } from 'vitest';
import { clockOf } from './clock.ts';
import { lumen } from './lumen/story.ts';
import { northwind } from './northwind/story.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

test.each([northwind, lumen])(
  'at $name tickets are numbered in the order they came in, at any hour of the day',
  (story) => {
    for (const hour of hours) {
      const clock = clockOf(new Date(Date.UTC(2027, 5, 16, hour, 20)), story.zone);
      const opened = story.tickets.map(({ number, at }) => ({ number, at: clock(at).getTime() }));
      expect(opened.toSorted((a, b) => a.at - b.at).map(({ number }) => number)).toEqual(
        opened.map(({ number }) => number),
      );
    }
  },
);

test.each([northwind, lumen])('at $name no step comes before the one above it', (story) => {
  for (const hour of hours) {
    const now = new Date(Date.UTC(2027, 5, 16, hour, 20));
    const clock = clockOf(now, story.zone);
    for (const { number, at, steps } of story.tickets) {
      let last = clock(at);
      for (const step of steps) {
        // Read without the one before it, the step's own time must already lie after it; a late one would be pulled back.
        const own = step.at.startsWith('+') ? clock(step.at, last) : clock(step.at);
        expect([number, own > last, own < now]).toEqual([number, true, true]);
        last = own;
      }
    }
  }
});
