import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

export const IMPORTS_TOPIC = 'articles';
const topics = () => [IMPORTS_TOPIC];
const on = { subjectType: 'article_import', audience: 'team', topics } as const;

export const importStarted = defineEvent({
  kind: 'article_import.started',
  ...on,
  data: z.object({ texts: z.number() }),
  sentence: (reader, event, { who }) => say(reader, 'event.started', { who, n: event.data.texts }),
});

export const importFinished = defineEvent({
  kind: 'article_import.finished',
  ...on,
  data: z.object({ made: z.number(), changed: z.number(), left: z.number() }),
  sentence: (reader, event, { who }) => say(reader, 'event.finished', { who, n: event.data.made }),
});

export const importUndone = defineEvent({
  kind: 'article_import.undone',
  ...on,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.undone', { who }),
});

/** One article that came from elsewhere; what changed ones were told is said as of any that somebody writes. */
export const articleImported = defineEvent({
  kind: 'article.imported',
  subjectType: 'article',
  audience: 'team',
  data: z.object({ number: z.number(), import: z.string(), languages: z.array(z.string()), live: z.boolean() }),
  sentence: (reader, event, { who }) => say(reader, 'event.imported', { who, n: event.data.number }),
  topics,
});

/** The whole help center left the portal as a file. */
export const articlesExported = defineEvent({
  kind: 'articles.exported',
  subjectType: 'export',
  audience: 'team',
  logOnly: true,
  data: z.object({ articles: z.number() }),
  sentence: (reader, event, { who }) => say(reader, 'event.exported', { who, n: event.data.articles }),
  topics: () => [],
});

export const eventKinds = [importStarted, importFinished, importUndone, articleImported, articlesExported];
