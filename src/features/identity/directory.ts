import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { HttpError } from '#platform/http/http-error.ts';

/** The connection whose directory took this contact's or member's access away and alone gives it back; null when none did. */
export async function directoryHolding(ctx: Ctx, personId: string): Promise<string | null> {
  const { rows } = await sql<{ by: string | null }>`select app.directory_holding(${personId}) as by`.execute(ctx.db);
  return rows[0]?.by ?? null;
}

/** The same for somebody of a customer, by their address. */
export async function directoryHoldingAt(ctx: Ctx, accountId: string, email: string): Promise<string | null> {
  const contact = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .where('disabled_at', 'is not', null)
    .executeTakeFirst();
  return contact ? directoryHolding(ctx, contact.id) : null;
}

/** Pages do not offer it: who asks all the same has an old one. */
export async function demandNoDirectory(ctx: Ctx, personId: string): Promise<void> {
  if (await directoryHolding(ctx, personId)) throw new HttpError(409, 'a directory took this access away');
}
