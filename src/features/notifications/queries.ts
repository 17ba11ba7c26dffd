import type { ExpressionBuilder } from 'kysely';
import type { DB } from '#platform/db/schema.gen.ts';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import type { Notification } from './kinds.ts';

/** More than a bell shows. */
const COUNTED = 100;

/** What every page needs to know: how many are unread (counted up to 100), and which of them leads to this very page. */
export async function unreadOn(ctx: Ctx, path: string): Promise<{ count: number; here: string | null }> {
  const unread = ctx.db.selectFrom('notifications').where(theirOwn(ctx)).where('read_at', 'is', null);
  const counted = unread.select('subject_id').limit(COUNTED).as('counted');
  const { count, here } = await ctx.db
    .selectNoFrom([
      ctx.db
        .selectFrom(counted)
        .select((row) => row.fn.countAll<number>().as('n'))
        .as('count'),
      unread.select('id').where('path', '=', path).limit(1).as('here'),
    ])
    .executeTakeFirstOrThrow();
  return { count: count ?? 0, here };
}

/**
 * Which rows are the reader's: their own, and of the account they act for just now. For somebody who works with two
 * customers of a business, each keeps its own bell.
 */
export function theirOwn({ workspace, actor }: Ctx) {
  return ({ eb, and, or }: ExpressionBuilder<DB, 'notifications'>) =>
    and([
      eb('notifications.workspace_id', '=', workspace.id),
      eb('notifications.identity_id', '=', identityOf(actor)),
      ...(actor.kind === 'contact'
        ? [or([eb('notifications.account_id', '=', actor.accountId), eb('notifications.account_id', 'is', null)])]
        : []),
    ]);
}

/** The place after a row, for the page that follows it. */
export interface Cursor {
  createdAt: Date;
  id: string;
}

/** The reader's own, newest first. */
export async function listNotifications(ctx: Ctx, limit: number, after?: Cursor): Promise<Notification[]> {
  const rows = await ctx.db
    .selectFrom('notifications')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'notifications.workspace_id').onRef('m.id', '=', 'actor_person_id'),
    )
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'notifications.workspace_id').onRef('c.id', '=', 'actor_person_id'),
    )
    .selectAll('notifications')
    .select((row) => row.fn.coalesce('m.name', 'c.name').as('who'))
    .where(theirOwn(ctx))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('notifications.created_at', 'notifications.id'), '<', tuple(after!.createdAt, after!.id)),
      ),
    )
    .orderBy('notifications.created_at', 'desc')
    .orderBy('notifications.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    who: row.who ?? ctx.workspace.name,
    times: row.times,
    subjectId: row.subject_id,
    accountId: row.account_id,
    data: row.data,
    url: row.url,
    unread: row.read_at === null,
    createdAt: row.created_at,
  }));
}
