import { type ExpressionBuilder, sql } from 'kysely';
import type { Asker, Said } from '#platform/db/kept.ts';
import type { DB } from '#platform/db/schema.gen.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Cursor } from '#platform/http/keyset.ts';
import type { Notification } from './kinds.ts';

/** More than a bell shows, and the end of counting. */
export const COUNTED = 100;

const unread = (by: Asker) => by.db.selectFrom('notifications').where(theirOwn(by)).where('read_at', 'is', null);

/** How many the reader has not read, counted up to 100: a part of the one query that dresses every page. */
export const unreadCount = (by: Asker) =>
  by.db
    .selectFrom(unread(by).select('subject_id').limit(sql.lit(COUNTED)).as('counted'))
    .select((row) => row.fn.countAll<number>().as('n'));

/** Which unread one leads to this very page; the other part. */
export const unreadLeadingTo = (by: Asker, path: Said<string>) =>
  unread(by).select('id').where('path', '=', path).limit(sql.lit(1));

/**
 * Which rows are the reader's: their own, and of the account they act for just now. For somebody who works with two
 * customers of a business, each keeps its own bell.
 */
export function theirOwn({ workspace, actor }: Pick<Asker, 'workspace' | 'actor'>) {
  const identity = actor.kind === 'contact' || actor.kind === 'member' ? actor.identityId : null;
  return ({ eb, and, or }: ExpressionBuilder<DB, 'notifications'>) =>
    and([
      eb('notifications.workspace_id', '=', workspace.id),
      eb('notifications.identity_id', '=', identity),
      ...(actor.kind === 'contact'
        ? [or([eb('notifications.account_id', '=', actor.accountId), eb('notifications.account_id', 'is', null)])]
        : []),
    ]);
}

/** The reader's own, newest first. */
export async function listNotifications(ctx: Ctx, limit: number, after: Cursor | null = null): Promise<Notification[]> {
  const rows = await ctx.db
    .selectFrom('notifications')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'notifications.workspace_id').onRef('m.id', '=', 'actor_person_id'),
    )
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'notifications.workspace_id').onRef('c.id', '=', 'actor_person_id'),
    )
    .selectAll('notifications')
    .select((row) => [row.fn.coalesce('m.name', 'c.name').as('who'), row.fn.coalesce('m.photo', 'c.photo').as('photo')])
    .where(theirOwn(ctx))
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('notifications.created_at', 'notifications.id'),
          '<',
          tuple(new Date(after!.at[0]!), after!.at[1]!),
        ),
      ),
    )
    .orderBy('notifications.created_at', 'desc')
    .orderBy('notifications.id', 'desc')
    .limit(sql.lit(limit))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    who: row.who ?? ctx.workspace.name,
    byPortal: row.actor_kind === 'system',
    photo: row.photo,
    times: row.times,
    subjectId: row.subject_id,
    accountId: row.account_id,
    data: row.data,
    url: row.url,
    unread: row.read_at === null,
    createdAt: row.created_at,
  }));
}
