import { sql } from 'kysely';
import type { RecordedEvent } from '#platform/events/define.ts';
import type { Ctx } from '#platform/http/context.ts';

export interface Change extends RecordedEvent {
  actorName: string | null;
}

/** What was changed in the settings lately, the newest first. */
export async function changedLately(ctx: Ctx, kinds: readonly string[], limit: number): Promise<Change[]> {
  if (kinds.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('events as e')
    .leftJoin('members as m', (join) =>
      join
        .onRef('m.workspace_id', '=', 'e.workspace_id')
        .onRef('m.id', '=', 'e.actor_person_id')
        .on('e.actor_kind', '=', 'member'),
    )
    .select([
      'e.id',
      'e.kind',
      'e.data',
      'e.account_id as accountId',
      'e.subject_type as subjectType',
      'e.subject_id as subjectId',
      'e.actor_kind as actorKind',
      'e.actor_identity_id as actorIdentityId',
      'e.actor_person_id as actorPersonId',
      'e.created_at as createdAt',
      'm.name as actorName',
    ])
    .where('e.workspace_id', '=', ctx.workspace.id)
    .where('e.kind', 'in', [...kinds])
    .orderBy('e.id', 'desc')
    .limit(sql.lit(limit))
    .execute();
  return rows.map((row) => ({ ...row, actorKind: row.actorKind as Change['actorKind'] }));
}
