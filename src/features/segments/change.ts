import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { prose, seenLine } from '#platform/http/line.ts';
import { mayManageSegments } from './access.ts';
import { type Attribute, attributesOf } from './attributes.ts';
import { segmentDefined } from './events.ts';
import { isByDate, linesOf, type Rule } from './rule.ts';
import { findSegment, lockSegment, type Segment } from './segment.ts';
import { type Moved, weigh } from './weigh.ts';

/** What a form says of a segment besides its conditions. */
export const segmentFields = z.object({
  name: seenLine(80, 'error.name.long', 'error.unseen').min(1, 'error.name.empty'),
  note: prose(300, 'error.note.long').optional().default(''),
  kind: z.enum(['rule', 'hand'], 'error.form'),
  match: z.enum(['all', 'any']).optional().default('all'),
});

export interface Definition {
  name: string;
  note: string;
  kind: Segment['kind'];
  rule: Rule;
}

export async function nameTaken(ctx: Ctx, name: string, butFor?: string): Promise<boolean> {
  const rows = await ctx.db
    .selectFrom('segments')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  return rows.some((row) => row.id !== butFor && row.name.toLowerCase() === name.toLowerCase());
}

/** What of a customer the rule looks at: a change elsewhere costs nothing. */
function looksAt({ kind, rule }: Definition, attributes: readonly Attribute[]) {
  const conditions = kind === 'rule' ? rule.conditions : [];
  const used = conditions.flatMap(({ on }) => attributes.find((one) => one.on === on)?.input ?? []);
  return { inputs: [...new Set(['account', ...used])], by_date: conditions.some(({ op }) => isByDate(op)) };
}

export async function makeSegment(ctx: Ctx, given: Definition): Promise<{ id: string; n: number }> {
  demand(mayManageSegments(ctx.actor));
  const attributes = await attributesOf(ctx, 'account');
  const id = newId(ctx.now.getTime());
  await ctx.db
    .insertInto('segments')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      ...columnsOf(given),
      ...looksAt(given, attributes),
      weighed_at: ctx.now,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
  const moved = await weigh(ctx, { id, ...given, weighedAt: ctx.now }, attributes);
  const { name } = given;
  await record(ctx, segmentDefined, {
    subjectId: id,
    accountId: null,
    data: { how: 'made', segment: name, came: moved.came.length, changes: changed({}, shown(given)) },
  });
  return { id, n: moved.came.length };
}

/** Its kind stays: what was picked by hand is not a rule. */
export async function changeSegment(ctx: Ctx, id: string, given: Definition): Promise<Moved> {
  demand(mayManageSegments(ctx.actor));
  const before = await lockSegment(ctx, id);
  const next = { ...given, kind: before.kind };
  const attributes = await attributesOf(ctx, 'account');
  await ctx.db
    .updateTable('segments')
    .set({ ...columnsOf(next), ...looksAt(next, attributes), weighed_at: ctx.now, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const moved = await weigh(ctx, { id, ...next, weighedAt: ctx.now }, attributes);
  const changes = changed(shown(before), shown(next));
  if (Object.keys(changes).length > 0) {
    const counts = { came: moved.came.length, left: moved.left.length };
    const data = { how: 'changed' as const, segment: next.name, ...counts, changes };
    await record(ctx, segmentDefined, { subjectId: id, accountId: null, data });
  }
  return moved;
}

/** Nobody is in it any more. One that opens something stays: it would shut for everybody, or open. */
export async function removeSegment(ctx: Ctx, id: string): Promise<'done' | 'in use'> {
  demand(mayManageSegments(ctx.actor));
  const before = await lockSegment(ctx, id);
  const gate = await ctx.db
    .selectFrom('segment_gates')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('segment_id', '=', id)
    .executeTakeFirst();
  if (gate) return 'in use';
  await ctx.db.deleteFrom('segments').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  const data = { how: 'removed' as const, segment: before.name, changes: changed(shown(before), NOTHING) };
  await record(ctx, segmentDefined, { subjectId: id, accountId: null, data });
  return 'done';
}

const NOTHING = { name: null, note: null, rule: null };
const shown = ({ name, note, kind, rule }: Definition) => ({ name, note, rule: kind === 'rule' ? linesOf(rule) : [] });
const columnsOf = ({ name, note, kind, rule }: Definition) => ({ name, note, kind, rule: JSON.stringify(rule) });

/** As `weigh`, for one segment by its id, while nobody changes it. */
export async function weighAgain(ctx: Ctx, id: string, accountId?: string): Promise<Moved> {
  const [segment, attributes] = [await findSegment(ctx, id), await attributesOf(ctx, 'account')];
  return weigh(ctx, segment, attributes, accountId);
}
