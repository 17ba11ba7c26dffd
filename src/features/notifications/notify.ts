import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import type { Ctx } from '#platform/http/context.ts';
import { localPath } from '#platform/http/local-path.ts';
import type { NotificationKind } from './kinds.ts';

export interface Notice<Data> {
  /** Who is told. */
  identityId: string;
  kind: NotificationKind<Data>;
  subject: { type: string; id: string };
  /** A path of the portal as this person sees it. It may end in the place on the page: '/support/1482#reply-…'. */
  url: string;
  /** Who did it; a recorded event fits. */
  actor: Pick<RecordedEvent, 'actorKind' | 'actorPersonId' | 'actorIdentityId'>;
  accountId: string | null;
  data: NoInfer<Data>;
}

/**
 * Tells one person in the portal; for reactions, where the system acts. People are not told what they did themselves.
 * While something about the same subject is still unread, that row becomes newer instead of a second one: it counts how
 * often the same thing happened, and speaks of the last thing that did.
 */
export async function notify<Data>(ctx: Ctx, notice: Notice<Data>): Promise<void> {
  const { identityId, kind, subject, actor } = notice;
  if (actor.actorIdentityId === identityId) return;
  const url = localPath(notice.url, '');
  if (!url) throw new Error('a notification leads to a path of the portal');
  const latest = {
    kind: kind.kind,
    account_id: notice.accountId,
    actor_kind: actor.actorKind,
    actor_person_id: actor.actorPersonId,
    url,
    data: JSON.stringify(kind.data.parse(notice.data)),
    created_at: ctx.now,
  };
  await ctx.db
    .insertInto('notifications')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: identityId,
      subject_type: subject.type,
      subject_id: subject.id,
      ...latest,
    })
    .onConflict((unread) =>
      unread
        .columns(['workspace_id', 'identity_id', 'subject_id'])
        .where('read_at', 'is', null)
        .doUpdateSet({
          ...latest,
          times: sql<number>`case when notifications.kind = excluded.kind then notifications.times + 1 else 1 end`,
          created_at: sql<Date>`greatest(notifications.created_at, excluded.created_at)`,
        }),
    )
    .execute();
  ctx.marks.add(`identity:${identityId}`);
}

/** Whether anybody was told so about a subject since something happened, and has read it or not. For reactions. */
export async function wasTold(
  ctx: Ctx,
  { kind, subjectId, since }: { kind: NotificationKind; subjectId: string; since: string },
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('notifications')
    .innerJoin('events', (join) =>
      join
        .onRef('events.workspace_id', '=', 'notifications.workspace_id')
        .on('events.id', '=', since)
        .onRef('events.created_at', '<=', 'notifications.created_at'),
    )
    .select('notifications.id')
    .where('notifications.workspace_id', '=', ctx.workspace.id)
    .where('notifications.subject_id', '=', subjectId)
    .where('notifications.kind', '=', kind.kind)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
