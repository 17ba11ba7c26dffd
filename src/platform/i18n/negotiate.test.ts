import fc from 'fast-check';
import { expect, it } from 'vitest';
import { negotiate, negotiateLocale } from './negotiate.ts';
import { locales } from './reader.ts';

it('a setting wins over the browser, and nonsense in it does not', () => {
  expect(negotiateLocale('de', 'en', 'de')).toBe('en');
  expect(negotiateLocale('de', 'xx', 'en')).toBe('de');
  expect(negotiateLocale('de', null, 'en')).toBe('de');
});

it('the browser is heard in its order of preference', () => {
  expect(negotiateLocale('de-AT,de;q=0.9,en;q=0.8', undefined, 'en')).toBe('de');
  expect(negotiateLocale('fr-CH, en;q=0.5, de;q=0.7', undefined, 'en')).toBe('de');
  expect(negotiateLocale('en-US,en;q=0.9,de;q=0.8', undefined, 'de')).toBe('en');
  expect(negotiateLocale('DE', undefined, 'en')).toBe('de');
  expect(negotiateLocale('de;q=0, fr', undefined, 'en')).toBe('en');
  expect(negotiateLocale('en;q=0, *', undefined, 'de')).toBe('de');
});

it('the portal decides where the browser says nothing we speak', () => {
  expect(negotiateLocale(undefined, undefined, 'de')).toBe('de');
  expect(negotiateLocale('', '', 'de')).toBe('de');
  expect(negotiateLocale('fr, ja;q=0.3', undefined, 'de')).toBe('de');
  expect(negotiateLocale('*', undefined, 'de')).toBe('de');
  expect(negotiateLocale('de;q=NaN, deutsch', undefined, 'en')).toBe('en');
});

it('the formats are those that were set, else those of the browser’s first language where that is read', () => {
  expect(negotiate('en-US,en;q=0.9', null, 'de')).toEqual({ locale: 'en', format: 'en-US' });
  expect(negotiate('de-AT,de;q=0.9,en-US;q=0.8', null, 'en')).toEqual({ locale: 'de', format: 'de-AT' });
  expect(negotiate('en-US', 'de', 'en')).toEqual({ locale: 'de', format: undefined });
  expect(negotiate('de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7', 'en', 'en')).toEqual({ locale: 'en', format: undefined });
  expect(negotiate('en-US', 'en-GB', 'en')).toEqual({ locale: 'en', format: undefined });
  expect(negotiate('de', 'en-AU', 'de')).toEqual({ locale: 'en', format: 'en-AU' });
  expect(negotiate('en-XX', null, 'de')).toEqual({ locale: 'en', format: undefined });
});

it('any header at all gives a language', () => {
  fc.assert(fc.property(fc.string(), (header) => locales.includes(negotiateLocale(header, header, 'en'))));
});
