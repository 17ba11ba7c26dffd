import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent, toWhom } from '#platform/events/define.ts';
import { formatList } from '#platform/i18n/format.ts';
import { workspaceTopic } from '#platform/live/hub.ts';
import { say } from './messages.ts';

export const brandParts = ['color', 'radius', 'font', 'logoLight', 'logoDark'] as const;

/** Which parts have become different. Every process forgets what it knew. */
export const brandChanged = defineEvent({
  kind: 'workspace.brand_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({
    parts: z.array(z.enum(brandParts)),
    changes: changes.optional(),
  }),
  sentence: (reader, _, { who }) => say(reader, 'event.branded', { who }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

export const details = ['name', 'shortName', 'tagline', 'locale', 'zone', 'promise'] as const;

/** Which details of the business have become different. */
export const detailsChanged = defineEvent({
  kind: 'workspace.details_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ parts: z.array(z.enum(details)).min(1), changes: changes.optional() }),
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

/** A host that people reach the business by; every process forgets what it knew. */
export const hostsChanged = defineEvent({
  kind: 'workspace.hosts_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ host: z.string(), how: z.enum(['added', 'first', 'removed']) }),
  sentence: (reader, { data: { host, how } }, { who }) => say(reader, `event.host.${how}`, { who, host }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

/** The first entry of a business's log. */
export const workspaceBegun = defineEvent({
  kind: 'workspace.begun',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ member: z.string().optional() }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.begun', { who, ...toWhom(whom) }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

export const workspaceClosed = defineEvent({
  kind: 'workspace.closed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.closed', { who }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

export const workspaceOpened = defineEvent({
  kind: 'workspace.opened',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.opened', { who }),
  topics: (event) => [workspaceTopic(event.subjectId)],
});

export const eventKinds = [
  brandChanged,
  detailsChanged,
  hostsChanged,
  workspaceBegun,
  workspaceClosed,
  workspaceOpened,
];
