import { z } from 'zod';
import { ARTICLES_TOPIC, HELP_TOPIC } from '#features/knowledge/index.ts';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { workspaceTopic } from '#platform/live/hub.ts';
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

/** Who reads it at all, and whether search engines are asked in: what was kept of its pages is dropped, as with any change of the workspace. */
export const helpSettingsChanged = defineEvent({
  kind: 'help.settings_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changes }),
  sentence: (reader, _, { who }) => say(reader, 'event.settings', { who }),
  topics: (event) => [ARTICLES_TOPIC, HELP_TOPIC, workspaceTopic(event.subjectId)],
});

export const eventKinds = [articleCommented, helpSettingsChanged];
