import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Difference } from './differences.ts';
import type { LinePlan } from './plan.ts';

interface FieldRow {
  field_id: string;
  subject_id: string;
}

/**
 * Custom fields: the last line that speaks of one says what it is. What it was at accounts and contacts that were there before
 * (not in `made`) is kept in the marks of the import, and returned.
 */
export async function writeFields(
  ctx: Ctx,
  importId: string,
  plans: LinePlan[],
  made: ReadonlySet<string>,
): Promise<Difference[]> {
  const values = new Map<string, ReturnType<typeof rowOf>>();
  for (const { account, contact, values: given } of plans) {
    for (const { field, subject, value } of given) {
      const about = subject === 'contact' ? contact?.row.id : account?.row.id;
      if (about && account)
        values.set(
          `${field.id} ${about}`,
          rowOf(ctx, field, value, account.row.id, subject === 'contact' ? about : null),
        );
    }
  }
  if (values.size === 0) return [];
  const all = [...values.values()];
  const kept = all.map(({ field_id, account_id, contact_id }) => {
    const kind = contact_id ? ('contact' as const) : ('account' as const);
    return { field_id, subject_id: contact_id ?? account_id, account_id, kind };
  });
  const changed = kept.filter(({ subject_id }) => !made.has(subject_id));
  const before = await heldBy(ctx, changed);
  await ctx.db
    .insertInto('field_values')
    .values(all)
    .onConflict((same) =>
      same.columns(['workspace_id', 'field_id', 'subject_id']).doUpdateSet((row) => ({
        text_value: row.ref('excluded.text_value'),
        number_value: row.ref('excluded.number_value'),
        date_value: row.ref('excluded.date_value'),
        person_id: row.ref('excluded.person_id'),
        updated_at: row.ref('excluded.updated_at'),
      })),
    )
    .execute();
  return markFields(ctx, importId, changed, before, await heldBy(ctx, changed));
}

function rowOf(
  ctx: Ctx,
  field: LinePlan['values'][number]['field'],
  value: string,
  account: string,
  contact: string | null,
) {
  const { kind, id } = field;
  return {
    workspace_id: ctx.workspace.id,
    field_id: id,
    account_id: account,
    contact_id: contact,
    text_value: kind === 'text' || kind === 'choice' ? value : null,
    number_value: kind === 'number' ? value : null,
    date_value: kind === 'date' ? value : null,
    person_id: kind === 'person' ? value : null,
    updated_at: ctx.now,
  };
}

const held = sql<string>`jsonb_strip_nulls(jsonb_build_object('text', v.text_value, 'number', v.number_value::text,
  'date', v.date_value::text, 'person', v.person_id::text))`;
const keyOf = ({ field_id, subject_id }: FieldRow): string => `${field_id} ${subject_id}`;

/** What fields hold, as marks keep it. */
async function heldBy(ctx: Ctx, rows: readonly FieldRow[]): Promise<Map<string, object>> {
  const { rows: found } = await sql<FieldRow & { held: object }>`select v.field_id, v.subject_id, ${held} as held
    from field_values v join unnest(${rows.map((row) => row.field_id)}::uuid[], ${rows.map((row) => row.subject_id)}::uuid[])
      as w (field_id, subject_id) on w.field_id = v.field_id and w.subject_id = v.subject_id
    where v.workspace_id = ${ctx.workspace.id}`.execute(ctx.db);
  return new Map(found.map((row) => [keyOf(row), row.held]));
}

async function markFields(
  ctx: Ctx,
  importId: string,
  rows: readonly (FieldRow & { account_id: string; kind: Difference['kind'] })[],
  before: Map<string, object>,
  after: Map<string, object>,
): Promise<Difference[]> {
  const marks = rows
    .filter((row) => JSON.stringify(before.get(keyOf(row))) !== JSON.stringify(after.get(keyOf(row))))
    .map((row) => ({ ...row, was: before.get(keyOf(row)) ?? null, became: after.get(keyOf(row)) ?? null }));
  if (marks.length === 0) return [];
  await sql`insert into import_marks (workspace_id, import_id, kind, subject_id, made, was, became)
    select ${ctx.workspace.id}, ${importId}, m.kind, m.subject_id, false,
      jsonb_object_agg('field:' || m.field_id, m.was), jsonb_object_agg('field:' || m.field_id, m.became)
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb)
      as m (field_id uuid, subject_id uuid, kind text, was jsonb, became jsonb)
    group by m.kind, m.subject_id
    on conflict (workspace_id, import_id, kind, subject_id) do update
      set was = excluded.was || import_marks.was, became = import_marks.became || excluded.became`.execute(ctx.db);
  return marks.map(differenceOf);
}

const differenceOf = (
  one: FieldRow & { account_id: string; kind: Difference['kind']; was: unknown; became: unknown },
) => ({
  kind: one.kind,
  id: one.subject_id,
  accountId: one.account_id,
  was: { [`field:${one.field_id}`]: one.was },
  became: { [`field:${one.field_id}`]: one.became },
});

/** Fields that still hold what the import wrote get back what they held. Returns what that changed. */
export async function giveFieldsBack(ctx: Ctx, importId: string): Promise<Difference[]> {
  const { rows } = await sql<Parameters<typeof differenceOf>[0]>`with told as (
      select m.kind, m.subject_id, substr(w.key, 7)::uuid as field_id, w.value as was, m.became -> w.key as became
      from import_marks m cross join jsonb_each(m.was) w
      where m.workspace_id = ${ctx.workspace.id} and m.import_id = ${importId} and not m.made and m.held_at is null and w.key like 'field:%'
    ), still as (
      select t.*, v.account_id from told t join field_values v
        on v.workspace_id = ${ctx.workspace.id} and v.field_id = t.field_id and v.subject_id = t.subject_id
      where ${held} = t.became
    ), gone as (
      delete from field_values v using still s
      where v.workspace_id = ${ctx.workspace.id} and v.field_id = s.field_id and v.subject_id = s.subject_id
        and jsonb_typeof(s.was) = 'null'
    ), back as (
      update field_values v set text_value = s.was ->> 'text', number_value = (s.was ->> 'number')::numeric,
        date_value = (s.was ->> 'date')::date, person_id = (s.was ->> 'person')::uuid, updated_at = ${ctx.now}
      from still s where v.workspace_id = ${ctx.workspace.id} and v.field_id = s.field_id and v.subject_id = s.subject_id
        and jsonb_typeof(s.was) = 'object'
    )
    select kind, subject_id, account_id, field_id, became as was, was as became from still`.execute(ctx.db);
  return rows.map(differenceOf);
}
