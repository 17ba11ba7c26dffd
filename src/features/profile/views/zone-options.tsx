import type { Reader } from '#platform/i18n/reader.ts';
import { renamed } from '#platform/i18n/zone-names.ts';
import { say } from '../messages.ts';
import { isListed, zoneAt, zoneLabel, zonesByRegion } from '../zones.ts';

/**
 * Every time zone there is, by region, for a `<select>`; another name of one that is stored stays to be chosen. Browsers that say it by its
 * name of today find it by `data-today`.
 */
export function ZoneOptions({ reader, value }: { reader: Reader; value: string }) {
  const option = (id: string, label: string) => (
    <option value={id} data-today={renamed[id]} selected={id === value}>
      {label}
    </option>
  );
  return (
    <>
      {option('UTC', 'UTC')}
      {value && value !== 'UTC' && !isListed(reader, value) && option(value, zoneLabel(zoneAt(reader, value)))}
      {[...zonesByRegion(reader)].map(([region, zones]) => (
        <optgroup label={say(reader, `region.${region}`)}>
          {zones.map((zone) => option(zone.id, zoneLabel(zone)))}
        </optgroup>
      ))}
    </>
  );
}
