import { sql } from 'kysely';
import { isId, newId } from '#platform/db/ids.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import { alone } from '#platform/db/turns.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { mayForAll } from '#platform/rights.ts';
import { gateSet } from './events.ts';
import { segmentsToName } from './self-opened.ts';

export const gateKinds = ['room', 'field', 'article', 'category'] as const;
export type GateKind = (typeof gateKinds)[number];

/** Whom something is for: every customer, those in some segments, or none. */
export type OpenTo = { to: 'everyone' } | { to: 'segments'; segments: string[] } | { to: 'nobody' };
export const everyone: OpenTo = { to: 'everyone' };

/** Who says which customers see what: it is about all of them. */
export const mayManageGates = (actor: Actor): boolean =>
  actor.kind === 'system' || mayForAll(actor, 'audiences.manage');

/** For each thing of a kind that is not everybody's, whose it is. */
export async function gatesOf(ctx: Ctx, kind: GateKind): Promise<Map<string, OpenTo>> {
  const rows = await ctx.db
    .selectFrom('segment_gates')
    .select(['object', 'segment_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', kind)
    .orderBy('object')
    .orderBy('segment_id')
    .execute();
  const gates = new Map<string, OpenTo>();
  for (const { object, segment_id: id } of rows) {
    const known = gates.get(object);
    if (!id) gates.set(object, known ?? { to: 'nobody' });
    else gates.set(object, { to: 'segments', segments: [...(known?.to === 'segments' ? known.segments : []), id] });
  }
  return gates;
}

/** Which segments open each of these gates, named as the policies name them (`category:…`); none for what is nobody's. */
export async function segmentsOpening(ctx: Ctx, gates: readonly string[]): Promise<Map<string, string[]>> {
  if (gates.length === 0) return new Map();
  const { rows } = await sql<{ gate: string; segments: string[] }>`select kind || ':' || object as gate,
      array_agg(segment_id order by segment_id) filter (where segment_id is not null) as segments
    from segment_gates where workspace_id = ${ctx.workspace.id} and object = any (${gates.map((gate) => gate.slice(gate.indexOf(':') + 1))}::text[])
    group by 1`.execute(ctx.db);
  return new Map(rows.map(({ gate, segments }) => [gate, segments ?? []]));
}

/** What a segment opens. */
export const openedBy = (ctx: Ctx, segmentId: string): Promise<{ kind: string; object: string }[]> =>
  ctx.db
    .selectFrom('segment_gates')
    .select(['kind', 'object'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('segment_id', '=', segmentId)
    .orderBy('kind')
    .orderBy('object')
    .execute();

/** Says whom something is for. A group that is not there opens nothing; without one left it is nobody's. */
export async function setGate(ctx: Ctx, kind: GateKind, object: string, open: OpenTo): Promise<void> {
  demand(mayManageGates(ctx.actor));
  await alone(ctx.db, ctx.workspace.id, 'gates');
  const known = new Map((await segmentsToName(ctx)).map(({ id, name }) => [id, name]));
  const before = (await gatesOf(ctx, kind)).get(object) ?? everyone;
  const next =
    open.to === 'segments' ? { ...open, segments: open.segments.filter((id) => known.has(id)).sort() } : open;
  if (JSON.stringify(before) === JSON.stringify(next)) return;
  const { id: workspace_id } = ctx.workspace;
  await ctx.db
    .deleteFrom('segment_gates')
    .where('workspace_id', '=', workspace_id)
    .where('kind', '=', kind)
    .where('object', '=', object)
    .execute();
  const rows =
    next.to === 'everyone' ? [] : next.to === 'nobody' || next.segments.length === 0 ? [null] : next.segments;
  if (rows.length > 0) {
    await ctx.db
      .insertInto('segment_gates')
      .values(rows.map((segment_id) => ({ workspace_id, id: newId(), kind, object, segment_id, created_at: ctx.now })))
      .execute();
  }
  const told = (one: OpenTo) => ({
    to: one.to === 'segments' ? one.segments.map((id) => known.get(id) ?? id) : one.to,
  });
  await record(ctx, gateSet, {
    subjectId: isId(object) ? object : ctx.workspace.id,
    accountId: null,
    data: { kind, object, changes: changed(told(before), told(next)) },
  });
}

const shutAt = kept(
  (_, { account, kind }: Given<{ account: string; kind: GateKind }>) =>
    sql<{ shut: string[] }>`select app.shut_for(${account}::uuid, ${kind}) as shut`,
);

/** What of a kind one customer is kept out of: for the team, about somebody else. */
export const shutFor = async (ctx: Ctx, accountId: string, kind: GateKind): Promise<ReadonlySet<string>> =>
  new Set((await shutAt.first(ctx, { account: accountId, kind }))?.shut);
