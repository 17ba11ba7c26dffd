import { sql } from 'kysely';
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

/** Of these live articles those that the ticket's customer may read when signed in: what the policies say of them, said of somebody else. */
export async function readableBy(ctx: Ctx, ticket: Ticket, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    with open as (
      select coalesce(array_agg(distinct g.kind || ':' || g.object), '{}') as gates from segment_gates g
        join segment_accounts s on s.workspace_id = g.workspace_id and s.segment_id = g.segment_id and s.account_id = ${ticket.accountId}
        where g.workspace_id = ${ctx.workspace.id} and g.kind in ('article', 'category', 'room'))
    select distinct t.article_id as id from article_texts t, open
    where t.workspace_id = ${ctx.workspace.id} and t.article_id = any (${ids}::uuid[])
      and t.readers in ('public', 'signed_in', 'segment') and t.gates <@ open.gates
      and t.archived_at is null and t.live_from <= now() and coalesce(t.live_until > now(), true)
      and ('room:help' = any (open.gates)
        or not exists (select from segment_gates r where r.workspace_id = ${ctx.workspace.id} and r.kind = 'room' and r.object = 'help'))`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ id }) => id));
}
