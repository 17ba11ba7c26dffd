import type { Reader } from '#platform/i18n/reader.ts';

export interface Zone {
  id: string;
  /** The city, as people look for it. */
  city: string;
  /** "UTC+5:45" */
  offset: string;
}

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
let known: { hour: number; zones: Map<Region, Zone[]> } | undefined;

/** Every zone by its region, with how far it is from UTC now: worked out once an hour, because it takes a while. */
export function zonesByRegion(now: Date): ReadonlyMap<Region, readonly Zone[]> {
  const hour = Math.floor(now.getTime() / HOUR);
  if (known?.hour !== hour) {
    const zones = new Map<Region, Zone[]>(regions.map((region) => [region, []]));
    for (const id of Intl.supportedValuesOf('timeZone')) {
      zones.get(id.split('/')[0] as Region)?.push(zoneAt(id, now));
    }
    known = { hour, zones };
  }
  return known.zones;
}

export const zoneAt = (id: string, now: Date): Zone => ({ id, city: cityOf(id), offset: offsetOf(id, now) });

/** "America/Argentina/Buenos_Aires" is looked for under B. */
const cityOf = (id: string): string => (id.split('/').at(-1) ?? id).replaceAll('_', ' ');

function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name
    .replace(/^GMT([+-]0)?$/, 'UTC')
    .replace('GMT', 'UTC')
    .replace('-', '−');
}

export const zoneLabel = ({ city, offset }: Zone): string => (offset === city ? city : `${city} (${offset})`);

/** Whether the zone stands in the list; an older name of one (Asia/Calcutta) does not. */
export const isListed = (id: string, { now }: Pick<Reader, 'now'>): boolean =>
  [...zonesByRegion(now).values()].some((zones) => zones.some((zone) => zone.id === id));
