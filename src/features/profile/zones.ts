import type { Reader } from '#platform/i18n/reader.ts';
import { zoneName } from '#platform/i18n/zone-names.ts';

export interface Zone {
  id: string;
  /** The city, as people look for it. */
  city: string;
  /** "UTC+5:45" */
  offset: string;
  minutes: number;
}

type Asking = Pick<Reader, 'locale' | 'now'>;

/** Where on earth, as the zones are named, in the order of a list. */
export const regions = [
  'Africa',
  'America',
  'Antarctica',
  'Arctic',
  'Asia',
  'Atlantic',
  'Australia',
  'Europe',
  'Indian',
  'Pacific',
] as const;
export type Region = (typeof regions)[number];

const HOUR = 3_600_000;
const known = new Map<string, { hour: number; zones: Map<Region, Zone[]> }>();

/**
 * Every zone by its region, with how far it is from UTC now, from the west to the east, and beside each other by name: worked out once an
 * hour and language, because it takes a while.
 */
export function zonesByRegion(reader: Asking): ReadonlyMap<Region, readonly Zone[]> {
  const hour = Math.floor(reader.now.getTime() / HOUR);
  const kept = known.get(reader.locale);
  if (kept?.hour === hour) return kept.zones;
  const zones = new Map<Region, Zone[]>(regions.map((region) => [region, []]));
  for (const id of Intl.supportedValuesOf('timeZone')) zones.get(id.split('/')[0] as Region)?.push(zoneAt(reader, id));
  const byName = new Intl.Collator(reader.locale).compare;
  for (const some of zones.values()) some.sort((a, b) => a.minutes - b.minutes || byName(a.city, b.city));
  known.set(reader.locale, { hour, zones });
  return zones;
}

export function zoneAt(reader: Asking, id: string): Zone {
  const offset = offsetOf(id, reader.now);
  return { id, city: zoneName(reader, id), offset, minutes: minutesOf(offset) };
}

function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name
    .replace(/^GMT([+-]0)?$/, 'UTC')
    .replace('GMT', 'UTC')
    .replace('-', '−');
}

function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^UTC([+−])(\d+)(?::(\d+))?$/.exec(offset) ?? [];
  return (sign === '−' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

export const zoneLabel = ({ city, offset }: Zone): string => (offset === city ? city : `${city} (${offset})`);

/** Whether the zone stands in the list; another name of one (Asia/Kolkata beside Asia/Calcutta) does not. */
export const isListed = (reader: Asking, id: string): boolean =>
  [...zonesByRegion(reader).values()].some((zones) => zones.some((zone) => zone.id === id));
