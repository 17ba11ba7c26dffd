import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const batchMade = defineEvent({
  kind: 'invitations.planned',
  subjectType: 'invitation_batch',
  audience: 'team',
  data: z.object({ people: z.number() }),
  sentence: (reader, event, { who }) => say(reader, 'event.planned', { who, n: event.data.people }),
  topics: () => ['inbox'],
});

export const batchStopped = defineEvent({
  kind: 'invitations.stopped',
  subjectType: 'invitation_batch',
  audience: 'team',
  data: z.object({ why: z.enum(['hand', 'bounces', 'inviter']) }),
  sentence: (reader, event, { who }) => say(reader, `event.stopped.${event.data.why}`, { who }),
  topics: () => ['inbox'],
});

export const eventKinds = [batchMade, batchStopped];
