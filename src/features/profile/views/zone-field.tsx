import { Button } from '#platform/ui/button.tsx';
import { describe, Field } from '#platform/ui/field.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';
import { isListed, zoneAt, zoneLabel, zonesByRegion } from '../zones.ts';

/** All zones by their region. The browser offers the one it is in (`data-zone-offer`) when another is chosen. */
export function ZoneField({ ctx, value, error }: { ctx: Own; value: string; error: string | undefined }) {
  const { reader, workspace } = ctx;
  const { now } = reader;
  const field = { id: 'zone', label: say(reader, 'zone'), error };
  const option = (id: string, label: string) => (
    <option value={id} selected={id === value}>
      {label}
    </option>
  );
  return (
    <Field {...field}>
      <select class="input" name="zone" {...describe(field)}>
        {option(
          '',
          say(reader, 'zone.same', { name: workspace.shortName, zone: zoneLabel(zoneAt(workspace.zone, now)) }),
        )}
        {option('UTC', 'UTC')}
        {value && value !== 'UTC' && !error && !isListed(value, reader) && option(value, zoneLabel(zoneAt(value, now)))}
        {[...zonesByRegion(now)].map(([region, zones]) => (
          <optgroup label={say(reader, `region.${region}`)}>
            {zones.map((zone) => option(zone.id, zoneLabel(zone)))}
          </optgroup>
        ))}
      </select>
      <p class="hint" data-zone-offer={say(reader, 'zone.offer', { zone: '{zone}' })} hidden>
        <span />{' '}
        <Button size="small" variant="quiet">
          {say(reader, 'zone.take')}
        </Button>
      </p>
    </Field>
  );
}
