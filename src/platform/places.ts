import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { type CityResponse, Reader as PlacesFile } from 'mmdb-lib';
import type { Locale, Reader } from './i18n/reader.ts';
import type { Log } from './log.ts';

type Speaking = Pick<Reader, 'locale'>;

/** Where network addresses are in the world, as far as the operator's file (`GEOIP_FILE`) knows: nobody outside is asked. */
export interface Places {
  /** "Osaka, Japan". */
  at(reader: Speaking, ip: string): string | null;
}

/** Without such a file. */
export const nowhere: Places = { at: () => null };

/** A database of places in the MaxMind DB format. Throws when there is none in the file. */
export async function readPlaces(path: string): Promise<Places & { kind: string; builtAt: Date }> {
  const file = new PlacesFile<CityResponse>(await readFile(path));
  return {
    at: (reader, ip) => (isIP(ip) ? placeOf(reader, file.get(ip)) : null),
    kind: file.metadata.databaseType,
    builtAt: file.metadata.buildEpoch,
  };
}

/** For a process: a file that cannot be read keeps nobody out. */
export async function openPlaces(path: string | undefined, log: Log): Promise<Places> {
  if (!path) return nowhere;
  return readPlaces(path).catch((error: Error) => {
    log.warn({ reason: error.message }, 'GEOIP_FILE cannot be read: places are not shown');
    return nowhere;
  });
}

/** "Osaka, Japan (203.0.113.7)", or the address alone. */
export function placeAndAddress(places: Places, reader: Speaking, ip: string): string {
  const place = places.at(reader, ip);
  return place ? `${place} (${ip})` : ip;
}

function placeOf({ locale }: Speaking, found: CityResponse | null): string | null {
  const { city, country } = found ?? {};
  const parts = [city && (city.names[locale] ?? city.names.en), country && countryName(locale, country.iso_code)];
  return parts.filter(Boolean).join(', ') || null;
}

function countryName(locale: Locale, code: string): string | undefined {
  return /^[A-Z]{2}$/.test(code) ? new Intl.DisplayNames([locale], { type: 'region' }).of(code) : undefined;
}
