import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { aboutWhat, defineEvent, toWhom } from '#platform/events/define.ts';
import { customerNarrowed, supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';

const onAccount = (event: { accountId: string | null }) => [`account:${event.accountId}`, 'inbox'];
const nothing = z.object({});

export const accountAdded = defineEvent({
  kind: 'account.added',
  subjectType: 'account',
  audience: 'team',
  data: nothing,
  sentence: (reader, _, { who }) => say(reader, 'event.added', { who }),
  topics: (event) => [`account:${event.subjectId}`, 'inbox'],
});

/** The facts of an account that people change by hand. */
export const changeableFacts = ['name', 'shortName', 'plan', 'website', 'phone', 'place', 'reference'] as const;

export const accountChanged = defineEvent({
  kind: 'account.changed',
  subjectType: 'account',
  audience: 'team',
  data: z.object({ changed: z.array(z.enum(changeableFacts)), changes: changes.optional() }),
  sentence: (reader, _, { who }) => say(reader, 'event.changed', { who }),
  topics: onAccount,
});

export const accountArchived = defineEvent({
  kind: 'account.archived',
  subjectType: 'account',
  audience: 'team',
  data: z.object({ closed: z.number() }),
  sentence: (reader, _, { who }) => say(reader, 'event.archived', { who }),
  topics: onAccount,
});

export const accountRestored = defineEvent({
  kind: 'account.restored',
  subjectType: 'account',
  audience: 'team',
  data: z.object({ opened: z.number() }),
  sentence: (reader, _, { who }) => say(reader, 'event.restored', { who }),
  topics: onAccount,
});

/** Told at the account that stays; `from` is the one that is no more. */
export const accountMerged = defineEvent({
  kind: 'account.merged',
  subjectType: 'account',
  audience: 'team',
  data: z.object({ from: z.string(), contacts: z.number(), tickets: z.number() }),
  sentence: (reader, _, { who, what }) => say(reader, 'event.merged', { who, ...aboutWhat(what) }),
  // Whoever was of the one that is no more has the rooms of the one that stays.
  topics: (event) => [...onAccount(event), `account:${event.data.from}`, ...supportNarrowed],
});

/** It is another customer than `from`, whose name it shares. */
export const accountRecognised = defineEvent({
  kind: 'account.recognised',
  subjectType: 'account',
  audience: 'team',
  data: z.object({ from: z.string() }),
  sentence: (reader, _, { who, what }) => say(reader, 'event.recognised', { who, ...aboutWhat(what) }),
  topics: onAccount,
});

export const teamChanged = defineEvent({
  kind: 'account.team_changed',
  subjectType: 'account',
  audience: 'team',
  data: z.object({ member: z.string(), how: z.enum(['joined', 'left', 'role', 'order']) }),
  sentence: (reader, event, { who, whom }) => say(reader, `event.team.${event.data.how}`, { who, ...toWhom(whom) }),
  topics: (event) => [
    ...onAccount(event),
    ...(event.data.how === 'left' ? [...supportNarrowed, customerNarrowed(event.accountId!)] : []),
  ],
});

const byContact = <Data>(data: z.ZodType<Data>) => ({
  subjectType: 'contact',
  audience: 'team' as const,
  data,
  topics: onAccount,
});

/** What the team changes of a contact by hand. */
export const changeableOfContact = ['name', 'title', 'phone', 'role', 'email'] as const;

export const contactChanged = defineEvent({
  kind: 'contact.changed',
  ...byContact(z.object({ changed: z.array(z.enum(changeableOfContact)), changes: changes.optional() })),
  // By role or flag fewer may see what colleagues asked than before.
  topics: (event: { accountId: string | null }) => [...onAccount(event), ...supportNarrowed],
  sentence: (reader, _, { who, whom }) => say(reader, 'event.contact.changed', { who, name: whom?.name ?? '…' }),
});

export const contactDisabled = defineEvent({
  kind: 'contact.disabled',
  ...byContact(nothing),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.contact.disabled', { who, name: whom?.name ?? '…' }),
});

export const contactEnabled = defineEvent({
  kind: 'contact.enabled',
  ...byContact(nothing),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.contact.enabled', { who, name: whom?.name ?? '…' }),
});

export const contactMerged = defineEvent({
  kind: 'contact.merged',
  ...byContact(z.object({ from: z.string() })),
  sentence: (reader, _, { who, whom, what }) =>
    say(reader, 'event.contact.merged', { who, into: whom?.name ?? '…', ...aboutWhat(what) }),
});

/** Told at the account they left; `to` is where they are now. */
export const contactMoved = defineEvent({
  kind: 'contact.moved',
  ...byContact(z.object({ to: z.string(), as: z.string(), handedOver: z.number() })),
  sentence: (reader, _, { who, whom, what }) =>
    say(reader, 'event.contact.moved', { who, person: whom?.name ?? '…', ...aboutWhat(what) }),
});

export const invitationRevoked = defineEvent({
  kind: 'contact.invitation_revoked',
  ...byContact(nothing),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.contact.revoked', { who, name: whom?.name ?? '…' }),
});

export const eventKinds = [
  accountAdded,
  accountChanged,
  accountArchived,
  accountRestored,
  accountMerged,
  accountRecognised,
  teamChanged,
  contactChanged,
  contactDisabled,
  contactEnabled,
  contactMerged,
  contactMoved,
  invitationRevoked,
];
