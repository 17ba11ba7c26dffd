import type { Reader } from '#platform/i18n/reader.ts';
import { say } from '../messages.ts';
import { isListed, zoneAt, zoneLabel, zonesByRegion } from '../zones.ts';

/** Every time zone there is, by region, for a `<select>`; an older name that is stored stays to be chosen. */
export function ZoneOptions({ reader, value }: { reader: Reader; value: string }) {
  const { now } = reader;
  const option = (id: string, label: string) => (
    <option value={id} selected={id === value}>
      {label}
    </option>
  );
  return (
    <>
      {option('UTC', 'UTC')}
      {value && value !== 'UTC' && !isListed(value, reader) && option(value, zoneLabel(zoneAt(value, now)))}
      {[...zonesByRegion(now)].map(([region, zones]) => (
        <optgroup label={say(reader, `region.${region}`)}>
          {zones.map((zone) => option(zone.id, zoneLabel(zone)))}
        </optgroup>
      ))}
    </>
  );
}
