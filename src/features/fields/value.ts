import { onlyReadable } from '#platform/http/line.ts';
import { isDay } from '#platform/i18n/day.ts';
import type { Speaking } from '#platform/i18n/reader.ts';
import type { Field } from './field.ts';

const MOST_TEXT = 2000;

/** What somebody typed, in the one form values are written in; null is no value. The error is a key of the catalog. */
export type Read =
  | { ok: true; value: string | null }
  | { ok: false; error: 'error.text' | 'error.number' | 'error.date' | 'error.choice' };

/** `people` are the ids a person may be. */
export function readValue(field: Field, typed: string, reader: Speaking, people: ReadonlySet<string>): Read {
  const text = onlyReadable(typed).trim();
  if (text === '') return { ok: true, value: null };
  if (field.kind === 'text')
    return text.length <= MOST_TEXT ? { ok: true, value: text } : { ok: false, error: 'error.text' };
  if (field.kind === 'number') return known(readNumber(text, reader), 'error.number');
  if (field.kind === 'date') return known(readDate(text), 'error.date');
  if (field.kind === 'person') return known(people.has(text) ? text : null, 'error.choice');
  const choice =
    field.choices.find((one) => one === text) ?? field.choices.find((one) => one.toLowerCase() === text.toLowerCase());
  return known(choice ?? null, 'error.choice');
}

const known = (value: string | null, error: 'error.number' | 'error.date' | 'error.choice'): Read =>
  value === null ? { ok: false, error } : { ok: true, value };

/** A number as its reader writes it: 1,234.5 or 1.234,5. Up to fifteen digits. */
export function readNumber(text: string, reader: Speaking): string | null {
  const bare = text.replace(/[\s'’]/g, '');
  const comma = hasComma(reader);
  const [group, point] = comma ? ['.', ','] : [',', '.'];
  const plain = /^[+-]?\d+(\.\d+)?$/.test(bare) && !(comma && /^[+-]?\d{1,3}\.\d{3}$/.test(bare));
  // 12,34,567 in India.
  const wide = new RegExp(
    `^[+-]?\\d{1,3}(\\${group}\\d{${reader.format === 'en-IN' ? '2,3' : '3'}})*(\\${point}\\d+)?$|^[+-]?\\d+(\\${point}\\d+)?$`,
  );
  if (!plain && !wide.test(bare)) return null;
  const canonical = plain ? bare : bare.replaceAll(group!, '').replace(point!, '.');
  const digits = canonical.replace(/\D/g, '');
  return digits.length <= 15 ? String(Number(canonical)) : null;
}

/** The other way round: a number as it is kept, as its reader writes it, without groups. */
export function writeNumber(text: string, reader: Speaking): string {
  if (text === '') return '';
  // Never as 1e-7: nobody writes that, and it is not read.
  const plain = Number(text).toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 15 });
  return hasComma(reader) ? plain.replace('.', ',') : plain;
}

/** 1.234,5 in German, and 1’234.5 in Switzerland. */
const hasComma = ({ locale, format }: Speaking): boolean => locale === 'de' && format !== 'de-CH';

/** 2026-11-28, 28.11.2026 or 28/11/2026. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  const parts = iso ? iso.slice(1) : dotted ? [dotted[3]!, dotted[2]!, dotted[1]!] : null;
  if (!parts) return null;
  const day = parts.map((part) => part!.padStart(2, '0')).join('-');
  return isDay(day) ? day : null;
}
