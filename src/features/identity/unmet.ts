import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/** Whether a customer came by signing up and nobody of the team has done anything about it yet. */
export async function isUnmet(ctx: Ctx, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ unmet: boolean }>`select app.is_unmet(${accountId}::uuid) as unmet`.execute(ctx.db);
  return rows[0]!.unmet;
}
