import type { Child } from 'hono/jsx';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Choice, FieldError } from '#platform/ui/field.tsx';
import { gateNames } from '../form.ts';
import type { OpenTo } from '../gate.ts';
import { say } from '../messages.ts';
import type { SegmentToName } from '../self-opened.ts';

interface GateInputsProps {
  reader: Reader;
  object: string;
  legend: string;
  open: OpenTo;
  segments: SegmentToName[];
  /** Whether it may be closed for all: what is hidden otherwise needs no such choice. */
  closable?: boolean | undefined;
  error?: string | undefined;
}

/** Whom one thing is for: a choice, and the groups it may name. */
export function GateInputs({ reader, object, legend, open, segments, closable, error }: GateInputsProps) {
  const names = gateNames(object);
  const chosen = open.to === 'segments' ? open.segments : [];
  const radio = (to: OpenTo['to']) => (
    <Choice type="radio" name={names.to} value={to} checked={open.to === to} label={say(reader, to)} />
  );
  return (
    <fieldset class="field gate" id={names.to} aria-describedby={error ? `${names.to}-error` : undefined}>
      <legend class="visually-hidden">{legend}</legend>
      {radio('everyone')}
      {(segments.length > 0 || open.to === 'segments') && radio('segments')}
      {segments.length > 0 ? (
        <div class="gate-segments cluster" role="group" aria-label={say(reader, 'segments')}>
          {segments.map(({ id, name, filled }) => (
            <Choice
              type="checkbox"
              name={names.segments}
              value={id}
              checked={chosen.includes(id)}
              label={name}
              note={filledNote(reader, filled)}
            />
          ))}
        </div>
      ) : (
        <p class="meta">
          {say(reader, 'segments.none')}{' '}
          <a class="link" href="/customers/segments/new">
            {say(reader, 'segments.make')}
          </a>
        </p>
      )}
      {closable && radio('nobody')}
      {error && <FieldError id={names.to}>{error}</FieldError>}
    </fieldset>
  );
}

/** Said of a group that customers can put themselves in. */
export const filledNote = (reader: Reader, fields: string[] = []): Child | undefined =>
  fields.length > 0 ? (
    <span class="toned warn">{say(reader, 'segments.filled', { fields: formatList(reader, fields) })}</span>
  ) : undefined;
