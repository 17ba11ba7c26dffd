import { sql } from 'kysely';
import type { Db } from '#platform/db/scope.ts';

/** So long a list stays that was only looked at. */
export const LOOKED_AT_DAYS = 14;
/** So long one that came in keeps its lines: those with problems can be had as a file until then. */
export const LINES_DAYS = 30;

/** What lists say of people goes: what came of them is in the portal. While anything is held, all of it stays. */
export async function tidyLists(
  db: Db,
  workspaceId: string,
  before: { lookedAt: Date; broughtIn: Date },
): Promise<void> {
  const held = sql`exists (select from legal_holds h where h.workspace_id = ${workspaceId} and h.released_at is null)`;
  await sql`delete from imports where workspace_id = ${workspaceId} and started_at is null
    and created_at < ${before.lookedAt} and not ${held}`.execute(db);
  await sql`update imports set lines = '[]' where workspace_id = ${workspaceId} and finished_at < ${before.broughtIn}
    and lines <> '[]' and not ${held}`.execute(db);
}
