import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import type { StagedFile } from '#platform/storage/file-store.ts';
import { mayImportArticles } from './access.ts';
import { importStarted, importUndone } from './events.ts';
import type { Format, Problem, ProblemKind, Refusal } from './found.ts';
import type { Outcome } from './known.ts';

export type Counts = Record<Outcome | 'categories' | 'pictures', number>;
export const nothing: Counts = { made: 0, changed: 0, same: 0, kept: 0, left: 0, categories: 0, pictures: 0 };

/** What was found in a file, before anything is made of it. */
export interface Seen {
  counts: Counts;
  articles: number;
  languages: [string, number][];
  /** Languages whose texts are to be left out: the help center is not to be in them. */
  without?: string[];
  /** Texts that do not say their language. Absent in what was looked at before that was asked. */
  unsaid?: number;
  /** Pictures that are somewhere in the net. */
  remote: number;
  problems: [ProblemKind, number][];
  /** Of no article: files that were left alone, the first of them. */
  files: (Problem & { about: string })[];
  /** The first of all, by title. */
  examples: { title: string; kind: ProblemKind; about?: string }[];
}

export interface ArticleImport {
  id: string;
  by: string | null;
  madeBy: string | null;
  fileName: string;
  format: Format | 'starter' | null;
  storageKey: string | null;
  bytes: number;
  drafts: boolean;
  remote: boolean;
  /** Of what does not say its own; null: the help center's first. */
  locale: string | null;
  found: Seen | null;
  refused: Refusal | null;
  total: number;
  done: number;
  counts: Counts;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  undoingAt: Date | null;
  undoneAt: Date | null;
}

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('article_imports as i')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'i.workspace_id').onRef('m.id', '=', 'i.made_by'),
    )
    .selectAll('i')
    .select('m.name as by')
    .where('i.workspace_id', '=', ctx.workspace.id);

const importOf = (row: Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]): ArticleImport => ({
  id: row.id,
  by: row.by,
  madeBy: row.made_by,
  fileName: row.file_name,
  format: row.format as ArticleImport['format'],
  storageKey: row.storage_key,
  bytes: Number(row.bytes),
  drafts: row.drafts,
  remote: row.remote,
  locale: row.locale,
  found: row.found as Seen | null,
  refused: row.refused as Refusal | null,
  total: row.total,
  done: row.done,
  counts: { ...nothing, ...(row.counts as object) },
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  undoingAt: row.undoing_at,
  undoneAt: row.undone_at,
});

export const listImports = async (ctx: Ctx): Promise<ArticleImport[]> =>
  (await rows(ctx).orderBy('i.created_at', 'desc').orderBy('i.id', 'desc').limit(20).execute()).map(importOf);

export async function findImport(ctx: Ctx, id: string): Promise<ArticleImport> {
  const row = isId(id) ? await rows(ctx).where('i.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return importOf(row);
}

/** The same, and nobody else goes on with it until the transaction ends. */
export async function lockImport(ctx: Ctx, id: string): Promise<ArticleImport> {
  await ctx.db
    .selectFrom('article_imports')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findImport(ctx, id);
}

export const update = (ctx: Ctx, id: string) =>
  ctx.db.updateTable('article_imports').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id);

export interface Handed {
  name: string;
  drafts: boolean;
  remote: boolean;
  format: Format | null;
  locale?: string | null;
}

/** Keeps what somebody handed over; a job looks at it. Nothing is made yet. */
export async function takeIn(ctx: CtxOf<Member>, staged: StagedFile, handed: Handed): Promise<string> {
  demand(mayImportArticles(ctx.actor));
  const file = await ctx.platform.files.of(ctx.workspace.id).keep(staged);
  const id = await addImport(ctx, { ...handed, key: file.key, sha256: file.sha256, bytes: file.bytes });
  await enqueue(ctx, 'articles.look', { import: id });
  return id;
}

export async function addImport(
  ctx: Ctx,
  file: Handed & { key: string; sha256: string; bytes: number },
): Promise<string> {
  const id = newId(ctx.now.getTime());
  const name = file.name.slice(0, 255) || 'articles.zip';
  await ctx.db
    .insertInto('article_imports')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      made_by: ctx.actor.kind === 'member' ? ctx.actor.personId : null,
      file_name: name,
      format: file.format,
      storage_key: file.key,
      sha256: file.sha256,
      bytes: file.bytes,
      drafts: file.drafts,
      remote: file.remote,
      locale: file.locale ?? (await localeBefore(ctx, name)),
      created_at: ctx.now,
    })
    .execute();
  return id;
}

/** What came under this name before is in the same language again. */
async function localeBefore(ctx: Ctx, name: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('article_imports')
    .select('locale')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('file_name', '=', name)
    .where('locale', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.locale ?? null;
}

export async function startImport(
  ctx: Ctx,
  id: string,
  { without = [], ...options }: { drafts: boolean; remote: boolean; locale: string | null; without?: string[] },
): Promise<void> {
  const one = await lockImport(ctx, id);
  demandStill(one.found !== null && one.startedAt === null && one.storageKey !== null);
  await update(ctx, id)
    .set({ started_at: ctx.now, found: JSON.stringify({ ...one.found, without }), ...options })
    .execute();
  await record(ctx, importStarted, { subjectId: id, accountId: null, data: { texts: one.total } });
  await enqueue(ctx, 'articles.import', { import: id }, { key: `articles.import:${id}` });
}

/** Takes an import back: a job does it, as there may be many. */
export async function undoImport(ctx: CtxOf<Member>, id: string): Promise<void> {
  demand(mayImportArticles(ctx.actor));
  const one = await lockImport(ctx, id);
  demandStill(one.finishedAt !== null && one.undoingAt === null);
  await update(ctx, id).set({ undoing_at: ctx.now, refused: null }).execute();
  await record(ctx, importUndone, { subjectId: id, accountId: null, data: {} });
  await enqueue(ctx, 'articles.undo', { import: id, by: ctx.actor.personId }, { key: `articles.undo:${id}` });
}

/** Throws a file away that was only looked at. */
export async function dropImport(ctx: Ctx, id: string): Promise<void> {
  const one = await lockImport(ctx, id);
  demandStill(one.startedAt === null);
  await ctx.db
    .deleteFrom('article_imports')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}
