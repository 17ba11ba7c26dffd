import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { customerNarrowed, supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';

const side = z.enum(['member', 'contact']);

export const roleAdded = defineEvent({
  kind: 'role.added',
  subjectType: 'role',
  audience: 'team',
  data: z.object({ side }),
  sentence: (reader, { data }, { who }) => say(reader, `event.role.added.${data.side}`, { who }),
  topics: () => ['inbox'],
});

/** What of it became different, with the rights before and after. */
export const roleChanged = defineEvent({
  kind: 'role.changed',
  subjectType: 'role',
  audience: 'team',
  data: z.object({ side, given: z.number(), taken: z.number(), changes: changes.optional() }),
  sentence: (reader, { data: { given, taken } }, { who }) => say(reader, 'event.role.changed', { who, given, taken }),
  // Its people may see fewer tickets than before.
  topics: (event) => ['inbox', ...supportNarrowed, ...(event.data.side === 'member' ? [customerNarrowed()] : [])],
});

export const roleRemoved = defineEvent({
  kind: 'role.removed',
  subjectType: 'role',
  audience: 'team',
  data: z.object({ side }),
  sentence: (reader, _, { who }) => say(reader, 'event.role.removed', { who }),
  topics: () => ['inbox'],
});

export const eventKinds = [roleAdded, roleChanged, roleRemoved];
