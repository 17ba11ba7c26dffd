import { expect, test } from 'vitest';
import { hueOf } from '#platform/ui/people.tsx';
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

test.each([northwind, lumen])('at $name people who stand side by side have different colours', (story) => {
  for (const account of story.accounts) {
    const team = account.team.map(([key]) => story.members.find((member) => member.key === key)?.name ?? key);
    const names = [...team, ...account.contacts.map(({ name }) => name)];
    const hues = names.map((name) => [hueOf(name), name]);
    expect(new Set(hues.map(([hue]) => hue)).size, JSON.stringify(hues)).toBe(names.length);
  }
});

test('in the inbox nobody has the colour of the one above', () => {
  const names = [
    ...['Ines Duarte', 'Dana Whitfield', 'Marcus Hale', 'Yuki Mori', 'Tess Verbeek', 'Luis Ortega', 'Yuki Mori'],
    ...['Petra Novak', 'Dana Whitfield', 'Petra Novak', 'Omar Haddad', 'Marcus Hale', 'Dana Whitfield'],
  ];
  const known = northwind.accounts.flatMap(({ contacts }) => contacts.map(({ name }) => name));
  expect(known).toEqual(expect.arrayContaining(names));
  for (const [index, name] of names.slice(1).entries()) expect(hueOf(name)).not.toBe(hueOf(names[index] ?? ''));
});
