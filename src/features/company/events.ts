import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';

const stale = (event: { accountId: string | null }) => [`account:${event.accountId}`];
/** Somebody may see less of what colleagues asked than before. */
const fewer = (event: { accountId: string | null }) => [...stale(event), ...supportNarrowed];

export const colleagueRole = defineEvent({
  kind: 'colleague.role_changed',
  subjectType: 'contact',
  audience: 'customer',
  data: z.object({ changes: changes.optional() }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.role', { who, name: whom?.name ?? '…' }),
  topics: fewer,
});

export const colleagueFlags = defineEvent({
  kind: 'colleague.flags_changed',
  subjectType: 'contact',
  audience: 'customer',
  data: z.object({ changes }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.flags', { who, name: whom?.name ?? '…' }),
  topics: fewer,
});

export const colleagueDisabled = defineEvent({
  kind: 'colleague.disabled',
  subjectType: 'contact',
  audience: 'customer',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.disabled', { who, name: whom?.name ?? '…' }),
  topics: stale,
});

export const colleagueEnabled = defineEvent({
  kind: 'colleague.enabled',
  subjectType: 'contact',
  audience: 'customer',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.enabled', { who, name: whom?.name ?? '…' }),
  topics: stale,
});

/** Somebody who stands for several customers has turned to another of them. */
export const accountChosen = defineEvent({
  kind: 'identity.account_chosen',
  subjectType: 'identity',
  audience: 'team',
  logOnly: true,
  data: z.object({ from: z.string(), to: z.string() }),
  sentence: (reader, _, { who }) => say(reader, 'event.chosen', { who }),
  topics: (event) => [`identity:${event.subjectId}`],
});

export const eventKinds = [colleagueRole, colleagueFlags, colleagueDisabled, colleagueEnabled, accountChosen];
