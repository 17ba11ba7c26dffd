import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

/** Why a look is over. */
export const endings = ['left', 'time', 'right', 'reach', 'contact', 'signed_out', 'other'] as const;
export type Ending = (typeof endings)[number];

const onContact = {
  subjectType: 'contact',
  topics: (event: { accountId: string | null }) => [`account:${event.accountId}`],
};
const look = { view: z.string() };

/** Customers hear of it: those of them who look after their colleagues. */
export const viewOpened = defineEvent({
  kind: 'view.opened',
  ...onContact,
  audience: 'customer',
  hearers: 'colleagues.manage',
  data: z.object(look),
  sentence: (reader, _, { who, whom }) =>
    say(reader, whom?.you ? 'event.opened.you' : 'event.opened', { who, name: whom?.name ?? '…' }),
});

/** The same, where the business has said that customers do not hear of it. */
export const viewOpenedQuietly = defineEvent({
  kind: 'view.opened_quietly',
  ...onContact,
  audience: 'team',
  data: z.object(look),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.quiet', { who, name: whom?.name ?? '…' }),
});

/** A page or a file that was seen in a look, by its address without what was searched for. */
export const viewRead = defineEvent({
  kind: 'view.page_read',
  ...onContact,
  audience: 'team',
  logOnly: true,
  topics: () => [],
  data: z.object({ ...look, page: z.string().max(300) }),
  sentence: (reader, { data }, { who, whom }) =>
    say(reader, 'event.read', { who, name: whom?.name ?? '…', page: data.page }),
});

export const viewEnded = defineEvent({
  kind: 'view.ended',
  ...onContact,
  audience: 'team',
  logOnly: true,
  data: z.object({ ...look, by: z.string(), why: z.enum(endings) }),
  sentence: (reader, { data }, { who, whom }) =>
    say(reader, `event.ended.${data.why}`, { who, name: whom?.name ?? '…' }),
});

export const viewTellingChanged = defineEvent({
  kind: 'view.telling_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ tells: z.boolean() }),
  sentence: (reader, { data }, { who }) => say(reader, data.tells ? 'event.tells' : 'event.tellsNot', { who }),
  topics: () => ['inbox'],
});

export const eventKinds = [viewOpened, viewOpenedQuietly, viewRead, viewEnded, viewTellingChanged];
