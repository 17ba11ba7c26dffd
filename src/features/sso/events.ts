import { z } from 'zod';
import { changes as whatChanged } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { supportNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';

const own = (event: { subjectId: string }) => [`identity:${event.subjectId}`];

/** A person's sign-in at their provider has become a way in here. */
export const linked = defineEvent({
  kind: 'sso.linked',
  subjectType: 'identity',
  audience: 'team',
  logOnly: true,
  data: z.object({ connection: z.string() }),
  sentence: (reader, _, { who }) => say(reader, 'event.linked', { who }),
  topics: own,
});

/** Somebody has become one of the team, or of a customer, because their provider vouched for them. */
export const personAdded = defineEvent({
  kind: 'sso.person_added',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ connection: z.string(), person: z.string(), by: z.enum(['sign-in', 'invitation', 'directory']) }),
  sentence: (reader, { data, actorKind }, { who, whom }) => {
    const name = whom?.name ?? '…';
    if (data.by === 'directory') return say(reader, 'event.addedByDirectory', { who, name });
    // Before, the portal itself stood for whoever came.
    return actorKind === 'system' ? say(reader, 'event.added', { who, name }) : say(reader, 'event.addedSelf', { who });
  },
  topics: (event) => [...own(event), ...(event.accountId ? [`account:${event.accountId}`] : ['inbox'])],
});

const ofPerson = z.object({ connection: z.string(), person: z.string() });
const everywhere = (event: { subjectId: string; accountId: string | null }) => [
  ...own(event),
  ...(event.accountId ? [`account:${event.accountId}`] : ['inbox']),
];

/** By the directory they are in; `person` is the member or contact. */
export const personDeactivated = defineEvent({
  kind: 'sso.person_deactivated',
  subjectType: 'identity',
  audience: 'team',
  data: ofPerson,
  sentence: (reader, _, { who, whom }) => say(reader, 'event.deactivated', { who, name: whom?.name ?? '…' }),
  topics: everywhere,
});

export const personReactivated = defineEvent({
  kind: 'sso.person_reactivated',
  subjectType: 'identity',
  audience: 'team',
  data: ofPerson,
  sentence: (reader, _, { who, whom }) => say(reader, 'event.reactivated', { who, name: whom?.name ?? '…' }),
  topics: everywhere,
});

/** Name, title or address, and so how they sign in: as the directory has them now. */
export const personChanged = defineEvent({
  kind: 'sso.person_changed',
  subjectType: 'identity',
  audience: 'team',
  data: ofPerson.extend({ changes: whatChanged }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.personChanged', { who, name: whom?.name ?? '…' }),
  topics: everywhere,
});

export const roleGiven = defineEvent({
  kind: 'sso.role_given',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ connection: z.string(), person: z.string(), role: z.string(), before: z.string() }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.roleGiven', { who, name: whom?.name ?? '…' }),
  // By a lesser role somebody may see less of what colleagues asked.
  topics: (event) => [...everywhere(event), ...(event.accountId ? supportNarrowed : [])],
});

export const changes = [
  'made',
  'provider',
  'people',
  'domain-claimed',
  'domain-proved',
  'domain-vouched',
  'domain-lost',
  'domain-removed',
  'tested',
  'enabled',
  'disabled',
  'required',
  'optional',
  'reminded',
  'token-made',
  'token-revoked',
  'removed',
] as const;

/**
 * Something about a connection has changed: which one by its name, because one that is removed can be asked for it no more, the domain or
 * the end of the token it was about, and what was before. No secret is in it.
 */
export const connectionChanged = defineEvent({
  kind: 'sso.changed',
  subjectType: 'connection',
  audience: 'team',
  data: z.object({
    what: z.enum(changes),
    name: z.string().optional(),
    detail: z.string().optional(),
    changes: whatChanged.optional(),
  }),
  sentence: (reader, { data: { what, detail, name } }, { who }) =>
    [say(reader, `event.${what}`, { who }), [detail, name].filter(Boolean).join(', ')].filter(Boolean).join(': '),
  topics: (event) => ['inbox', ...(event.accountId ? [`account:${event.accountId}`] : [])],
});

export const eventKinds = [
  linked,
  personAdded,
  personDeactivated,
  personReactivated,
  personChanged,
  roleGiven,
  connectionChanged,
];
