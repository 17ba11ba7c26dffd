import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const synonymsChanged = defineEvent({
  kind: 'search.synonyms_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changes: changes.optional() }),
  sentence: (reader, _, { who }) => say(reader, 'event.synonyms', { who }),
  // What visitors are given is kept until something of the help center changes.
  topics: () => ['inbox', 'help'],
});

export const eventKinds = [synonymsChanged];
