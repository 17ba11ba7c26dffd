import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { fieldLabel, objectName } from './object-name.ts';

/** Whether a condition of the segment `s` is about this field. */
const asks = (field: unknown) =>
  sql<boolean>`s.rule @> jsonb_build_object('conditions', jsonb_build_array(jsonb_build_object('on', 'field:' || ${field})))`;

/**
 * Whether what customers write into the field `d` about themselves is asked for by the segment `s` at once: changed by hand,
 * or answered at the door, where nobody of the team looks first.
 */
const asksThem = sql<boolean>`s.kind = 'rule' and d.subject = 'account' and d.archived_at is null
  and d.customer = 'edit' and (d.edits = 'apply' or d.at_sign_up) and ${asks(sql`d.id`)}`;

export interface SegmentToName {
  id: string;
  name: string;
  /** The fields it goes by that customers fill in themselves: by these they can put themselves in. */
  filled?: string[];
}

/** The groups there are to choose from. */
export async function segmentsToName(ctx: Ctx): Promise<SegmentToName[]> {
  const { rows } = await sql<SegmentToName>`select s.id, s.name,
      array(select ${fieldLabel(ctx)} from field_definitions d where d.workspace_id = s.workspace_id and ${asksThem} order by d.position)
        as filled
    from segments s where s.workspace_id = ${ctx.workspace.id} order by lower(s.name)`.execute(ctx.db);
  return rows;
}

/** What segments open that go by a field, in words. */
export async function openedByField(ctx: Ctx, fieldId: string): Promise<{ segment: string; object: string }[]> {
  const { rows } = await sql<{ segment: string; kind: string; object: string }>`
    select s.name as segment, g.kind, g.object from segments s
      join segment_gates g on g.workspace_id = s.workspace_id and g.segment_id = s.id
    where s.workspace_id = ${ctx.workspace.id} and s.kind = 'rule' and ${asks(fieldId)}
    order by lower(s.name), g.kind, g.object`.execute(ctx.db);
  return Promise.all(rows.map(async (one) => ({ segment: one.segment, object: await objectName(ctx, one) })));
}
