import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

const topics = () => ['inbox'];

export const importStarted = defineEvent({
  kind: 'import.started',
  subjectType: 'import',
  audience: 'team',
  data: z.object({ lines: z.number() }),
  sentence: (reader, event, { who }) => say(reader, 'event.started', { who, n: event.data.lines }),
  topics,
});

export const importFinished = defineEvent({
  kind: 'import.finished',
  subjectType: 'import',
  audience: 'team',
  data: z.object({ accounts: z.number(), contacts: z.number(), changed: z.number(), skipped: z.number() }),
  sentence: (reader, _, { who }) => say(reader, 'event.finished', { who }),
  topics,
});

export const importUndone = defineEvent({
  kind: 'import.undone',
  subjectType: 'import',
  audience: 'team',
  data: z.object({ stayed: z.number() }),
  sentence: (reader, _, { who }) => say(reader, 'event.undone', { who }),
  topics,
});

/** A list that was handed over and looked at, and of which nothing came in. */
export const importDropped = defineEvent({
  kind: 'import.dropped',
  subjectType: 'import',
  audience: 'team',
  data: z.object({ lines: z.number() }),
  sentence: (reader, event, { who }) => say(reader, 'event.dropped', { who, n: event.data.lines }),
  topics,
});

/** Customers or their people left the portal as a file. */
export const listExported = defineEvent({
  kind: 'customers.exported',
  subjectType: 'export',
  audience: 'team',
  logOnly: true,
  data: z.object({ what: z.enum(['customers', 'contacts']) }),
  sentence: (reader, event, { who }) => say(reader, `event.exported.${event.data.what}`, { who }),
  topics: () => [],
});

export const eventKinds = [importStarted, importFinished, importUndone, importDropped, listExported];
