import type { Config } from '#platform/config.ts';
import { readPlaces } from '#platform/places.ts';
import type { Finding } from './doctor.ts';

const DAY_MS = 86_400_000;
/** Addresses move: such files come anew each month. */
const OLD_DAYS = 120;

/** The file of places, if there is to be one. */
export async function checkPlaces({ geoipFile }: Pick<Config, 'geoipFile'>, now: Date): Promise<Finding[]> {
  const about = 'Places';
  if (!geoipFile) return [];
  try {
    const { kind, builtAt } = await readPlaces(geoipFile);
    const days = Math.max(0, Math.floor((now.getTime() - builtAt.getTime()) / DAY_MS));
    const seen = `${geoipFile}: ${kind}, ${days === 1 ? '1 day' : `${days} days`} old`;
    if (days <= OLD_DAYS) return [{ state: 'ok', about, seen }];
    return [{ state: 'warn', about, seen: `${seen}: fetch a newer one, and start Portico again` }];
  } catch (error) {
    return [{ state: 'wrong', about, seen: `GEOIP_FILE cannot be read: ${(error as Error).message}` }];
  }
}
