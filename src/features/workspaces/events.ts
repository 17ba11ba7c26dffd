import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { formatList } from '#platform/i18n/format.ts';
import { workspaceTopic } from '#platform/live/hub.ts';
import { say } from './messages.ts';

/** Which parts have become different; what they are now is in the workspace. Every process forgets what it knew. */
export const brandChanged = defineEvent({
  kind: 'workspace.brand_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ parts: z.array(z.enum(['color', 'radius', 'font', 'logoLight', 'logoDark'])) }),
  sentence: (reader, _, { who }) => say(reader, 'event.branded', { who }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

export const details = ['name', 'shortName', 'tagline', 'locale', 'zone', 'promise'] as const;

/** Which details of the business have become different; what they are now is in the workspace. */
export const detailsChanged = defineEvent({
  kind: 'workspace.details_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ parts: z.array(z.enum(details)).min(1) }),
  sentence: (reader, { data }, { who }) =>
    say(reader, 'event.details', {
      who,
      what: formatList(
        reader,
        data.parts.map((part) => say(reader, `part.${part}`)),
      ),
    }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

export const eventKinds = [brandChanged, detailsChanged];
