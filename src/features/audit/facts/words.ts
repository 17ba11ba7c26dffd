import { rightName } from '#features/roles/index.ts';
import { flagNames } from '#features/visibility/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import { formatDate, formatDateTime, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { zoneName } from '#platform/i18n/zone-names.ts';
import { rightsIn, type Side } from '#platform/rights.ts';
import type { Entry } from '../entries.ts';
import type { Names } from '../names.ts';
import { areaOf, changesIn } from '../told.ts';
import { say } from './messages.ts';

/** One value that an act has changed, as its reader says it; null where there was or is nothing. */
export interface ToldChange {
  what: string;
  from: string | null;
  to: string | null;
}

/** What an entry is read by. */
interface Reading {
  reader: Reader;
  names: Names;
  entry: Entry;
}

/** Before and after, in words; what has none, as the log keeps it. */
export function changesInWords({ reader }: Pick<Ctx, 'reader'>, names: Names, entry: Entry): ToldChange[] {
  const reading = { reader, names, entry };
  return changesIn(entry).map(({ what, from, to }) => ({
    what: isOwnField(entry) ? (names.fieldsByName.get(what)?.label ?? what) : factIn(reading, what),
    from: valueIn(reading, what, from),
    to: valueIn(reading, what, to),
  }));
}

/** On one line, for a file: "Status: New → Open; …". */
export const changesOnOneLine = (ctx: Pick<Ctx, 'reader'>, names: Names, entry: Entry): string =>
  changesInWords(ctx, names, entry)
    .map(({ what, from, to }) => `${what}: ${from ?? '–'} → ${to ?? '–'}`)
    .join('; ');

/** What a business calls its fields, and what was written into them, is nobody's key. */
const isOwnField = ({ kind }: Entry): boolean => kind === 'field.values_changed' || kind === 'field.change_asked';

const factWord = (reader: Reader, fact: string): string | undefined =>
  `fact.${fact}` in say.messages.en ? say(reader, `fact.${fact}` as 'fact.name') : undefined;

const valueWord = (reader: Reader, what: string, value: string): string | undefined =>
  `value.${what}.${value}` in say.messages.en ? say(reader, `value.${what}.${value}` as 'value.status.new') : undefined;

function factIn({ reader, names, entry }: Reading, what: string): string {
  const [, side, role] = /^secondStep\.(member|contact)\.(.+)$/.exec(what) ?? [];
  if (side && role) {
    return say(reader, `fact.secondStep.${side as Side}`, { role: names.roles.get(`${side}:${role}`) ?? role });
  }
  const [, written, locale] = /^(title|summary|label|hint|choices) \((.+)\)$/.exec(what) ?? [];
  if (written && locale) {
    return say(reader, `fact.written.${written as 'title'}`, { language: languageIn(reader, locale) });
  }
  return factWord(reader, `${areaOf(entry.kind)}.${what}`) ?? factWord(reader, what) ?? what.replaceAll('_', ' ');
}

function valueIn(reading: Reading, what: string, value: unknown): string | null {
  const { reader, names, entry } = reading;
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) {
    if (what === 'flags') return value.length > 0 ? flagNames(reader, [...flagsIn(value)]) : null;
    return value.map((one) => valueIn(reading, what, one) ?? '').join(' · ') || null;
  }
  if (typeof value === 'boolean') {
    const switched = entry.kind === 'identity.rules_changed';
    return say(reader, switched ? (value ? 'value.on' : 'value.off') : value ? 'value.yes' : 'value.no');
  }
  if (typeof value === 'number') return amountIn(reader, entry, what, value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isOwnField(entry)) {
    const { kind, said } = names.fieldsByName.get(what) ?? {};
    return ownValueIn(reader, kind, said?.[value] || value);
  }
  return valueWord(reader, what, value) ?? namedIn(reading, what, value) ?? momentIn(reader, value) ?? value;
}

/** What a key or an id stands for. */
function namedIn({ reader, names, entry }: Reading, what: string, value: string): string | undefined {
  switch (what) {
    case 'role':
    case 'firstRole':
      return names.roles.get(`${areaOf(entry.kind) === 'member' ? 'member' : 'contact'}:${value}`);
    case 'defaultRole':
      return names.roles.get(`${entry.accountId ? 'contact' : 'member'}:${value}`);
    case 'rights': {
      const side = entry.data.side === 'contact' ? 'contact' : 'member';
      const [right] = rightsIn([value], side);
      return right && rightName(reader, side, right);
    }
    case 'assignee':
      return names.people.get(value)?.name;
    case 'locale':
    case 'languages':
      return languageIn(reader, value);
    case 'zone':
      return zoneName(reader, value);
    default:
      return undefined;
  }
}

const DAYS = /^(?:days|review_days|(?:member|contact)\.rememberDays)$/;
const MINUTES = /^(?:promise|idleMinutes)$/;

function amountIn(reader: Reader, { kind }: Entry, what: string, value: number): string {
  if (value > 0 && MINUTES.test(what)) return formatDuration(reader, value * 60);
  if (value > 0 && what === 'sessionHours') return formatDuration(reader, value * 3600);
  const days = DAYS.test(what) || areaOf(kind) === 'privacy';
  return days
    ? formatNumber(reader, value, { style: 'unit', unit: 'day', unitDisplay: 'long' })
    : formatNumber(reader, value);
}

function ownValueIn(reader: Reader, kind: string | undefined, value: string): string {
  if (kind === 'number' && Number.isFinite(Number(value))) {
    return formatNumber(reader, Number(value), { maximumFractionDigits: 10 });
  }
  return (kind === 'date' && momentIn(reader, value)) || value;
}

/** A moment as events keep it, or a day, which is the same one everywhere. */
function momentIn(reader: Reader, value: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return formatDateTime(reader, new Date(value));
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const day = new Date(value);
  return Number.isNaN(day.getTime()) ? undefined : formatDate({ ...reader, zone: 'UTC' }, day);
}

function languageIn(reader: Reader, locale: string): string {
  try {
    return new Intl.DisplayNames([reader.locale], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
