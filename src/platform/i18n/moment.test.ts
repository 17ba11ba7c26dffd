import { expect, test } from 'vitest';
import { dayBegins, isDay } from './day.ts';
import { localMoment, momentOf } from './moment.ts';

test('what the clocks of a zone show is a moment, in summer and in winter', () => {
  expect(momentOf('Europe/Berlin', '2026-07-01T09:00')?.toISOString()).toBe('2026-07-01T07:00:00.000Z');
  expect(momentOf('Europe/Berlin', '2026-12-01T09:00')?.toISOString()).toBe('2026-12-01T08:00:00.000Z');
  expect(momentOf('America/New_York', '2026-11-28T23:30')?.toISOString()).toBe('2026-11-29T04:30:00.000Z');
  expect(localMoment('Europe/Berlin', new Date('2026-07-01T07:00:00Z'))).toBe('2026-07-01T09:00');
});

test('an hour that comes twice is the first, and one that is left out is later', () => {
  expect(momentOf('Europe/Berlin', '2026-10-25T02:30')?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  expect(momentOf('Europe/Berlin', '2026-03-29T02:30')?.toISOString()).toBe('2026-03-29T01:30:00.000Z');
});

test.each(['', 'tomorrow', '2026-02-30T09:00', '2026-13-01T09:00', '2026-01-01T25:00'])('%j is none', (text) => {
  expect(momentOf('Europe/Berlin', text)).toBeUndefined();
});

test('a day is one that a calendar has, and begins where its reader is', () => {
  for (const day of ['2026-02-28', '2024-02-29', '2026-11-30']) expect([day, isDay(day)]).toEqual([day, true]);
  // The first three are dates to JavaScript.
  for (const day of ['2026-02-30', '2026-11-31', '2025-02-29', '2026-13-01', '2026-1-1', '0000-01-01', 'soon', '']) {
    expect([day, isDay(day)]).toEqual([day, false]);
  }
  expect(dayBegins({ zone: 'Europe/Berlin' }, '2026-03-28', 1).toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(dayBegins({ zone: 'Europe/Berlin' }, '2026-03-29', 1).toISOString()).toBe('2026-03-29T22:00:00.000Z');
});
