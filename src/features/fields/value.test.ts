import { expect, test } from 'vitest';
import type { Speaking } from '#platform/i18n/reader.ts';
import type { Field } from './field.ts';
import { readDate, readNumber, readValue, writeNumber } from './value.ts';
import type { Words } from './words.ts';

test('a number is read as its reader writes it', () => {
  const en = (text: string) => readNumber(text, { locale: 'en' });
  const de = (text: string) => readNumber(text, { locale: 'de' });
  expect([en('1,234.5'), en('1234.5'), en('-7'), en('12,5'), en('1e9'), en('12 000')]).toEqual([
    '1234.5',
    '1234.5',
    '-7',
    null,
    null,
    '12000',
  ]);
  expect([de('1.234,5'), de('1234,5'), de('1.234'), de('12.5')]).toEqual(['1234.5', '1234.5', '1234', '12.5']);
  expect(en('9'.repeat(16))).toBeNull();
});

test('a date is one that a calendar has', () => {
  expect(readDate('2026-02-28')).toBe('2026-02-28');
  expect(readDate('28.2.2026')).toBe('2026-02-28');
  expect(readDate('2026-02-30')).toBeNull();
  expect(readDate('soon')).toBeNull();
});

test('a choice is one of its choices, in their writing and in any of its languages', () => {
  const words = { de: { label: '', hint: '', choices: { Gold: 'Golden', Silver: 'Gold', Copper: 'Kupfer' } } };
  const field = { kind: 'choice', choices: ['Gold', 'Silver'], words: words as Words } as Field;
  expect(readValue(field, 'golden', { locale: 'en' }, new Set())).toEqual({ ok: true, value: 'Gold' });
  // Its own word comes first, and what is no choice any more is none in another language.
  expect(readValue(field, 'Gold', { locale: 'de' }, new Set())).toEqual({ ok: true, value: 'Gold' });
  expect(readValue(field, 'Kupfer', { locale: 'de' }, new Set())).toEqual({ ok: false, error: 'error.choice' });
  expect(readValue(field, 'gold', { locale: 'en' }, new Set())).toEqual({ ok: true, value: 'Gold' });
  expect(readValue(field, 'Bronze', { locale: 'en' }, new Set())).toEqual({ ok: false, error: 'error.choice' });
});

test('a number that nobody touched is read as the one that was written, in either language', () => {
  for (const value of ['0.125', '52.516', '1234', '-1234.5', '0.0000001', '123456789012345', '52.520008']) {
    for (const locale of ['en', 'de'] as const) {
      const written = writeNumber(String(Number(value)), { locale });
      expect(readNumber(written, { locale }), `${value} in ${locale}: ${written}`).toBe(String(Number(value)));
    }
  }
  expect(writeNumber('1234.5', { locale: 'de' })).toBe('1234,5');
});

test('numbers and dates are read as in the region of their reader', () => {
  const swiss = { locale: 'de', format: 'de-CH' } as const;
  expect([readNumber('1’234.5', swiss), readNumber('1.234', swiss), writeNumber('1234.5', swiss)]).toEqual([
    '1234.5',
    '1.234',
    '1234.5',
  ]);
  const indian = { locale: 'en', format: 'en-IN' } as const;
  expect([readNumber('12,34,567.5', indian), readNumber('12,34', indian)]).toEqual(['1234567.5', null]);
  const date = (reader: Speaking) => readValue({ kind: 'date' } as Field, '3/4/2026', reader, new Set());
  expect(date({ locale: 'en', format: 'en-US' })).toEqual({ ok: true, value: '2026-03-04' });
  expect(date({ locale: 'en' })).toEqual({ ok: true, value: '2026-04-03' });
});
