import { Button } from '#platform/ui/button.tsx';
import { describe, Field } from '#platform/ui/field.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';
import { zoneAt, zoneLabel } from '../zones.ts';
import { ZoneOptions } from './zone-options.tsx';

/** All zones by their region. The browser offers the one it is in (`data-zone-offer`) when another is chosen. */
export function ZoneField({ ctx, value, error }: { ctx: Own; value: string; error: string | undefined }) {
  const { reader } = ctx;
  const field = { id: 'zone', label: say(reader, 'zone'), error };
  return (
    <Field {...field}>
      <select class="input" name="zone" {...describe(field)}>
        <option value="" selected={value === ''}>
          {value === ''
            ? say(reader, 'zone.device.now', { zone: zoneLabel(zoneAt(reader, reader.zone)) })
            : say(reader, 'zone.device')}
        </option>
        <ZoneOptions reader={reader} value={error ? '' : value} />
      </select>
      <input type="hidden" name="device_zone" data-zone-here="" />
      <p class="hint" data-zone-offer={say(reader, 'zone.offer', { zone: '{zone}' })} hidden>
        <span />{' '}
        <Button size="small" variant="quiet">
          {say(reader, 'zone.take')}
        </Button>
      </p>
    </Field>
  );
}
