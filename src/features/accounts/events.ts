import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const accountAdded = defineEvent({
  kind: 'account.added',
  subjectType: 'account',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.added', { who }),
  topics: (event) => [`account:${event.subjectId}`, 'inbox'],
});

export const eventKinds = [accountAdded];
