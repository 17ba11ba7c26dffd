import { expect, test } from 'vitest';
import { hourFor, partOfDay } from './greeting.ts';

test('the greeting goes by the clock on the reader’s wall', () => {
  const now = new Date('2026-11-18T23:30:00Z');
  const at = (zone: string) => partOfDay(hourFor({ zone, now }));
  expect(at('Europe/London')).toBe('evening');
  expect(at('America/Los_Angeles')).toBe('day');
  expect(at('Asia/Tokyo')).toBe('morning');
  // India is half an hour off; midnight is hour 0, not 24.
  expect(hourFor({ zone: 'Asia/Kolkata', now })).toBe(5);
  expect(hourFor({ zone: 'Europe/Berlin', now })).toBe(0);
});

test('people who work at night are wished a good evening until five', () => {
  expect([0, 4, 5, 11, 12, 17, 18, 23].map(partOfDay)).toEqual([
    'evening',
    'evening',
    'morning',
    'morning',
    'day',
    'day',
    'evening',
    'evening',
  ]);
});
