import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent, type Told } from '#platform/events/define.ts';
import { ticketsNarrowed } from '#platform/live/hub.ts';
import { say } from './messages.ts';
import { refOf, statuses } from './ticket.ts';

const onTicket = z.object({ number: z.number() });
const ref = (event: { data: { number: number } }, { who }: Told) => ({ ref: refOf(event.data.number), who });

type Watched = { subjectId: string; accountId: string | null };
/** Both sides see it change: the thread, the account's lists and home, the team's inbox. */
const everywhere = (event: Watched) => [`ticket:${event.subjectId}`, `account:${event.accountId}`, 'inbox'];
const teamOnly = (event: Watched) => [`ticket:${event.subjectId}:team`, 'inbox'];

export const ticketOpened = defineEvent({
  kind: 'ticket.opened',
  subjectType: 'ticket',
  audience: 'customer',
  data: onTicket,
  sentence: (reader, event, told) => say(reader, 'event.opened', ref(event, told)),
  topics: everywhere,
});

export const ticketReplied = defineEvent({
  kind: 'ticket.replied',
  subjectType: 'ticket',
  audience: 'customer',
  data: onTicket.extend({ reply: z.string(), by: z.enum(['contact', 'member']) }),
  sentence: (reader, event, told) => say(reader, 'event.replied', ref(event, told)),
  topics: everywhere,
});

export const ticketSolved = defineEvent({
  kind: 'ticket.solved',
  subjectType: 'ticket',
  audience: 'customer',
  // What it was before, so that it can be taken back; without these in what version 0.1 recorded first.
  data: onTicket.extend({ before: z.enum(statuses).optional(), waited: z.iso.datetime().nullish() }),
  sentence: (reader, event, told) => say(reader, 'event.solved', ref(event, told)),
  topics: everywhere,
});

export const ticketReopened = defineEvent({
  kind: 'ticket.reopened',
  subjectType: 'ticket',
  audience: 'customer',
  // Which solution was taken back, when it was a slip of the hand and not a second thought.
  data: onTicket.extend({ undoes: z.string().optional() }),
  sentence: (reader, event, told) => say(reader, 'event.reopened', ref(event, told)),
  topics: everywhere,
});

export const noteAdded = defineEvent({
  kind: 'ticket.note_added',
  subjectType: 'ticket',
  audience: 'team',
  data: onTicket.extend({ note: z.string() }),
  sentence: (reader, event, told) => say(reader, 'event.noted', ref(event, told)),
  topics: teamOnly,
});

export const ticketAssigned = defineEvent({
  kind: 'ticket.assigned',
  subjectType: 'ticket',
  audience: 'team',
  data: onTicket.extend({ assignee: z.string().nullable(), changes: changes.optional() }),
  sentence: (reader, event, told) =>
    say(reader, event.data.assignee ? 'event.assigned' : 'event.unassigned', ref(event, told)),
  // The customer sees who handles it, so their page changes as well.
  topics: everywhere,
});

export const ticketTriaged = defineEvent({
  kind: 'ticket.triaged',
  subjectType: 'ticket',
  audience: 'team',
  data: onTicket.extend({
    status: z.enum(statuses),
    priority: z.string(),
    before: z.enum(statuses),
    changes: changes.optional(),
  }),
  sentence: (reader, event, told) => say(reader, 'event.triaged', ref(event, told)),
  topics: everywhere,
});

/** As everywhere, and whoever does not see it any more is shown so at once. */
const fewer = (event: Watched) => [...everywhere(event), ticketsNarrowed];
const onPerson = onTicket.extend({ contact: z.string() });

export const personAdded = defineEvent({
  kind: 'ticket.person_added',
  subjectType: 'ticket',
  audience: 'customer',
  data: onPerson,
  sentence: (reader, event, told) => say(reader, 'event.personAdded', ref(event, told)),
  topics: everywhere,
});

export const personRemoved = defineEvent({
  kind: 'ticket.person_removed',
  subjectType: 'ticket',
  audience: 'customer',
  data: onPerson,
  sentence: (reader, event, told) => say(reader, 'event.personRemoved', ref(event, told)),
  topics: fewer,
});

export const ticketNarrowed = defineEvent({
  kind: 'ticket.narrowed',
  subjectType: 'ticket',
  audience: 'customer',
  data: onTicket,
  sentence: (reader, event, told) => say(reader, 'event.narrowed', ref(event, told)),
  topics: fewer,
});

export const ticketWidened = defineEvent({
  kind: 'ticket.widened',
  subjectType: 'ticket',
  audience: 'customer',
  data: onTicket,
  sentence: (reader, event, told) => say(reader, 'event.widened', ref(event, told)),
  topics: everywhere,
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
