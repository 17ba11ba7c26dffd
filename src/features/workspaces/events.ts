import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

/** Which parts have become different; what they are now is in the workspace. Pages look at that every ten seconds. */
export const brandChanged = defineEvent({
  kind: 'workspace.brand_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ parts: z.array(z.enum(['color', 'radius', 'font', 'logoLight', 'logoDark'])) }),
  sentence: (reader, _, { who }) => say(reader, 'event.branded', { who }),
  topics: () => [],
});

export const eventKinds = [brandChanged];
