import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { supportNarrowed, workspaceTopic } from '#platform/live/hub.ts';
import { say } from './messages.ts';

export const usualRuleChanged = defineEvent({
  kind: 'workspace.visibility_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changes }),
  sentence: (reader, _, { who }) => say(reader, 'event.usual', { who }),
  topics: (event) => [workspaceTopic(event.subjectId), 'inbox', ...supportNarrowed],
});

export const accountRuleChanged = defineEvent({
  kind: 'account.visibility_changed',
  subjectType: 'account',
  audience: 'customer',
  data: z.object({ changes }),
  sentence: (reader, _, { who }) => say(reader, 'event.account', { who }),
  topics: (event) => [`account:${event.accountId}`, ...supportNarrowed],
});

export const eventKinds = [usualRuleChanged, accountRuleChanged];
