import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

const onAccount = (event: { accountId: string | null }) =>
  event.accountId ? [`account:${event.accountId}`] : ['inbox'];

/** Somebody of the team took a copy of everything there is of a customer's person; `entries` are all of theirs that are in it. */
export const dataTaken = defineEvent({
  kind: 'privacy.data_taken',
  subjectType: 'contact',
  audience: 'team',
  data: z.object({ contact: z.string(), entries: z.array(z.string()).optional() }),
  sentence: (reader, _, { who }) => say(reader, 'event.taken', { who }),
  topics: onAccount,
});

export const contactForgotten = defineEvent({
  kind: 'privacy.forgotten',
  subjectType: 'contact',
  audience: 'team',
  data: z.object({ contact: z.string(), as: z.enum(['anonymised', 'erased']), by: z.enum(['person', 'rule']) }),
  sentence: (reader, event, { who }) => say(reader, 'event.forgotten', { who, as: event.data.as }),
  topics: onAccount,
});

/** Of somebody without an entry: nothing says any more which address it was. */
export const addressForgotten = defineEvent({
  kind: 'privacy.address_forgotten',
  subjectType: 'workspace',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.address', { who }),
  topics: () => [],
});

export const holdPlaced = defineEvent({
  kind: 'privacy.hold_placed',
  subjectType: 'legal_hold',
  audience: 'team',
  data: z.object({ contact: z.string().nullable() }),
  sentence: (reader, _, { who }) => say(reader, 'event.held', { who }),
  topics: onAccount,
});

export const holdReleased = defineEvent({
  kind: 'privacy.hold_released',
  subjectType: 'legal_hold',
  audience: 'team',
  data: z.object({ contact: z.string().nullable() }),
  sentence: (reader, _, { who }) => say(reader, 'event.released', { who }),
  topics: onAccount,
});

/** How long a kind of thing stays; null is for ever. */
export const retentionChanged = defineEvent({
  kind: 'privacy.retention_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({
    changes: z.record(z.string(), z.object({ from: z.number().nullable(), to: z.number().nullable() })),
  }),
  sentence: (reader, _, { who }) => say(reader, 'event.retention', { who }),
  topics: () => ['inbox'],
});

/** What a night of retention has taken away, by kind. */
export const retentionApplied = defineEvent({
  kind: 'privacy.retention_applied',
  subjectType: 'workspace',
  audience: 'team',
  logOnly: true,
  data: z.object({ taken: z.record(z.string(), z.number()) }),
  sentence: (reader, _, { who }) => say(reader, 'event.applied', { who }),
  topics: () => [],
});

export const eventKinds = [
  dataTaken,
  contactForgotten,
  addressForgotten,
  holdPlaced,
  holdReleased,
  retentionChanged,
  retentionApplied,
];
