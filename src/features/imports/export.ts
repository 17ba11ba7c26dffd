import { stringify } from 'csv-stringify/sync';
import { choiceLabel, type Field, fieldsOf, valuesOfMany, writeNumber } from '#features/fields/index.ts';
import { roleName, rolesOf } from '#features/roles/index.ts';
import { segmentsByAccount } from '#features/segments/index.ts';
import { flagName } from '#features/visibility/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { dayIn } from '#platform/i18n/day.ts';
import type { Locale, Reader } from '#platform/i18n/reader.ts';
import { cell } from '#platform/spreadsheet.ts';
import type { Import, Problem } from './import.ts';
import { say } from './messages.ts';

type Cell = string | number | null;

/** What a spreadsheet of somebody of that language takes for the end of a cell. */
const delimiters: Record<Locale, string> = { en: ',', de: ';' };

/** A table for a spreadsheet, in which no cell is ever a formula. */
export function csvOf(
  { locale }: Pick<Reader, 'locale'>,
  header: string[],
  lines: Cell[][],
  delimiter = delimiters[locale],
): string {
  const safe = [header, ...lines].map((line) => line.map((value) => cell(value, delimiter)));
  return `\ufeff${stringify(safe, { delimiter, record_delimiter: 'windows' })}`;
}

/** Lines that were skipped, as they came, between the same signs, with what is wrong with each: to be mended and brought in again. */
export function problemsFile(
  reader: Reader,
  one: Import,
  problems: Problem[],
  words: (problem: string) => string,
  column: string,
): string {
  const lines = problems.map(({ line, problems: all }) => [...(one.lines[line - 2] ?? []), all.map(words).join(' ')]);
  return csvOf(reader, [...one.header, column], lines, one.delimiter ?? undefined);
}

/** Customers with their fields; those put away are left out. */
export async function customersFile(ctx: CtxOf<Member>, titles: string[]): Promise<string> {
  const [rows, fields, segments] = await Promise.all([
    ctx.db
      .selectFrom('accounts')
      .select(['id', 'name', 'reference', 'plan', 'place', 'phone', 'website', 'created_at'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('archived_at', 'is', null)
      .orderBy('sort_name')
      .execute(),
    fieldsOf(ctx, 'account'),
    segmentsByAccount(ctx),
  ]);
  const values = await valuesOfMany(
    ctx,
    rows.map((row) => row.id),
  );
  return csvOf(
    ctx.reader,
    [...titles, ...fields.map((field) => field.label)],
    rows.map(({ id, created_at, ...row }) => [
      row.name,
      row.reference,
      row.plan,
      row.place,
      row.phone,
      row.website,
      dayIn(ctx.reader.zone, created_at),
      (segments.get(id) ?? []).join('; '),
      ...fields.map((field) => shown(ctx.reader, field, values.get(id)?.get(field.id))),
    ]),
  );
}

/** Their people, with the customer each belongs to, and whether they have access: nobody writes to those who left by a slip. */
export async function contactsFile(ctx: CtxOf<Member>, titles: string[]): Promise<string> {
  const [rows, fields, roles] = await Promise.all([
    ctx.db
      .selectFrom('contacts as c')
      .innerJoin('accounts as a', (join) =>
        join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
      )
      .select([
        'c.id',
        'a.name as account',
        'a.reference',
        'c.name',
        'c.email',
        'c.title',
        'c.phone',
        'c.role',
        'c.flags',
        'c.identity_id',
        'c.disabled_at',
      ])
      .where('c.workspace_id', '=', ctx.workspace.id)
      .where('c.continues_as', 'is', null)
      .where('a.archived_at', 'is', null)
      .orderBy('a.sort_name')
      .orderBy('c.name')
      .execute(),
    fieldsOf(ctx, 'contact'),
    rolesOf(ctx, 'contact'),
  ]);
  const named = new Map(roles.map((role) => [role.key, roleName(ctx.reader, role)]));
  const values = await valuesOfMany(
    ctx,
    rows.map((row) => row.id),
  );
  return csvOf(
    ctx.reader,
    [...titles, ...fields.map((field) => field.label)],
    rows.map(({ id, ...row }) => [
      row.account,
      row.reference,
      row.name,
      row.email,
      row.title,
      row.phone,
      named.get(row.role) ?? row.role,
      [...flagsIn(row.flags)].map((flag) => flagName(ctx.reader, flag)).join(', '),
      say(
        ctx.reader,
        row.disabled_at ? 'export.access.ended' : row.identity_id ? 'export.access.joined' : 'export.access.not',
      ),
      ...fields.map((field) => shown(ctx.reader, field, values.get(id)?.get(field.id))),
    ]),
  );
}

/** As its reader writes it, and the import reads it from them. */
const shown = (
  reader: Pick<Reader, 'locale'>,
  { kind, said }: Pick<Field, 'kind' | 'said'>,
  value: { text: string; name: string | null } | undefined,
): string => {
  if (!value) return '';
  return kind === 'number' ? writeNumber(value.text, reader) : (value.name ?? choiceLabel({ said }, value.text));
};
