import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';

/** Made, changed or taken away: `changes` has its rule before and after, `came` and `left` how many customers that moved. */
export const segmentDefined = defineEvent({
  kind: 'segment.defined',
  subjectType: 'segment',
  audience: 'team',
  data: z.object({
    how: z.enum(['made', 'changed', 'removed']),
    segment: z.string(),
    came: z.number().optional(),
    left: z.number().optional(),
    changes: changes.optional(),
  }),
  sentence: (reader, event, { who }) => say(reader, `event.${event.data.how}`, { who, segment: event.data.segment }),
  topics: () => ['inbox'],
});

/** Somebody said: this customer always, or never, or as the rule says. */
export const segmentPicked = defineEvent({
  kind: 'segment.picked',
  subjectType: 'segment',
  audience: 'team',
  data: z.object({ way: z.enum(['in', 'out', 'none']), segment: z.string(), until: z.string().nullable() }),
  sentence: (reader, event, { who }) =>
    say(reader, `event.pick.${event.data.way}`, { who, segment: event.data.segment }),
  topics: (event) => [`account:${event.accountId}`],
});

const data = z.object({ segment: z.string() });

export const segmentEntered = defineEvent({
  kind: 'segment.entered',
  subjectType: 'segment',
  audience: 'team',
  data,
  sentence: (reader, event, { who }) => say(reader, 'event.entered', { who, segment: event.data.segment }),
  topics: (event) => [`account:${event.accountId}`],
});

/** `shut`: the segment opened something, which may be shut for them now. */
export const segmentLeft = defineEvent({
  kind: 'segment.left',
  subjectType: 'segment',
  audience: 'team',
  data: data.extend({ shut: z.literal(true).optional() }),
  sentence: (reader, event, { who }) => say(reader, 'event.left', { who, segment: event.data.segment }),
  topics: (event) => [`account:${event.accountId}`, ...(event.data.shut ? supportNarrowed : [])],
});

export const eventKinds = [segmentDefined, segmentPicked, segmentEntered, segmentLeft];
