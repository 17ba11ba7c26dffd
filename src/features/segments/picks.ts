import { isId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { mayManageSegments } from './access.ts';
import { weighAgain } from './change.ts';
import { segmentPicked } from './events.ts';
import { lockSegment } from './segment.ts';

export interface Pick {
  accountId: string;
  account: string;
  way: 'in' | 'out';
  /** The last day it holds, such as 2026-11-28. */
  until: string | null;
  by: string | null;
}

/** The exceptions, as far as their reader sees the customers. */
export async function picksOf(ctx: Ctx, segmentId: string): Promise<Pick[]> {
  const rows = await ctx.db
    .selectFrom('segment_picks as p')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'p.workspace_id').onRef('a.id', '=', 'p.account_id'),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'p.workspace_id').onRef('m.id', '=', 'p.picked_by'),
    )
    .select(['a.id as accountId', 'a.name as account', 'p.way', 'm.name as by'])
    .select(({ cast, ref }) => cast<string | null>(ref('p.until'), 'text').as('until'))
    .where('p.workspace_id', '=', ctx.workspace.id)
    .where('p.segment_id', '=', segmentId)
    .orderBy('p.way')
    .orderBy('a.sort_name')
    .execute();
  return rows.map((row) => ({ ...row, way: row.way as Pick['way'] }));
}

/** Always in, or never, whatever the rule says; `none` leaves it to the rule again. */
export async function pick(
  ctx: Ctx,
  segmentId: string,
  accountId: string,
  way: Pick['way'] | 'none',
  until: string | null = null,
): Promise<{ account: string; segment: string }> {
  demand(mayManageSegments(ctx.actor));
  const segment = await lockSegment(ctx, segmentId);
  const account = isId(accountId) ? await accountNamed(ctx, accountId) : undefined;
  if (!account) throw notFound();
  const key = { workspace_id: ctx.workspace.id, segment_id: segment.id, account_id: accountId };
  const { actor } = ctx;
  const row = { way, until, picked_by: actor.kind === 'member' ? actor.personId : null, created_at: ctx.now };
  if (way === 'none') {
    await ctx.db
      .deleteFrom('segment_picks')
      .where('workspace_id', '=', key.workspace_id)
      .where('segment_id', '=', key.segment_id)
      .where('account_id', '=', key.account_id)
      .execute();
  } else {
    await ctx.db
      .insertInto('segment_picks')
      .values({ ...key, ...row })
      .onConflict((same) => same.columns(['workspace_id', 'segment_id', 'account_id']).doUpdateSet(row))
      .execute();
  }
  const data = { way, segment: segment.name, until };
  await record(ctx, segmentPicked, { subjectId: segment.id, accountId, data });
  await weighAgain(ctx, segment.id, accountId);
  return { account, segment: segment.name };
}

async function accountNamed(ctx: Ctx, id: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('merged_into', 'is', null)
    .executeTakeFirst();
  return row?.name;
}
