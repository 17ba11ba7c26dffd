import type { Ctx } from '#platform/http/context.ts';
import type { Entry } from './entries.ts';
import { changesOnOneLine } from './facts/words.ts';
import { actorIn, guestIn, type Names } from './names.ts';
import { changesIn, whatIn, whoIn } from './told.ts';

export type Line = Record<string, unknown>;

/** An entry as it leaves the portal: in a file, or to a receiver. */
export function lineOf(ctx: Pick<Ctx, 'reader' | 'workspace' | 'platform'>, names: Names, entry: Entry): Line {
  return {
    number: entry.seq,
    time: entry.createdAt.toISOString(),
    kind: entry.kind,
    what: whatIn(ctx, names, entry),
    who: whoIn(ctx, names, entry),
    email: actorIn(names, entry)?.email ?? guestIn(names, entry) ?? null,
    side: entry.actorKind,
    signed_in_by: entry.method,
    session: entry.sessionId,
    ip: entry.ip,
    place: ctx.platform.places.at(ctx.reader, entry.ip ?? ''),
    agent: entry.agent,
    account: names.accounts.get(entry.accountId ?? '') ?? null,
    account_id: entry.accountId,
    subject_type: entry.subjectType,
    subject_id: entry.subjectId,
    changes: changesIn(entry),
    changes_in_words: changesOnOneLine(ctx, names, entry),
    data: entry.data,
    request: entry.requestId,
    id: entry.id,
  };
}
