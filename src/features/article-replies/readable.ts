import { sql } from 'kysely';
import { readableAt } from '#features/knowledge/index.ts';
import type { Ticket } from '#features/tickets/index.ts';
import type { Ctx } from '#platform/http/context.ts';

/** In which language the customer who asked reads. */
export async function languageOf(ctx: Ctx, ticket: Ticket): Promise<string> {
  const row = await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'c.workspace_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .select('i.locale')
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.id', '=', ticket.requesterId)
    .executeTakeFirst();
  return row?.locale ?? ctx.workspace.locale;
}

/** Of these live articles those that the ticket's customer may read when signed in: see `readableAt`. */
export async function readableBy(ctx: Ctx, ticket: Ticket, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select distinct t.article_id as id from article_texts t
    where t.workspace_id = ${ctx.workspace.id} and t.article_id = any (${[...ids]}::uuid[])
      and t.archived_at is null and t.live_from <= now() and coalesce(t.live_until > now(), true)
      and ${readableAt(ctx, 't', sql`${ticket.accountId}::uuid`)}`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}
