import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { aboutWhat, defineEvent } from '#platform/events/define.ts';
import { customerNarrowed, supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';

const side = z.enum(['member', 'contact']);

export const roleAdded = defineEvent({
  kind: 'role.added',
  subjectType: 'role',
  audience: 'team',
  data: z.object({ side }),
  sentence: (reader, { data }, { who, what }) =>
    say(reader, `event.role.added.${data.side}`, { who, ...aboutWhat(what) }),
  topics: () => ['inbox'],
});

/** What of it became different, with the rights before and after. */
export const roleChanged = defineEvent({
  kind: 'role.changed',
  subjectType: 'role',
  audience: 'team',
  data: z.object({ side, given: z.number(), taken: z.number(), changes: changes.optional() }),
  sentence: (reader, { data: { given, taken } }, { who, what }) =>
    say(reader, 'event.role.changed', { who, given, taken, ...aboutWhat(what) }),
  // Its people may see fewer tickets than before.
  topics: (event) => ['inbox', ...supportNarrowed, ...(event.data.side === 'member' ? [customerNarrowed()] : [])],
});

export const roleRemoved = defineEvent({
  kind: 'role.removed',
  subjectType: 'role',
  audience: 'team',
  // Its name as well: there is nothing left that could be asked for it.
  data: z.object({ side, name: z.string().optional() }),
  sentence: (reader, { data }, { who }) => say(reader, 'event.role.removed', { who, ...aboutWhat(data.name) }),
  topics: () => ['inbox'],
});

export const eventKinds = [roleAdded, roleChanged, roleRemoved];
