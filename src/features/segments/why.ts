import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Attribute, attributesOf } from './attributes.ts';
import { compile } from './compile.ts';
import type { Pick } from './picks.ts';
import type { Condition } from './rule.ts';
import { type Segment, segmentsNamed } from './segment.ts';
import { placeOf } from './weigh.ts';

/** Why a customer is in a segment, or is not. */
export interface Reason {
  accountId: string;
  account: string;
  isIn: boolean;
  /** Somebody said so, whatever the rule says. */
  pick: Pick['way'] | null;
  until: string | null;
  archived: boolean;
  /** Each condition of the rule, and whether it is met. */
  met: { condition: Condition; holds: boolean }[];
}

/** The reasons for some customers and one segment, as things stand now. */
export async function reasonsFor(
  ctx: Ctx,
  segment: Segment,
  accountIds: readonly string[],
  attributes?: readonly Attribute[],
): Promise<Reason[]> {
  const ids = accountIds.filter(isId);
  if (ids.length === 0) return [];
  const known = attributes ?? (await attributesOf(ctx, 'account'));
  const place = placeOf(ctx);
  const conditions = segment.kind === 'rule' ? segment.rule.conditions : [];
  const each = conditions.map((condition) => compile(condition, known, place));
  const { rows } = await sql<Omit<Reason, 'met'> & { holds: boolean[] }>`
    select a.id as "accountId", a.name as account, m.account_id is not null as "isIn", p.way as pick, p.until::text as until,
      a.archived_at is not null as archived, ${each.length > 0 ? sql`array[${sql.join(each)}]` : sql`'{}'::boolean[]`} as holds
    from accounts a
    left join segment_accounts m on m.workspace_id = a.workspace_id and m.account_id = a.id and m.segment_id = ${segment.id}
    left join segment_picks p on p.workspace_id = a.workspace_id and p.account_id = a.id and p.segment_id = ${segment.id}
      and (p.until is null or p.until >= ${place.today}::date)
    where a.workspace_id = ${ctx.workspace.id} and a.id = any (${ids}::uuid[]) and a.merged_into is null
    order by a.sort_name`.execute(ctx.db);
  return rows.map(({ holds, ...row }) => ({
    ...row,
    met: conditions.map((condition, n) => ({ condition, holds: holds[n] ?? false })),
  }));
}

export interface Membership {
  segment: Segment;
  reason: Reason;
  /** What its conditions are told with. */
  attributes: readonly Attribute[];
}

/** The segments a customer is in, each with its reason. For "who can see this, and why" as well. */
export async function segmentsOf(ctx: Ctx, accountId: string): Promise<Membership[]> {
  const mine = await ctx.db
    .selectFrom('segment_accounts')
    .select('segment_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .execute();
  if (mine.length === 0) return [];
  const ids = new Set(mine.map((row) => row.segment_id));
  const [segments, attributes] = await Promise.all([segmentsNamed(ctx, [...ids]), attributesOf(ctx, 'account')]);
  const reasons = await Promise.all(segments.map((segment) => reasonsFor(ctx, segment, [accountId], attributes)));
  return segments.flatMap((segment, n) => reasons[n]!.map((reason) => ({ segment, reason, attributes })));
}
