import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const deflectionRulesChanged = defineEvent({
  kind: 'deflection.rules_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changes }),
  sentence: (reader, _, { who }) => say(reader, 'event.rules', { who }),
  topics: () => ['inbox'],
});

/** Sessions leave the portal as a file. */
export const deflectionExported = defineEvent({
  kind: 'deflection.exported',
  subjectType: 'workspace',
  audience: 'team',
  logOnly: true,
  data: z.object({ rows: z.number() }),
  sentence: (reader, { data }, { who }) => say(reader, 'event.exported', { who, n: data.rows }),
  topics: () => [],
});

export const eventKinds = [deflectionRulesChanged, deflectionExported];
