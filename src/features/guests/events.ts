import { z } from 'zod';
import { aboutWhat, defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

const onTicket = z.object({ ticket: z.string(), number: z.number() });
/** The team's pages of the ticket; the customer is told nothing of it. */
const atTheDesk = (event: { data: z.output<typeof onTicket> }) => [`ticket:${event.data.ticket}:team`];
const ref = ({ data }: { data: { number: number } }) => `T-${data.number}`;

const shared = { subjectType: 'guest_link', audience: 'team', topics: atTheDesk } as const;

/**
 * To whom, because links go soon after their end: all else that happens to a link is by its id, and the log finds the address here.
 */
export const ticketShared = defineEvent({
  kind: 'guest.ticket_shared',
  ...shared,
  data: onTicket.extend({ how: z.enum(['sent', 'again']), email: z.string().optional() }),
  sentence: (reader, event, { who, what }) =>
    say(reader, `event.${event.data.how}`, { who, ref: ref(event), ...aboutWhat(what) }),
});

export const guestEnded = defineEvent({
  kind: 'guest.link_ended',
  ...shared,
  data: onTicket,
  sentence: (reader, event, { who, what }) => say(reader, 'event.ended', { who, ref: ref(event), ...aboutWhat(what) }),
});

/** Somebody has shown that they read the mail of the address. */
export const guestProved = defineEvent({
  kind: 'guest.address_proved',
  ...shared,
  data: onTicket,
  sentence: (reader, event, { who }) => say(reader, 'event.proved', { who, ref: ref(event) }),
});

// Their names end so that reading is no activity of the customer: app.touch_accounts().
export const guestRead = defineEvent({
  kind: 'guest.ticket_read',
  ...shared,
  data: onTicket,
  sentence: (reader, event, { who }) => say(reader, 'event.read', { who, ref: ref(event) }),
});

export const guestFileRead = defineEvent({
  kind: 'guest.file_read',
  ...shared,
  data: onTicket.extend({ file: z.string() }),
  sentence: (reader, event, { who }) => say(reader, 'event.file', { who, ref: ref(event) }),
});

export const eventKinds = [ticketShared, guestEnded, guestProved, guestRead, guestFileRead];
