import { stringify } from 'csv-stringify/sync';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { actorOf } from '#platform/http/scoped.ts';
import { streamed } from '#platform/http/streamed.ts';
import { cell } from '#platform/spreadsheet.ts';
import { maySeeLog } from './access.ts';
import { type LogPage, olderEntries } from './entries.ts';
import { logExported } from './events.ts';
import { fieldsOf, type LogFilter } from './filter.ts';
import { lineOf } from './present.ts';

export const formats = ['csv', 'jsonl'] as const;
export type Format = (typeof formats)[number];

const BATCH = 500;
const COLUMNS = [
  'number',
  'time',
  'kind',
  'what',
  'who',
  'email',
  'side',
  'signed_in_by',
  'session',
  'ip',
  'place',
  'agent',
].concat([
  'account',
  'account_id',
  'subject_type',
  'subject_id',
  'changes',
  'changes_in_words',
  'data',
  'request',
  'id',
]);

/** Writes down that a part of the log leaves the portal; the file itself is made while it is sent. */
export async function recordExport(ctx: CtxOf<Member>, filter: LogFilter, format: Format): Promise<void> {
  const narrowed = fieldsOf(filter).map(([name, value]) => (name === 'q' ? 'q' : `${name}=${value}`));
  await record(ctx, logExported, { subjectId: ctx.workspace.id, accountId: null, data: { format, narrowed } });
}

/**
 * The log as a file, the newest first, in pieces. Each batch opens a short transaction of its own and asks again who this is
 * and whether they still may, so that a slow reader holds no connection, and a session that ends ends the file, too.
 */
export const logFile = (ctx: CtxOf<Member>, sessionToken: string, filter: LogFilter, format: Format) =>
  streamed(piecesOf(ctx, sessionToken, filter, format));

async function* piecesOf(ctx: CtxOf<Member>, token: string, filter: LogFilter, format: Format): AsyncGenerator<string> {
  // With the mark by which a spreadsheet knows UTF-8.
  if (format === 'csv') yield `\ufeff${stringify([COLUMNS])}`;
  for (let before = ''; ; ) {
    const page = await batch(ctx, token, filter, before);
    const last = page.rows.at(-1);
    if (!last) return;
    before = last.id;
    const lines = page.rows.map((entry) => lineOf(ctx, page.names, entry));
    yield format === 'csv'
      ? stringify(lines.map((line) => Object.values(line).map((value) => cell(value))))
      : lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
}

function batch(ctx: CtxOf<Member>, token: string, filter: LogFilter, before: string): Promise<LogPage> {
  const { platform, workspace, reader, actor } = ctx;
  const scope = { workspaceId: workspace.id, tokenHash: sha256Hex(token), readOnly: true };
  return inScope(platform.pool, scope, async (db, principal) => {
    const now = actorOf(principal);
    if (principal.identity_id !== actor.identityId || !maySeeLog(now)) throw new Error('they may not read on');
    return { value: await olderEntries({ db, workspace, reader }, filter, before, BATCH), commit: true };
  });
}
