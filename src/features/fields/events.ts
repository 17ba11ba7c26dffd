import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const fieldDefined = defineEvent({
  kind: 'field.defined',
  subjectType: 'field',
  audience: 'team',
  data: z.object({
    how: z.enum(['made', 'changed', 'archived', 'restored', 'moved']),
    changes: changes.optional(),
  }),
  sentence: (reader, event, { who }) => say(reader, `event.${event.data.how}`, { who }),
  topics: () => ['inbox'],
});

const about = z.enum(['account', 'contact', 'ticket']);
const stale = (event: { accountId: string | null; subjectId: string; data: { about: string } }) => [
  ...(event.data.about === 'ticket'
    ? [`ticket:${event.subjectId}`, `tickets:${event.accountId}`]
    : [`account:${event.accountId}`]),
];

/** Values of fields: `changes` has them by the label that the field was made with. */
export const valuesChanged = defineEvent({
  kind: 'field.values_changed',
  subjectType: 'field_values',
  audience: 'team',
  data: z.object({ about, changes: changes.optional() }),
  sentence: (reader, event, { who }) => say(reader, `event.values.${event.data.about}`, { who }),
  topics: stale,
});

export const changeAsked = defineEvent({
  kind: 'field.change_asked',
  subjectType: 'field_values',
  audience: 'team',
  data: z.object({ about, changes: changes.optional() }),
  sentence: (reader, _, { who }) => say(reader, 'event.asked', { who }),
  topics: (event) => [...stale(event), 'inbox'],
});

export const changeDecided = defineEvent({
  kind: 'field.change_decided',
  subjectType: 'field_change',
  audience: 'team',
  data: z.object({ field: z.string(), decision: z.enum(['approved', 'declined']) }),
  sentence: (reader, event, { who }) => say(reader, `event.${event.data.decision}`, { who }),
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
