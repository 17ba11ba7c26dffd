import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';
import { isRoom } from './room-names.ts';

/** What is no room, by its kind. */
const spoken = ['field', 'article', 'category'] as const;

/** Whom a room of the portal, or something in it, is for from now on. */
export const gateSet = defineEvent({
  kind: 'gate.set',
  subjectType: 'gate',
  audience: 'team',
  data: z.object({ kind: z.string(), object: z.string(), changes: changes.optional() }),
  sentence: (reader, event, { who }) =>
    isRoom(event.data.object)
      ? say(reader, 'event.room', { who, room: say(reader, `room.${event.data.object}`) })
      : say(reader, `event.${spoken.find((kind) => kind === event.data.kind) ?? 'field'}`, { who }),
  // Whoever is kept out from now on hears no more of what is in it.
  topics: () => ['inbox', ...supportNarrowed],
});

export const eventKinds = [gateSet];
