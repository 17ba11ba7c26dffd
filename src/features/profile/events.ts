import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const changeable = [
  'name',
  'title',
  'phone',
  'photo',
  'locale',
  'zone',
  'theme',
  'hotkeys',
  'ticket_mails',
] as const;
export type Changeable = (typeof changeable)[number];

/** Which of it became different, and how. An erasure takes the values from the log, and leaves that it happened. */
export const profileChanged = defineEvent({
  kind: 'profile.changed',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ changed: z.array(z.enum(changeable)).min(1), changes: changes.optional() }),
  sentence: (reader, _, { who }) => say(reader, 'event.changed', { who }),
  topics: (event) => [`identity:${event.subjectId}`, ...(event.accountId ? [`account:${event.accountId}`] : ['inbox'])],
});

/** A file with everything there is of them, after they had proved who they are. */
export const dataDownloaded = defineEvent({
  kind: 'profile.data_downloaded',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.downloaded', { who }),
  topics: () => [],
});

export const eventKinds = [profileChanged, dataDownloaded];
