import { onlyReadable } from '#platform/http/line.ts';
import { isDay } from '#platform/i18n/day.ts';
import type { Speaking } from '#platform/i18n/reader.ts';
import type { Field } from './field.ts';

const MOST_TEXT = 2000;

/** What somebody typed, in the one form values are written in; null is no value. The error is a key of the catalog. */
export type Read =
  | { ok: true; value: string | null }
  | { ok: false; error: 'error.text' | 'error.number' | 'error.date' | 'error.choice' };

/** How numbers and dates are written where somebody else than the reader wrote them: what stands before the decimals, and 3/4 as 3 April or March 4. */
export interface Notation {
  point: '.' | ',';
  dayFirst: boolean;
}

/** 1.234,5 in German, and 1’234.5 in Switzerland; 3/4 is March 4 in the United States alone. */
export const notationOf = ({ locale, format }: Speaking): Notation => ({
  point: locale === 'de' && format !== 'de-CH' ? ',' : '.',
  dayFirst: format !== 'en-US',
});

/** `people` are the ids a person may be. */
export function readValue(
  field: Field,
  typed: string,
  reader: Speaking,
  people: ReadonlySet<string>,
  notation = notationOf(reader),
): Read {
  const text = onlyReadable(typed).trim();
  if (text === '') return { ok: true, value: null };
  if (field.kind === 'text')
    return text.length <= MOST_TEXT ? { ok: true, value: text } : { ok: false, error: 'error.text' };
  if (field.kind === 'number') return known(numberIn(text, notation), 'error.number');
  if (field.kind === 'date') return known(readDate(text, notation), 'error.date');
  if (field.kind === 'person') return known(people.has(text) ? text : null, 'error.choice');
  return known(readChoice(field, text), 'error.choice');
}

/** A choice as it is kept, by what it is called in any language. */
function readChoice({ choices, words }: Pick<Field, 'choices' | 'words'>, text: string): string | null {
  const plain = text.toLowerCase();
  const inWords = Object.values(words).flatMap((said) => Object.entries(said.choices));
  return (
    choices.find((one) => one === text) ??
    choices.find((one) => one.toLowerCase() === plain) ??
    inWords.find(([choice, said]) => said.toLowerCase() === plain && choices.includes(choice))?.[0] ??
    null
  );
}

const known = (value: string | null, error: 'error.number' | 'error.date' | 'error.choice'): Read =>
  value === null ? { ok: false, error } : { ok: true, value };

/** A number as its reader writes it: 1,234.5 or 1.234,5. Up to fifteen digits. */
export const readNumber = (text: string, reader: Speaking): string | null => numberIn(text, notationOf(reader));

function numberIn(text: string, { point }: Notation): string | null {
  const bare = text.replace(/[\s'’]/g, '');
  const group = point === ',' ? '.' : ',';
  const plain = /^[+-]?\d+(\.\d+)?$/.test(bare) && !(point === ',' && /^[+-]?\d{1,3}\.\d{3}$/.test(bare));
  // 1,234,567, and 12,34,567 in India.
  const groups = `((\\${group}\\d{2})*(\\${group}\\d{3})+)?`;
  const wide = new RegExp(`^[+-]?\\d{1,3}${groups}(\\${point}\\d+)?$|^[+-]?\\d+(\\${point}\\d+)?$`);
  if (!plain && !wide.test(bare)) return null;
  const canonical = plain ? bare : bare.replaceAll(group, '').replace(point, '.');
  const digits = canonical.replace(/\D/g, '');
  return digits.length <= 15 ? String(Number(canonical)) : null;
}

/** The other way round: a number as it is kept, as its reader writes it, without groups. */
export function writeNumber(text: string, reader: Speaking): string {
  if (text === '') return '';
  // Never as 1e-7: nobody writes that, and it is not read.
  const plain = Number(text).toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 15 });
  return notationOf(reader).point === ',' ? plain.replace('.', ',') : plain;
}

/** 2026-11-28, 28.11.2026 or 28/11/2026; 11/28/2026 where the month comes first. */
export function readDate(text: string, { dayFirst }: Pick<Notation, 'dayFirst'> = { dayFirst: true }): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const dotted = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text);
  const parts = iso ? iso.slice(1) : dotted ? inOrder(dotted, dayFirst) : null;
  if (!parts) return null;
  const day = parts.map((part) => part!.padStart(2, '0')).join('-');
  return isDay(day) ? day : null;
}

const inOrder = ([, one, between, other, year]: string[], dayFirst: boolean): string[] =>
  between === '.' || dayFirst ? [year!, other!, one!] : [year!, one!, other!];
