import { z } from 'zod';
import { defineEvent } from '#platform/events/define.ts';
import { say } from './messages.ts';

/** The log, or a part of it, left the portal as a file. Which part; not the words that were searched for. */
export const logExported = defineEvent({
  kind: 'audit.exported',
  subjectType: 'log',
  audience: 'team',
  logOnly: true,
  data: z.object({ format: z.enum(['csv', 'jsonl']), narrowed: z.array(z.string()) }),
  sentence: (reader, event, { who }) => say(reader, 'event.exported', { who, format: event.data.format }),
  topics: () => [],
});

export const logCheckAsked = defineEvent({
  kind: 'audit.check_asked',
  subjectType: 'log',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.checkAsked', { who }),
  topics: () => [],
});

/** Somebody set up where the log is sent to, or changed that. */
export const logStreamChanged = defineEvent({
  kind: 'audit.stream_changed',
  subjectType: 'log_stream',
  audience: 'team',
  logOnly: true,
  // Where to: of a receiver that is removed nothing else is left.
  data: z.object({
    change: z.enum(['added', 'secret', 'stopped', 'resumed', 'removed']),
    address: z.string().optional(),
  }),
  sentence: (reader, { data: { change, address } }, { who }) =>
    [say(reader, 'event.streamChanged', { who, change }), address].filter(Boolean).join(': '),
  topics: (event) => [`log-stream:${event.subjectId}`],
});

export const logStreamSecretShown = defineEvent({
  kind: 'audit.stream_secret_shown',
  subjectType: 'log_stream',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.secretShown', { who }),
  topics: () => [],
});

/** A receiver took nothing for days, or said that it is gone. */
export const logStreamFailed = defineEvent({
  kind: 'audit.stream_failed',
  subjectType: 'log_stream',
  audience: 'team',
  logOnly: true,
  data: z.object({ why: z.enum(['failing', 'gone']) }),
  sentence: (reader, event, { who }) => say(reader, 'event.streamFailed', { who, why: event.data.why }),
  topics: (event) => [`log-stream:${event.subjectId}`],
});

export const evidenceTaken = defineEvent({
  kind: 'audit.evidence_taken',
  subjectType: 'log',
  audience: 'team',
  logOnly: true,
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.evidence', { who }),
  topics: () => [],
});

/** The operator has a backup with this workspace in it, or has opened one and found it whole; `sha256` says which. */
export const backupProved = defineEvent({
  kind: 'audit.backup_proved',
  subjectType: 'installation',
  audience: 'team',
  logOnly: true,
  data: z.object({
    proof: z.enum(['made', 'restored']),
    name: z.string(),
    bytes: z.number().int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  sentence: (reader, event, { who }) =>
    say(reader, 'event.backup', { who, proof: event.data.proof, name: event.data.name }),
  topics: () => [],
});

/** What whoever runs the server did to all of it, or took along, by a command: each business finds it in its own log. */
export const operatorDid = defineEvent({
  kind: 'audit.operator_did',
  subjectType: 'installation',
  audience: 'team',
  logOnly: true,
  data: z.object({
    what: z.enum(['keys_rotated', 'keys_forgotten', 'files_encrypted', 'files_decrypted', 'log_exported']),
    detail: z.string().optional(),
  }),
  sentence: (reader, { data: { what, detail } }, { who }) =>
    say(reader, 'event.operator', { who, what, detail: detail ?? '' }),
  topics: () => [],
});

export const eventKinds = [
  backupProved,
  operatorDid,
  evidenceTaken,
  logExported,
  logCheckAsked,
  logStreamChanged,
  logStreamSecretShown,
  logStreamFailed,
];
