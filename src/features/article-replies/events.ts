import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

const data = z.object({ number: z.number(), ticket: z.number() });
const on = { subjectType: 'article', audience: 'team' } as const;
const topics = (event: { subjectId: string }) => ['articles', `article:${event.subjectId}`];

/** A reply of the team's names it: once for a reply, however often it names it. */
export const articleSent = defineEvent({
  kind: 'article.sent',
  ...on,
  data,
  sentence: (reader, event, { who }) =>
    say(reader, 'event.sent', { who, n: event.data.number, ticket: event.data.ticket }),
  topics,
});

/** An article that was written because of a ticket. */
export const articleFromTicket = defineEvent({
  kind: 'article.begun_from_ticket',
  ...on,
  data,
  sentence: (reader, event, { who }) =>
    say(reader, 'event.begun', { who, n: event.data.number, ticket: event.data.ticket }),
  topics,
});

export const eventKinds = [articleSent, articleFromTicket];
