import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/**
 * Whether a legal hold lies on one of these accounts, on somebody of theirs, or on everything: what is held is not merged,
 * because afterwards nobody could tell whose it was.
 */
export async function isHeld(ctx: Ctx, accountIds: readonly string[]): Promise<boolean> {
  const ws = ctx.workspace.id;
  const { rows } = await sql`select 1 from legal_holds h where h.workspace_id = ${ws} and h.released_at is null
    and ((h.account_id is null and h.contact_id is null) or h.account_id = any (${sql.val([...accountIds])}::uuid[])
      or exists (select from contacts c where c.workspace_id = ${ws} and c.id = h.contact_id
        and c.account_id = any (${sql.val([...accountIds])}::uuid[]))) limit 1`.execute(ctx.db);
  return rows.length > 0;
}
