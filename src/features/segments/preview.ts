import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { anId, aText, type Page, pageOf, readCursor, writeCursor } from '#platform/http/keyset.ts';
import type { Attribute } from './attributes.ts';
import type { Segment } from './segment.ts';
import { belonging } from './weigh.ts';

export interface Customer {
  id: string;
  name: string;
  plan: string;
}

export interface Preview {
  n: number;
  /** The first few of them. */
  some: Customer[];
  /** How many come, and how many leave, when there is a segment already. */
  came: number;
  left: number;
}

const SHOWN = 8;

/** Who would be in, before anything is saved. */
export async function preview(
  ctx: Ctx,
  segment: Pick<Segment, 'kind' | 'rule'> & { id: string | null },
  attributes: readonly Attribute[],
): Promise<Preview> {
  const { rows } = await sql<Preview>`
    with fit as materialized (${belonging(ctx, segment, attributes)}),
      now as (select account_id as id from segment_accounts where workspace_id = ${ctx.workspace.id} and segment_id = ${segment.id})
    select (select count(*)::int from fit) as n,
      (select count(*)::int from fit where id not in (select id from now)) as came,
      (select count(*)::int from now where id not in (select id from fit)) as left,
      (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'plan', f.plan) order by f.sort_name), '[]') from
        (select a.id, a.name, a.plan, a.sort_name from fit join accounts a on a.workspace_id = ${ctx.workspace.id} and a.id = fit.id
          order by a.sort_name limit ${SHOWN}) f) as some`.execute(ctx.db);
  return rows[0]!;
}

const PAGE = 25;

/** Who is in, by name, page by page. */
export async function customersIn(
  ctx: Ctx,
  segmentId: string,
  paging: { after?: string | undefined; before?: string | undefined },
): Promise<Page<Customer & { since: Date }>> {
  const cursor = readCursor(paging, aText, anId);
  let query = ctx.db
    .selectFrom('segment_accounts as m')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.id', '=', 'm.account_id'),
    )
    .select(['a.id', 'a.name', 'a.plan', 'a.sort_name', 'm.since'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.segment_id', '=', segmentId);
  if (cursor) {
    const [name, id] = cursor.at;
    const beyond = sql<boolean>`(a.sort_name, a.id) ${sql.raw(cursor.back ? '<' : '>')} (${name}, ${id}::uuid)`;
    query = query.where(beyond);
  }
  const way = cursor?.back ? 'desc' : 'asc';
  const rows = await query
    .orderBy('a.sort_name', way)
    .orderBy('a.id', way)
    .limit(sql.lit(PAGE + 1))
    .execute();
  return pageOf(rows, PAGE, cursor, (row) => writeCursor(row.sort_name ?? '', row.id));
}

/** Customers whose name holds these words, for a look at one. */
export async function findCustomers(ctx: Ctx, words: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('merged_into', 'is', null)
    .where(sql<boolean>`position(app.folded(${words}::text) in sort_name) > 0`)
    .orderBy('sort_name')
    .limit(sql.lit(5))
    .execute();
  return rows.map((row) => row.id);
}
