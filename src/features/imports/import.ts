import { sql } from 'kysely';
import { whileNoHoldBegins } from '#features/privacy/index.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demandStill, notFound } from '#platform/http/http-error.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { recordDifferences } from './differences.ts';
import { importDropped, importStarted, importUndone } from './events.ts';
import { giveFieldsBack } from './fields.ts';
import { giveBack } from './give-back.ts';
import { fieldsForImport } from './known.ts';
import { forms } from './notation.ts';
import type { Sheet } from './sheet.ts';
import { fieldTarget, guessMapping, targets } from './target.ts';

type On = CtxOf<Member>;

export interface Counts {
  accounts: number;
  contacts: number;
  changed: number;
  skipped: number;
}

export interface Problem {
  /** Of the file, the header being the first. */
  line: number;
  problems: string[];
}

export interface Import {
  id: string;
  by: string;
  madeBy: string;
  fileName: string;
  header: string[];
  lines: string[][];
  mapping: string[];
  /** How columns are written, where somebody has said so. */
  forms: string[];
  delimiter: string | null;
  lineCount: number;
  doneLines: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  undoneAt: Date | null;
  createdAt: Date;
  /** The reader's who brought it: how its numbers are read. */
  locale: Locale | null;
  counts: Counts;
  problems: Problem[];
}

export const nothing: Counts = { accounts: 0, contacts: 0, changed: 0, skipped: 0 };

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('imports as i')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'i.workspace_id').onRef('m.id', '=', 'i.made_by'),
    )
    .select(['i.id', 'm.name as by', 'i.made_by as madeBy', 'i.file_name as fileName', 'i.header', 'i.mapping'])
    .select(['i.line_count as lineCount', 'i.done_lines as doneLines', 'i.started_at as startedAt'])
    .select(['i.finished_at as finishedAt', 'i.undone_at as undoneAt', 'i.created_at as createdAt'])
    .select(['i.counts', 'i.problems', 'i.locale', 'i.forms', 'i.delimiter'])
    .where('i.workspace_id', '=', ctx.workspace.id);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number] & { lines?: unknown };
const importOf = ({ counts, problems, lines, locale, ...row }: Row): Import => ({
  ...row,
  locale: locale as Locale | null,
  lines: (lines ?? []) as string[][],
  counts: { ...nothing, ...(counts as object) },
  problems: problems as unknown as Problem[],
});

export const listImports = async (ctx: On): Promise<Import[]> =>
  (await rows(ctx).orderBy('i.created_at', 'desc').limit(20).execute()).map(importOf);

export async function findImport(ctx: Ctx, id: string): Promise<Import> {
  const row = isId(id) ? await rows(ctx).select('i.lines').where('i.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return importOf(row);
}

/** Keeps what a file says, with a guess of what its columns mean; nothing is made yet. */
export async function takeIn(ctx: On, fileName: string, sheet: Sheet): Promise<string> {
  const id = newId(ctx.now.getTime());
  const mapping = guessMapping(sheet.header, await fieldsForImport(ctx), sheet.lines);
  await ctx.db
    .insertInto('imports')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      made_by: ctx.actor.personId,
      file_name: fileName,
      header: sql`${sheet.header}::text[]`,
      lines: JSON.stringify(sheet.lines),
      mapping: sql`${mapping}::text[]`,
      line_count: sheet.lines.length,
      locale: ctx.reader.locale,
      delimiter: sheet.delimiter,
      created_at: ctx.now,
    })
    .execute();
  return id;
}

const update = (ctx: Ctx, id: string) =>
  ctx.db.updateTable('imports').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id);

/** What somebody says of the columns: a meaning that is none is none. */
export async function readColumns(
  ctx: On,
  one: Import,
  said: (name: string) => string,
): Promise<Pick<Import, 'mapping' | 'forms'>> {
  const possible = new Set<string>([...targets, ...(await fieldsForImport(ctx)).map(fieldTarget)]);
  const known = (all: ReadonlySet<string>, name: string) => (all.has(said(name)) ? said(name) : '');
  return {
    mapping: one.header.map((_, index) => known(possible, `column-${index}`)),
    forms: one.header.map((_, index) => known(new Set(forms), `form-${index}`)),
  };
}

/** Columns that mean what one before them does already. */
export const meantTwice = (mapping: readonly string[]): number[] =>
  mapping.flatMap((target, index) => (target && mapping.indexOf(target) < index ? [index] : []));

export async function setColumns(
  ctx: On,
  one: Import,
  { mapping, forms }: Pick<Import, 'mapping' | 'forms'>,
): Promise<void> {
  demandStill(one.startedAt === null);
  const set = await update(ctx, one.id)
    .set({ mapping: sql`${mapping}::text[]`, forms: sql`${forms}::text[]` })
    .where('started_at', 'is', null)
    .executeTakeFirst();
  demandStill(set.numUpdatedRows === 1n);
}

export async function startImport(ctx: On, one: Import): Promise<void> {
  const started = await update(ctx, one.id)
    .set({ started_at: ctx.now })
    .where('started_at', 'is', null)
    .executeTakeFirst();
  demandStill(started.numUpdatedRows === 1n);
  await record(ctx, importStarted, { subjectId: one.id, accountId: null, data: { lines: one.lineCount } });
  await enqueue(ctx, 'imports.run', { import: one.id }, { key: `import:${one.id}` });
}

/** Throws a list away that was only looked at. */
export async function dropImport(ctx: On, one: Import): Promise<void> {
  const gone = await ctx.db
    .deleteFrom('imports')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', one.id)
    .where('started_at', 'is', null)
    .executeTakeFirst();
  demandStill(gone.numDeletedRows === 1n);
  await record(ctx, importDropped, { subjectId: one.id, accountId: null, data: { lines: one.lines.length } });
}

/** Takes back what an import made and nobody has used, and what it changed and nobody has changed since; of whoever is on hold, nothing. */
export async function undoImport(ctx: On, one: Import): Promise<number> {
  const undone = await update(ctx, one.id)
    .set({ undone_at: ctx.now })
    .where('finished_at', 'is not', null)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  demandStill(undone.numUpdatedRows === 1n);
  await whileNoHoldBegins(ctx.db, ctx.workspace.id);
  await sql`select app.keep_what_is_held(${one.id}::uuid)`.execute(ctx.db);
  const given = [...(await giveBack(ctx, one.id)), ...(await giveFieldsBack(ctx, one.id))];
  await recordDifferences(ctx, await fieldsForImport(ctx), given);
  const { rows: found } = await sql<{ stayed: number }>`select app.undo_import(${one.id}::uuid) as stayed`.execute(
    ctx.db,
  );
  const { stayed } = found[0]!;
  await record(ctx, importUndone, { subjectId: one.id, accountId: null, data: { stayed } });
  return stayed;
}
