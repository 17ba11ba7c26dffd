import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { noRule, type Rule, rule } from './rule.ts';

/** A named group of customers. */
export interface Segment {
  id: string;
  name: string;
  note: string;
  kind: 'rule' | 'hand';
  rule: Rule;
  weighedAt: Date | null;
}

export interface SegmentLine extends Segment {
  /** How many customers are in it, as far as the reader sees them. */
  customers: number;
}

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('segments as s')
    .select(['s.id', 's.name', 's.note', 's.kind', 's.rule', 's.weighed_at as weighedAt'])
    .where('s.workspace_id', '=', ctx.workspace.id);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

export const segmentOf = <R extends Row>(row: R): R & Segment => {
  const read = rule.safeParse(row.rule);
  return { ...row, kind: row.kind as Segment['kind'], rule: read.success ? read.data : noRule };
};

/** All of them by name, with how many are in each. */
export async function listSegments(ctx: Ctx): Promise<SegmentLine[]> {
  const found = await rows(ctx)
    .select((of) =>
      of
        .selectFrom('segment_accounts as m')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('m.workspace_id', '=', 's.workspace_id')
        .whereRef('m.segment_id', '=', 's.id')
        .as('customers'),
    )
    .orderBy(sql`lower(s.name)`)
    .execute();
  return found.map((row) => segmentOf({ ...row, customers: row.customers ?? 0 }));
}

/** Their names, for a choice among them. */
export const segmentNames = (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  ctx.db
    .selectFrom('segments')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy(sql`lower(name)`)
    .execute();

export async function segmentsNamed(ctx: Ctx, ids: readonly string[]): Promise<Segment[]> {
  const found = await rows(ctx)
    .where('s.id', 'in', [...ids])
    .orderBy(sql`lower(s.name)`)
    .execute();
  return found.map(segmentOf);
}

export async function findSegment(ctx: Ctx, id: string): Promise<Segment> {
  const row = isId(id) ? await rows(ctx).where('s.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return segmentOf(row);
}

/** The same, and nobody else changes it or weighs it until the transaction ends. */
export async function lockSegment(ctx: Ctx, id: string): Promise<Segment> {
  const row = isId(id) ? await rows(ctx).where('s.id', '=', id).forUpdate().executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return segmentOf(row);
}

/** The names of the segments of every customer the reader sees. */
export async function segmentsByAccount(ctx: Ctx): Promise<Map<string, string[]>> {
  const found = await ctx.db
    .selectFrom('segment_accounts as m')
    .innerJoin('segments as s', (join) =>
      join.onRef('s.workspace_id', '=', 'm.workspace_id').onRef('s.id', '=', 'm.segment_id'),
    )
    .select(['m.account_id', 's.name'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .orderBy(sql`lower(s.name)`)
    .execute();
  const all = new Map<string, string[]>();
  for (const { account_id: id, name } of found) all.set(id, [...(all.get(id) ?? []), name]);
  return all;
}
