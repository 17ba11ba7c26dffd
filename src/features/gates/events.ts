import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';
import { isRoom } from './room-names.ts';

/** Whom a room of the portal, or something in it, is for from now on. */
export const gateSet = defineEvent({
  kind: 'gate.set',
  subjectType: 'gate',
  audience: 'team',
  data: z.object({ kind: z.string(), object: z.string(), changes: changes.optional() }),
  sentence: (reader, event, { who }) =>
    isRoom(event.data.object)
      ? say(reader, 'event.room', { who, room: say(reader, `room.${event.data.object}`) })
      : say(reader, 'event.field', { who }),
  // Every customer's open pages: what they are made of may have changed.
  topics: () => ['inbox'],
});

export const eventKinds = [gateSet];
