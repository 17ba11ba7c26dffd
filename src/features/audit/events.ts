import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

/** The log, or a part of it, left the portal as a file. Which part; not the words that were searched for. */
export const logExported = defineEvent({
  kind: 'audit.exported',
  subjectType: 'log',
  audience: 'team',
  logOnly: true,
  data: z.object({ format: z.enum(['csv', 'jsonl']), narrowed: z.array(z.string()) }),
  sentence: (reader, event, { who }) => say(reader, 'event.exported', { who, format: event.data.format }),
  topics: () => [],
});

export const logCheckAsked = defineEvent({
  kind: 'audit.check_asked',
  subjectType: 'log',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.checkAsked', { who }),
  topics: () => [],
});

export const eventKinds = [logExported, logCheckAsked];
