import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as format from './format.ts';
import { isZone, type Reader } from './reader.ts';
import { ageOf } from './relative.ts';
import { Time } from './time.tsx';

const at = (locale: Reader['locale'], zone: string, now = '2026-11-18T09:00:00Z'): Reader => ({
  locale,
  zone,
  now: new Date(now),
});
const berlin = at('en', 'Europe/Berlin');
const deutsch = at('de', 'Europe/Berlin');
const newYork = at('en', 'America/New_York');
const tokyo = at('de', 'Asia/Tokyo');
const moment = new Date('2026-11-16T15:40:05Z');

describe('dates and times', () => {
  it('are written in the language and on the clock of the reader', () => {
    expect(format.formatDate(berlin, moment)).toBe('16 Nov 2026');
    expect(format.formatDate(berlin, moment, 'weekday')).toBe('Mon 16 Nov');
    expect(format.formatDate(berlin, moment, 'long')).toBe('Monday 16 November');
    expect(format.formatDate(tokyo, moment, 'long')).toBe('Dienstag, 17. November');
    expect(format.formatTime(newYork, moment)).toBe('10:40');
    expect(format.formatTime(tokyo, moment)).toBe('00:40');
    expect(format.formatDateTime(deutsch, moment)).toBe('16. Nov. 2026, 16:40');
    expect(format.formatDateTime(newYork, moment)).toBe('16 Nov 2026, 10:40');
  });

  it('are written as in the region of the reader, who reads the same words', () => {
    const american = { ...newYork, format: 'en-US' } as const;
    const swiss = { ...deutsch, format: 'de-CH' } as const;
    expect(format.formatDate(american, moment)).toBe('Nov 16, 2026');
    expect(format.formatTime(american, moment)).toMatch(/^10:40\sAM$/);
    expect(format.formatDateTime(american, moment)).toMatch(/^Nov 16, 2026, 10:40\sAM$/);
    expect(format.formatDateTime(american, moment, 'full')).toMatch(/^Monday, November 16, 2026 at 10:40:05\sAM EST$/);
    expect(format.formatRelative(american, new Date('2026-11-17T15:40:00Z'))).toMatch(/^Yesterday, 10:40\sAM$/);
    expect(format.formatRelative(american, new Date('2026-11-16T15:40:00Z'))).toBe('Mon, Nov 16');
    expect(format.formatNumber(swiss, 12400.5)).toMatch(/^12['’]400\.5$/);
    expect(format.formatTime(swiss, moment)).toBe('16:40');
    // Control: without a region as ever.
    expect(format.formatNumber(deutsch, 12400.5)).toBe('12.400,5');
    expect(format.formatNumber(berlin, 1240000)).toBe('1,240,000');
    expect(format.formatNumber({ ...berlin, format: 'en-IN' }, 1240000)).toBe('12,40,000');
  });

  it('name the zone in full, with summer time told apart', () => {
    const summer = new Date('2026-07-01T12:00:00Z');
    expect(format.formatDateTime(berlin, moment, 'full')).toBe('Monday, 16 November 2026 at 16:40:05 CET');
    expect(format.formatDateTime(berlin, summer, 'full')).toBe('Wednesday, 1 July 2026 at 14:00:00 CEST');
    expect(format.formatDateTime(deutsch, summer, 'full')).toBe('Mittwoch, 1. Juli 2026 um 14:00:00 MESZ');
    expect(format.formatDateTime(newYork, moment, 'full')).toContain('10:40:05 GMT-5');
  });

  it('tell the two 02:30 of the night when clocks go back apart only in full', () => {
    const first = new Date('2026-10-25T00:30:00Z');
    const second = new Date('2026-10-25T01:30:00Z');
    expect(format.formatTime(berlin, first)).toBe(format.formatTime(berlin, second));
    expect(format.formatDateTime(berlin, first, 'full')).toContain('02:30:00 CEST');
    expect(format.formatDateTime(berlin, second, 'full')).toContain('02:30:00 CET');
  });
});

describe('relative times', () => {
  const relative = (reader: Reader, date: string) => format.formatRelative(reader, new Date(date));

  it('go from minutes to the year', () => {
    expect(relative(berlin, '2026-11-18T08:59:30Z')).toBe('Just now');
    expect(relative(berlin, '2026-11-18T08:59:00Z')).toBe('1 minute ago');
    expect(relative(berlin, '2026-11-18T08:00:01Z')).toBe('59 minutes ago');
    expect(relative(berlin, '2026-11-18T06:59:00Z')).toBe('2 hours ago');
    expect(relative(berlin, '2026-11-17T15:40:00Z')).toBe('Yesterday, 16:40');
    expect(relative(berlin, '2026-11-16T15:40:00Z')).toBe('Mon 16 Nov');
    expect(relative(berlin, '2025-11-16T15:40:00Z')).toBe('16 Nov 2025');
  });

  it('say of what is to come that it is not there before its minute', () => {
    const coming = (reader: Reader, date: string) => format.formatRelative(reader, new Date(date), 'coming');
    expect(coming(berlin, '2026-11-18T09:00:20Z')).toBe('in less than a minute');
    expect(coming(deutsch, '2026-11-18T09:00:59Z')).toBe('in weniger als einer Minute');
    expect(coming(berlin, '2026-11-18T09:01:00Z')).toBe('in 1 minute');
    expect(coming(berlin, '2026-11-18T08:59:50Z')).toBe('just now');
  });

  it('speak German', () => {
    expect(relative(deutsch, '2026-11-18T09:00:10Z')).toBe('Gerade eben');
    expect(relative(deutsch, '2026-11-18T07:00:00Z')).toBe('Vor 2 Stunden');
    expect(relative(deutsch, '2026-11-17T15:40:00Z')).toBe('Gestern, 16:40');
    expect(relative(deutsch, '2026-11-16T15:40:00Z')).toBe('Mo., 16. Nov.');
    expect(relative(deutsch, '2026-11-19T08:00:00Z')).toBe('Morgen, 09:00');
  });

  it('begin small in the middle of a line, except where the language writes a capital', () => {
    const within = (reader: Reader, iso: string) => format.formatRelative(reader, new Date(iso), 'within');
    expect(within(deutsch, '2026-11-18T09:00:10Z')).toBe('gerade eben');
    expect(within(deutsch, '2026-11-18T07:00:00Z')).toBe('vor 2 Stunden');
    expect(within(deutsch, '2026-11-17T15:40:00Z')).toBe('gestern, 16:40');
    expect(within(deutsch, '2026-11-16T15:40:00Z')).toBe('Mo., 16. Nov.');
    expect(within(berlin, '2026-11-17T15:40:00Z')).toBe('yesterday, 16:40');
    expect(within(berlin, '2026-11-16T15:40:00Z')).toBe('Mon 16 Nov');
  });

  it('look ahead', () => {
    expect(relative(berlin, '2026-11-18T09:05:30Z')).toBe('In 5 minutes');
    expect(relative(berlin, '2026-11-18T12:30:00Z')).toBe('In 3 hours');
    expect(relative(berlin, '2026-11-19T12:30:00Z')).toBe('Tomorrow, 13:30');
    expect(relative(berlin, '2027-01-04T12:30:00Z')).toBe('4 Jan 2027');
  });

  it('count days by the calendar on the wall of the reader', () => {
    const now = '2026-11-18T02:00:00Z';
    expect(relative(at('en', 'Europe/Berlin', now), '2026-11-17T22:00:00Z')).toBe('Yesterday, 23:00');
    expect(relative(at('en', 'America/New_York', now), '2026-11-17T22:00:00Z')).toBe('4 hours ago');
    expect(relative(at('en', 'Europe/Berlin', '2027-01-01T08:00:00Z'), '2026-12-30T08:00:00Z')).toBe('30 Dec 2026');
  });

  it('call the day before a change of clocks yesterday, though it was 23 or 25 hours long', () => {
    const afterSpring = at('en', 'Europe/Berlin', '2026-03-29T21:59:00Z');
    expect(relative(afterSpring, '2026-03-28T23:10:00Z')).toBe('22 hours ago');
    expect(relative(afterSpring, '2026-03-28T22:59:00Z')).toBe('Yesterday, 23:59');
    const afterAutumn = at('en', 'Europe/Berlin', '2026-10-25T22:59:00Z');
    expect(relative(afterAutumn, '2026-10-24T22:01:00Z')).toBe('24 hours ago');
    expect(relative(afterAutumn, '2026-10-24T21:59:00Z')).toBe('Yesterday, 23:59');
  });

  it('say the same at the same age, so that what was written for one reader serves the next', () => {
    const moments = fc.integer({ min: Date.parse('2026-10-23T00:00:00Z'), max: Date.parse('2026-10-28T00:00:00Z') });
    const nextYear = fc.constant(Date.parse('2027-03-01T00:00:00Z'));
    fc.assert(
      fc.property(moments, fc.oneof(moments, nextYear), fc.integer({ min: 0, max: 90_000 }), (date, now, later) => {
        const one = { ...berlin, now: new Date(now) };
        const two = { ...berlin, now: new Date(now + later) };
        fc.pre(ageOf(one, new Date(date)) === ageOf(two, new Date(date)));
        return format.formatRelative(one, new Date(date)) === format.formatRelative(two, new Date(date));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('sizes, numbers and lists', () => {
  it('read naturally in both languages', () => {
    expect(format.formatBytes(berlin, 0)).toBe('0 bytes');
    expect(format.formatBytes(berlin, 1)).toBe('1 byte');
    expect(format.formatBytes(deutsch, 812).replace('\u00a0', ' ')).toBe('812 Byte');
    expect(format.formatBytes(berlin, 96 * 1024)).toBe('96\u00a0KB');
    expect(format.formatBytes(berlin, 52428800)).toBe('50\u00a0MB');
    expect(format.formatBytes(deutsch, 1.44 * 1024 ** 2)).toBe('1,4\u00a0MB');
    expect(format.formatBytes(berlin, 1024 ** 2 - 1)).toBe('1\u00a0MB');
    expect(format.formatBytes(berlin, 3 * 1024 ** 3)).toBe('3\u00a0GB');
    expect(format.formatNumber(deutsch, 1234.5)).toBe('1.234,5');
    expect(format.formatNumber(berlin, 0.42, { style: 'percent' })).toBe('42%');
    expect(format.formatList(berlin, ['Maya', 'Theo', 'Dana'])).toBe('Maya, Theo and Dana');
    expect(format.formatList(deutsch, ['Maya', 'Theo'], 'disjunction')).toBe('Maya oder Theo');
  });
});

describe('zones', () => {
  it('are known by name only', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('UTC')).toBe(true);
    expect(isZone('+02:00')).toBe(false);
    expect(isZone('Mars/Olympus')).toBe(false);
    expect(isZone('')).toBe(false);
  });
});

describe('<Time>', () => {
  it('shows the short form and keeps the exact one', () => {
    expect((<Time reader={berlin} date={moment} />).toString()).toBe(
      '<time datetime="2026-11-16T15:40:05.000Z" title="Monday, 16 November 2026 at 16:40:05 CET" data-relative="">Mon 16 Nov</time>',
    );
    expect((<Time reader={deutsch} date={moment} style="dateTime" />).toString()).toBe(
      '<time datetime="2026-11-16T15:40:05.000Z" title="Montag, 16. November 2026 um 16:40:05 MEZ">16. Nov. 2026, 16:40</time>',
    );
  });
});
