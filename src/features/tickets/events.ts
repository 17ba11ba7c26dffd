import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent, type EventKind } from '#platform/events/define.ts';
import { ticketsNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';
import { refOf, statuses } from './ticket.ts';

type Numbered = { number: number };
type Watched = { subjectId: string; accountId: string | null };
/** Both sides see it change: the thread, the lists of whoever has the account's support room, the team's inbox. */
const everywhere = (event: Watched) => [`ticket:${event.subjectId}`, `tickets:${event.accountId}`, 'inbox'];
const teamOnly = (event: Watched) => [`ticket:${event.subjectId}:team`, 'inbox'];
/** As everywhere, and whoever does not see it any more is shown so at once. */
const fewer = (event: Watched) => [...everywhere(event), ticketsNarrowed];

type Words = Extract<Parameters<typeof say>[1], `event.${string}`>;

/** What every kind of event has that happens to a ticket: its number, and a sentence that names it. */
const onTicket = <Data extends Numbered>(
  data: z.ZodType<Data>,
  words: Words | ((data: Data) => Words),
): Omit<EventKind<Data>, 'kind' | 'audience'> => ({
  subjectType: 'ticket',
  data,
  sentence: (reader, event, { who }) =>
    say(reader, typeof words === 'function' ? words(event.data) : words, { who, ref: refOf(event.data.number) }),
  topics: everywhere,
});

const numbered = z.object({ number: z.number() });
/** The reply that it came with, which says so itself. */
const byWords = { reply: z.string().optional() };
const onPerson = numbered.extend({ contact: z.string() });

export const ticketOpened = defineEvent({
  kind: 'ticket.opened',
  audience: 'customer',
  ...onTicket(numbered, 'event.opened'),
  // Whoever is told of single tickets has one more.
  topics: (event) => [
    ...everywhere(event),
    ...(event.actorKind === 'contact' ? [`identity:${event.actorIdentityId}`] : []),
  ],
});

export const ticketReplied = defineEvent({
  kind: 'ticket.replied',
  audience: 'customer',
  ...onTicket(numbered.extend({ reply: z.string(), by: z.enum(['contact', 'member']) }), 'event.replied'),
});

// What it was before, so that it can be taken back; without these in what version 0.1 recorded first.
const solution = numbered.extend({
  ...byWords,
  before: z.enum(statuses).optional(),
  waited: z.iso.datetime().nullish(),
  /** It takes no more answers. */
  closed: z.boolean().optional(),
});
export const ticketSolved = defineEvent({
  kind: 'ticket.solved',
  audience: 'customer',
  ...onTicket(solution, ({ closed }) => (closed ? 'event.closed' : 'event.solved')),
});

export const ticketReopened = defineEvent({
  kind: 'ticket.reopened',
  audience: 'customer',
  // Which solution was taken back, when it was a slip of the hand and not a second thought.
  ...onTicket(numbered.extend({ undoes: z.string().optional(), ...byWords }), 'event.reopened'),
});

export const noteAdded = defineEvent({
  kind: 'ticket.note_added',
  audience: 'team',
  ...onTicket(numbered.extend({ note: z.string() }), 'event.noted'),
  topics: teamOnly,
});

const assignment = numbered.extend({ assignee: z.string().nullable(), changes: changes.optional() });
export const ticketAssigned = defineEvent({
  kind: 'ticket.assigned',
  // The customer sees who handles it, so their page changes as well.
  audience: 'team',
  ...onTicket(assignment, ({ assignee }) => (assignee ? 'event.assigned' : 'event.unassigned')),
});

const triage = numbered.extend({
  status: z.enum(statuses),
  priority: z.string(),
  before: z.enum(statuses),
  changes: changes.optional(),
});
export const ticketTriaged = defineEvent({
  kind: 'ticket.triaged',
  audience: 'team',
  ...onTicket(triage, 'event.triaged'),
});

export const personAdded = defineEvent({
  kind: 'ticket.person_added',
  audience: 'customer',
  ...onTicket(onPerson, 'event.personAdded'),
});

export const personRemoved = defineEvent({
  kind: 'ticket.person_removed',
  audience: 'customer',
  ...onTicket(onPerson, 'event.personRemoved'),
  topics: fewer,
});

export const ticketNarrowed = defineEvent({
  kind: 'ticket.narrowed',
  audience: 'customer',
  ...onTicket(numbered, 'event.narrowed'),
  topics: fewer,
});

export const ticketWidened = defineEvent({
  kind: 'ticket.widened',
  audience: 'customer',
  ...onTicket(numbered, 'event.widened'),
});

/** Somebody looked at a file or took it along. Looking again within minutes is the same reading. */
export const fileRead = defineEvent({
  kind: 'ticket.file_read',
  subjectType: 'file',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.fileRead', { who }),
  topics: () => [],
});

export const eventKinds = [
  ticketOpened,
  ticketReplied,
  ticketSolved,
  ticketReopened,
  noteAdded,
  ticketAssigned,
  ticketTriaged,
  personAdded,
  personRemoved,
  ticketNarrowed,
  ticketWidened,
  fileRead,
];
