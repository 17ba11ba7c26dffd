import { sql } from 'kysely';
import { type Asker, type Given, kept } from '#platform/db/kept.ts';
import { HOLDS, together } from '#platform/db/turns.ts';
import type { Changes } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demandStill } from '#platform/http/http-error.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import { valuesChanged } from './events.ts';
import type { About, Field } from './field.ts';

/** A value as it is written: text, number, date, choice, or the id of a person; of a file its name. */
export interface Value {
  fieldId: string;
  text: string;
  /** The name of the person or of the file. */
  name: string | null;
}

export const subjectIdOf = (about: About): string =>
  about.subject === 'ticket' ? about.ticketId : about.subject === 'contact' ? about.contactId : about.accountId;

const values = (by: Asker) =>
  by.db
    .selectFrom('field_values as v')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'v.workspace_id').onRef('m.id', '=', 'v.person_id'),
    )
    .select(['v.field_id', 'v.subject_id', 'v.text_value', 'v.number_value', 'v.date_value', 'v.person_id'])
    .select(['v.file_name', 'm.name as person'])
    .where('v.workspace_id', '=', by.workspace.id)
    // No customer is sent to somebody who is gone.
    .$if(by.actor.kind !== 'member' && by.actor.kind !== 'system', (those) => those.where('m.disabled_at', 'is', null));

type Row = Awaited<ReturnType<ReturnType<typeof values>['execute']>>[number];

const readRow = (row: Row): Value => ({
  fieldId: row.field_id,
  text:
    row.text_value ??
    (row.number_value === null ? null : String(Number(row.number_value))) ??
    (row.date_value === null ? null : dayOf(row.date_value)) ??
    row.person_id ??
    row.file_name ??
    '',
  name: row.person ?? row.file_name,
});

/** The driver reads a day as midnight here, or leaves it as text. */
const dayOf = (day: unknown): string => {
  if (!(day instanceof Date)) return String(day).slice(0, 10);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};

const ofOne = kept((by, { subject }: Given<{ subject: string }>) => values(by).where('v.subject_id', '=', subject));

/** The values of one thing, by field: only those its reader may see. */
export async function valuesOf(ctx: Ctx, about: About): Promise<Map<string, Value>> {
  const rows = await ofOne.all(ctx, { subject: subjectIdOf(about) });
  return new Map(rows.map((row) => [row.field_id, readRow(row)]));
}

/** The values of many things at once, by thing and field. */
export async function valuesOfMany(ctx: Ctx, subjectIds: string[]): Promise<Map<string, Map<string, Value>>> {
  const all = new Map<string, Map<string, Value>>();
  if (subjectIds.length === 0) return all;
  for (const row of await values(ctx).where('v.subject_id', 'in', subjectIds).execute()) {
    const known = all.get(row.subject_id) ?? new Map<string, Value>();
    all.set(row.subject_id, known.set(row.field_id, readRow(row)));
  }
  return all;
}

/** All values of some fields, and of what each is. */
export async function valuesOfFields(ctx: Ctx, fieldIds: string[]): Promise<(Value & { subjectId: string })[]> {
  if (fieldIds.length === 0) return [];
  const rows = await values(ctx).where('v.field_id', 'in', fieldIds).execute();
  return rows.map((row) => ({ ...readRow(row), subjectId: row.subject_id }));
}

/** What is to be written into a field: a value, a file, or null for nothing. */
export interface Written {
  field: Field;
  value: string | StagedFile | null;
}

const shown = (value: Written['value']): string | null =>
  value === null || typeof value === 'string' ? value : value.name;

/** What would be different. A file is always another one. */
export function differences(before: Map<string, Value>, written: readonly Written[]): Written[] {
  return written.filter(({ field, value }) => {
    const was = before.get(field.id)?.text ?? null;
    return typeof value === 'object' && value !== null ? true : was !== value;
  });
}

export const changesOf = (before: Map<string, Value>, written: readonly Written[]): Changes =>
  Object.fromEntries(
    written.map(({ field, value }) => {
      const was = before.get(field.id);
      return [field.base.label, { from: was ? (was.name ?? was.text) : null, to: shown(value) }];
    }),
  );

/**
 * Of what is to be written, the fields whose file stays: what a legal hold keeps is not written over. Until this transaction ends no hold
 * begins.
 */
export async function filesThatStay(ctx: Ctx, about: About, written: readonly Written[]): Promise<Field[]> {
  const files = written.map(({ field }) => field).filter(({ kind }) => kind === 'file');
  if (files.length === 0) return [];
  await together(ctx.db, ctx.workspace.id, HOLDS);
  const ids = files.map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`select id
    from app.files_that_stay(${subjectIdOf(about)}, ${sql.val(ids)}::uuid[]) as id`.execute(ctx.db);
  return files.filter(({ id }) => rows.some((row) => row.id === id));
}

/** Writes values, each as far as the policies let this actor. Returns how many became different. */
export async function writeValues(ctx: Ctx, about: About, written: readonly Written[]): Promise<number> {
  demandStill((await filesThatStay(ctx, about, written)).length === 0);
  const before = await valuesOf(ctx, about);
  const different = differences(before, written);
  for (const one of different) await writeOne(ctx, about, one);
  if (different.length === 0) return 0;
  await record(ctx, valuesChanged, {
    subjectId: subjectIdOf(about),
    accountId: about.accountId,
    data: { about: about.subject, changes: changesOf(before, different) },
  });
  return different.length;
}

async function writeOne(ctx: Ctx, about: About, { field, value }: Written): Promise<void> {
  const key = { workspace_id: ctx.workspace.id, field_id: field.id };
  if (value === null) {
    await ctx.db
      .deleteFrom('field_values')
      .where('workspace_id', '=', key.workspace_id)
      .where('field_id', '=', key.field_id)
      .where('subject_id', '=', subjectIdOf(about))
      .execute();
    return;
  }
  const whose = {
    account_id: about.accountId,
    contact_id: about.subject === 'contact' ? about.contactId : null,
    ticket_id: about.subject === 'ticket' ? about.ticketId : null,
    updated_at: ctx.now,
  };
  await ctx.db
    .insertInto('field_values')
    .values({ ...key, ...whose, ...(await columns(ctx, field, value)) })
    // Of two at once the later one holds. An old file goes with what knew it: housekeeping takes away contents no row speaks of.
    .onConflict((same) =>
      same
        .columns(['workspace_id', 'field_id', 'subject_id'])
        .doUpdateSet((row) => Object.fromEntries(WRITTEN.map((name) => [name, row.ref(`excluded.${name}`)]))),
    )
    .execute();
}

const WRITTEN = [
  'text_value',
  'number_value',
  'date_value',
  'person_id',
  'file_key',
  'file_name',
  'file_type',
  'file_bytes',
  'file_sha256',
  'updated_at',
] as const;

async function columns(ctx: Ctx, { kind }: Field, value: string | StagedFile) {
  if (typeof value !== 'string') {
    const file = await ctx.platform.files.of(ctx.workspace.id).keep(value);
    const { key: file_key, name: file_name, type: file_type, bytes: file_bytes, sha256: file_sha256 } = file;
    return { file_key, file_name, file_type, file_bytes, file_sha256 };
  }
  if (kind === 'number') return { number_value: value };
  if (kind === 'date') return { date_value: value };
  if (kind === 'person') return { person_id: value };
  return { text_value: value };
}
