import { z } from 'zod';
import { type Changes, changes } from '#platform/events/changes.ts';
import { aboutWhat, defineEvent, type Told, toWhom } from '#platform/events/define.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

export const fieldDefined = defineEvent({
  kind: 'field.defined',
  subjectType: 'field',
  audience: 'team',
  data: z.object({
    how: z.enum(['made', 'changed', 'archived', 'restored', 'moved']),
    changes: changes.optional(),
  }),
  sentence: (reader, event, { who, what }) => say(reader, `event.${event.data.how}`, { who, ...aboutWhat(what) }),
  topics: () => ['inbox'],
});

const about = z.enum(['account', 'contact', 'ticket']);
const stale = (event: { accountId: string | null; subjectId: string; data: { about: string } }) => [
  ...(event.data.about === 'ticket'
    ? [`ticket:${event.subjectId}`, `tickets:${event.accountId}`]
    : [`account:${event.accountId}`]),
];

/** More than these are counted. */
const FEW = 3;

/** Which fields: in the reader's language as far as the place knows it, else by what they were called then. */
function fieldsIn(reader: Reader, changes: Changes | undefined, called: Told['called']): string {
  const labels = Object.keys(changes ?? {}).map((label) => called?.(label) ?? label);
  if (labels.length === 0) return say(reader, 'event.fields.some');
  return labels.length > FEW ? say(reader, 'event.fields', { n: labels.length }) : formatList(reader, labels);
}

/** Values of fields: `changes` has them by the label that the field was made with. */
export const valuesChanged = defineEvent({
  kind: 'field.values_changed',
  subjectType: 'field_values',
  audience: 'team',
  data: z.object({ about, changes: changes.optional() }),
  sentence: (reader, { data: { about, changes } }, { who, whom, what, called }) => {
    const fields = fieldsIn(reader, changes, called);
    if (about === 'contact') return say(reader, 'event.values.contact', { who, fields, ...toWhom(whom) });
    if (about === 'ticket') return say(reader, 'event.values.ticket', { who, fields, ...aboutWhat(what) });
    return say(reader, 'event.values.account', { who, fields });
  },
  topics: stale,
});

export const changeAsked = defineEvent({
  kind: 'field.change_asked',
  subjectType: 'field_values',
  audience: 'team',
  data: z.object({ about, changes: changes.optional() }),
  sentence: (reader, { data }, { who, called }) =>
    say(reader, 'event.asked', { who, fields: fieldsIn(reader, data.changes, called) }),
  topics: (event) => [...stale(event), 'inbox'],
});

export const changeDecided = defineEvent({
  kind: 'field.change_decided',
  subjectType: 'field_change',
  audience: 'team',
  data: z.object({
    field: z.string(),
    decision: z.enum(['approved', 'declined', 'withdrawn']),
    /** Whose wish it was that somebody took back: its row is gone. */
    asked: z.string().optional(),
  }),
  sentence: (reader, event, { who, what }) => say(reader, `event.${event.data.decision}`, { who, ...aboutWhat(what) }),
  topics: (event) => [`account:${event.accountId}`, 'inbox'],
});

/** Somebody opened the file that is the value of a field. */
export const fieldFileRead = defineEvent({
  kind: 'field.file_read',
  subjectType: 'field_values',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.read', { who }),
  topics: () => [],
});

export const eventKinds = [fieldDefined, valuesChanged, changeAsked, changeDecided, fieldFileRead];
