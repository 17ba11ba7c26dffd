import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

const what = z.enum(['passkey', 'app', 'recovery_codes']);
const own = (event: { subjectId: string }) => [`identity:${event.subjectId}`];

/** Somebody can come in, or pass the second step, with something more. */
export const methodAdded = defineEvent({
  kind: 'identity.method_added',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ what }),
  sentence: (reader, event, { who }) => say(reader, `event.added.${event.data.what}`, { who }),
  topics: own,
});

export const methodRemoved = defineEvent({
  kind: 'identity.method_removed',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ what }),
  sentence: (reader, event, { who }) => say(reader, `event.removed.${event.data.what}`, { who }),
  topics: own,
});

/** `left` is how many there are still. */
export const recoveryCodeUsed = defineEvent({
  kind: 'identity.recovery_code_used',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ left: z.number() }),
  sentence: (reader, _, { who }) => say(reader, 'event.recoveryUsed', { who }),
  topics: own,
});

/** By somebody of the team, or by the operator: a lost device. */
export const secondStepReset = defineEvent({
  kind: 'identity.second_step_reset',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ sessions: z.number() }),
  sentence: (reader, _, { who }) => say(reader, 'event.reset', { who }),
  topics: own,
});

export const secondStepKinds = [methodAdded, methodRemoved, recoveryCodeUsed, secondStepReset];
