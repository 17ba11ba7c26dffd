import { z } from 'zod';
import { ARTICLES_TOPIC } from '#features/knowledge/index.ts';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

/** A reader said in words whether an article helped. The words are in the vote, and not here. */
export const articleCommented = defineEvent({
  kind: 'article.commented',
  subjectType: 'article',
  audience: 'team',
  data: z.object({ number: z.number(), locale: z.string(), helpful: z.boolean() }),
  sentence: (reader, event, { who }) => say(reader, 'event.commented', { who, n: event.data.number }),
  topics: (event) => [ARTICLES_TOPIC, `article:${event.subjectId}`],
});

export const eventKinds = [articleCommented];
