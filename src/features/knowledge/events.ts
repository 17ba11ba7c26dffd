import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import type { Audience } from './article.ts';
import { say } from './messages.ts';

/** Said of everything that changes what readers of the help center see: whoever keeps a rendered page listens to it. */
export const HELP_TOPIC = 'help';
/**
 * The same for who is signed in, of each audience its own: whoever may not read a thing is not told that it changed. The team and the pages
 * that are kept for visitors listen to HELP_TOPIC.
 */
export const readersTopic = (readers: Audience): string => `help:${readers}`;
/** The pages on which the team looks after articles. */
export const ARTICLES_TOPIC = 'articles';

const number = z.object({ number: z.number() });
const text = number.extend({ locale: z.string() });
/** Who follows the article hears of it by mail. */
const told = z.literal(true).optional();
const team = (event: { subjectId: string }) => [ARTICLES_TOPIC, `article:${event.subjectId}`];
const readers = (event: { subjectId: string }) => [...team(event), HELP_TOPIC];
const on = { subjectType: 'article', audience: 'team' } as const;

export const articleStarted = defineEvent({
  kind: 'article.started',
  ...on,
  data: text,
  sentence: (reader, event, { who }) => say(reader, 'event.started', { who, n: event.data.number }),
  topics: team,
});

/** A version is live from now on, in one language. */
export const articlePublished = defineEvent({
  kind: 'article.published',
  ...on,
  data: text.extend({
    version: z.number(),
    first: z.literal(true).optional(),
    told,
    changes: changes.optional(),
  }),
  sentence: (reader, event, { who }) =>
    say(reader, event.data.first ? 'event.published.first' : 'event.published', {
      who,
      n: event.data.number,
      version: event.data.version,
    }),
  topics: readers,
});

/** A version will be. */
export const articleScheduled = defineEvent({
  kind: 'article.scheduled',
  ...on,
  data: text.extend({ version: z.number(), at: z.iso.datetime(), told, changes: changes.optional() }),
  sentence: (reader, event, { who }) =>
    say(reader, 'event.scheduled', { who, n: event.data.number, version: event.data.version }),
  // What was live until then may be gone.
  topics: readers,
});

/** What was to be published is not. */
export const scheduleCancelled = defineEvent({
  kind: 'article.schedule_cancelled',
  ...on,
  data: text,
  sentence: (reader, event, { who }) => say(reader, 'event.cancelled', { who, n: event.data.number }),
  topics: team,
});

export const articleArchived = defineEvent({
  kind: 'article.archived',
  ...on,
  data: text,
  sentence: (reader, event, { who }) => say(reader, 'event.archived', { who, n: event.data.number }),
  topics: readers,
});

/** A draft that was never published, thrown away: of one language, or all there was of the article. */
export const draftDropped = defineEvent({
  kind: 'article.draft_dropped',
  ...on,
  data: text.extend({ whole: z.literal(true).optional() }),
  sentence: (reader, event, { who }) => say(reader, 'event.dropped', { who, n: event.data.number }),
  topics: team,
});

/** Its category, its address, its owner, its rhythm, its audience. */
export const articleChanged = defineEvent({
  kind: 'article.changed',
  ...on,
  data: number.extend({ changes }),
  sentence: (reader, event, { who }) => say(reader, 'event.changed', { who, n: event.data.number }),
  topics: readers,
});

/** Somebody looked, and it is still true. */
export const articleVerified = defineEvent({
  kind: 'article.verified',
  ...on,
  data: number.extend({ until: z.iso.datetime().nullable() }),
  sentence: (reader, event, { who }) => say(reader, 'event.verified', { who, n: event.data.number }),
  topics: readers,
});

/** The day has come on which its owner wanted to look at it again. */
export const reviewDue = defineEvent({
  kind: 'article.review_due',
  ...on,
  data: number,
  sentence: (reader, event, { who }) => say(reader, 'event.due', { who, n: event.data.number }),
  topics: readers,
});

export const categoryChanged = defineEvent({
  kind: 'category.changed',
  subjectType: 'category',
  audience: 'team',
  data: z.object({ how: z.enum(['added', 'changed', 'removed']), changes: changes.optional() }),
  sentence: (reader, event, { who }) => say(reader, `event.category.${event.data.how}`, { who }),
  topics: () => [ARTICLES_TOPIC, HELP_TOPIC],
});

/** What stands before what: categories, or the articles of one. */
export const helpOrdered = defineEvent({
  kind: 'help.ordered',
  subjectType: 'category',
  audience: 'team',
  data: z.object({ what: z.enum(['categories', 'articles']) }),
  sentence: (reader, event, { who }) => say(reader, `event.ordered.${event.data.what}`, { who }),
  topics: () => [ARTICLES_TOPIC, HELP_TOPIC],
});

export const languagesChanged = defineEvent({
  kind: 'help.languages_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changes }),
  sentence: (reader, _, { who }) => say(reader, 'event.languages', { who }),
  topics: () => [ARTICLES_TOPIC, HELP_TOPIC],
});

export const eventKinds = [
  articleStarted,
  articlePublished,
  articleScheduled,
  scheduleCancelled,
  articleArchived,
  draftDropped,
  articleChanged,
  articleVerified,
  reviewDue,
  categoryChanged,
  helpOrdered,
  languagesChanged,
];
