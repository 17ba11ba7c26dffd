import { type RawBuilder, sql } from 'kysely';
import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import { dayIn } from '#platform/i18n/day.ts';
import { type Attribute, attributesOf } from './attributes.ts';
import { compileRule, type Place } from './compile.ts';
import { segmentEntered, segmentLeft } from './events.ts';
import type { Rule } from './rule.ts';
import { type Segment, segmentOf } from './segment.ts';

export interface Moved {
  came: string[];
  left: string[];
}

/** Where the conditions on a customer are asked. */
export const placeOf = (ctx: Ctx): Place => ({
  workspaceId: ctx.workspace.id,
  zone: ctx.workspace.zone,
  today: dayIn(ctx.workspace.zone, ctx.now),
  id: sql.ref('a.id'),
});

type Weighed = Pick<Segment, 'kind' | 'rule'>;

/** Whether the customer in `a` belongs in by the rule. Those put away do only when it speaks of them. */
export function fits(ctx: Ctx, { kind, rule }: Weighed, attributes: readonly Attribute[]): RawBuilder<boolean> {
  return kind === 'hand' ? sql<boolean>`false` : compileRule(rule, attributes, placeOf(ctx));
}

const speaksOfArchived = ({ conditions }: Rule): boolean => conditions.some(({ on }) => on === 'status');

/** Everybody who belongs in: by the rule, or picked by hand, whatever it says. */
export const belonging = (ctx: Ctx, segment: Weighed & { id: string | null }, attributes: readonly Attribute[]) =>
  sql`select a.id from accounts a left join segment_picks p on p.workspace_id = a.workspace_id and p.account_id = a.id
      and p.segment_id = ${segment.id} and (p.until is null or p.until >= ${placeOf(ctx).today}::date)
    where a.workspace_id = ${ctx.workspace.id} and a.merged_into is null
      ${segment.kind === 'rule' && speaksOfArchived(segment.rule) ? sql`` : sql`and a.archived_at is null`}
      and case p.way when 'in' then true when 'out' then false else ${fits(ctx, segment, attributes)} end`;

/** Weighs all customers, or one, and writes down who came and who left: one statement, however many there are. */
export async function weigh(
  ctx: Ctx,
  segment: Segment,
  attributes: readonly Attribute[],
  accountId?: string,
): Promise<Moved> {
  const { id } = segment;
  const workspaceId = ctx.workspace.id;
  const one = accountId ? sql`and a.id = ${accountId}` : sql``;
  const its = accountId ? sql`and m.account_id = ${accountId}` : sql``;
  const { rows } = await sql<{ account: string; way: 'came' | 'left' }>`
    with fit as materialized (${belonging(ctx, segment, attributes)} ${one}),
    came as (insert into segment_accounts (workspace_id, segment_id, account_id, since)
      select ${workspaceId}, ${id}, fit.id, ${ctx.now} from fit where not exists (select from segment_accounts m
        where m.workspace_id = ${workspaceId} and m.segment_id = ${id} and m.account_id = fit.id)
      on conflict do nothing returning account_id),
    gone as (delete from segment_accounts m where m.workspace_id = ${workspaceId} and m.segment_id = ${id} ${its}
      and not exists (select from fit where fit.id = m.account_id) returning account_id)
    select account_id as account, 'came' as way from came union all select account_id, 'left' from gone`.execute(
    ctx.db,
  );
  const moved: Moved = { came: [], left: [] };
  for (const { account, way } of rows) moved[way].push(account);
  const told = <Data>(accounts: string[], data: Data) =>
    accounts.map((account) => ({ subjectId: id, accountId: account, data }));
  const data = { segment: segment.name };
  await recordMany(ctx, segmentEntered, told(moved.came, data));
  const shut = moved.left.length > 0 && (await opensSomething(ctx, id));
  await recordMany(ctx, segmentLeft, told(moved.left, shut ? { ...data, shut } : data));
  return moved;
}

const opensSomething = async ({ db, workspace }: Ctx, segmentId: string): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('segment_gates')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('segment_id', '=', segmentId)
      .limit(sql.lit(1))
      .executeTakeFirst(),
  );

/** One customer, after something about them has changed. Nobody changes a rule meanwhile. */
export async function weighAccount(ctx: Ctx, accountId: string): Promise<void> {
  const [attributes, segments] = await Promise.all([attributesOf(ctx, 'account'), held(ctx)]);
  for (const segment of segments) await weigh(ctx, segment, attributes, accountId);
}

/** Every customer for every segment. */
export async function weighEverybody(ctx: Ctx): Promise<void> {
  const attributes = await attributesOf(ctx, 'account');
  for (const segment of await held(ctx)) await weigh(ctx, segment, attributes);
}

/** Every customer for the segments that speak of this field. */
export async function weighByField(ctx: Ctx, fieldId: string): Promise<void> {
  const attributes = await attributesOf(ctx, 'account');
  const speaks = ({ rule }: Segment) => rule.conditions.some(({ on }) => on === `field:${fieldId}`);
  for (const segment of (await held(ctx)).filter(speaks)) await weigh(ctx, segment, attributes);
}

/** All whose rule speaks of days that pass, or who were picked until a day; once on each day of the business. */
export async function weighByDate(ctx: Ctx): Promise<void> {
  const { today } = placeOf(ctx);
  const isOld = ({ weighedAt }: Segment) => !weighedAt || dayIn(ctx.workspace.zone, weighedAt) < today;
  const due = (await held(ctx, 'by date')).filter(isOld);
  if (due.length === 0) return;
  const attributes = await attributesOf(ctx, 'account');
  for (const segment of due) {
    await weigh(ctx, segment, attributes);
    await ctx.db
      .updateTable('segments')
      .set({ weighed_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', segment.id)
      .execute();
  }
}

async function held(ctx: Ctx, which: 'all' | 'by date' = 'all'): Promise<Segment[]> {
  let query = ctx.db
    .selectFrom('segments as s')
    .select(['s.id', 's.name', 's.note', 's.kind', 's.rule', 's.weighed_at as weighedAt'])
    .where('s.workspace_id', '=', ctx.workspace.id)
    .orderBy('s.id');
  if (which === 'by date') {
    query = query.where(
      sql<boolean>`(s.by_date or exists (select from segment_picks p where p.workspace_id = s.workspace_id
        and p.segment_id = s.id and p.until is not null))`,
    );
  }
  const rows = which === 'all' ? await query.forShare().execute() : await query.forUpdate().execute();
  return rows.map(segmentOf);
}
