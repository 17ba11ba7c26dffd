import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { aboutWhat, defineEvent, toWhom } from '#platform/events/define.ts';
import { say } from './messages.ts';

const silent = () => [];
/** Pages that show who waits, and the badge beside them. */
const waiting = () => ['inbox'];
const onAccount = (event: { accountId: string | null }) => [`account:${event.accountId}`, 'inbox'];

/** Somebody at the door has asked; whether anybody has the address is looked up in a job. */
export const signUpAsked = defineEvent({
  kind: 'newcomer.asked',
  subjectType: 'sign_up',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.asked', { who }),
  topics: silent,
});

/** Somebody has proved their address and waits for the team. */
export const newcomerWaits = defineEvent({
  kind: 'newcomer.waiting',
  subjectType: 'sign_up',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.waiting', { who }),
  topics: waiting,
});

/** Somebody came in by themselves: to the customer of their domain, or as the first of a new one. */
export const newcomerJoined = defineEvent({
  kind: 'newcomer.joined',
  subjectType: 'contact',
  audience: 'customer',
  data: z.object({ contact: z.string(), as: z.enum(['colleague', 'first']) }),
  sentence: (reader, event, { who, what }) => say(reader, `event.joined.${event.data.as}`, { who, ...aboutWhat(what) }),
  topics: onAccount,
});

export const newcomerAccepted = defineEvent({
  kind: 'newcomer.accepted',
  subjectType: 'sign_up',
  audience: 'team',
  data: z.object({ contact: z.string() }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.accepted', { who, ...toWhom(whom) }),
  topics: onAccount,
});

export const newcomerDeclined = defineEvent({
  kind: 'newcomer.declined',
  subjectType: 'sign_up',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.declined', { who }),
  topics: waiting,
});

export const signUpRulesChanged = defineEvent({
  kind: 'newcomer.rules_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changes: changes.optional() }),
  sentence: (reader, _, { who }) => say(reader, 'event.rules', { who }),
  topics: waiting,
});

export const signUpDomainChanged = defineEvent({
  kind: 'newcomer.domain_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ how: z.enum(['added', 'removed']), domain: z.string() }),
  sentence: (reader, event, { who }) =>
    say(reader, `event.domain.${event.data.how}`, { who, domain: event.data.domain }),
  topics: waiting,
});

export const eventKinds = [
  signUpAsked,
  newcomerWaits,
  newcomerJoined,
  newcomerAccepted,
  newcomerDeclined,
  signUpRulesChanged,
  signUpDomainChanged,
];
