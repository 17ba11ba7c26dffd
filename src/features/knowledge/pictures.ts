import { sql } from 'kysely';
import { isId, newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import type { StagedFile, StoredFile } from '#platform/storage/file-store.ts';
import { lockArticle, mayWrite } from './access.ts';
import { keepBare } from './bare-pictures.ts';

/** How a text names a picture: `<img src="picture:…">`. Where it is read the address is written out (render.ts). */
const IN_TEXT = /src="picture:([0-9a-f-]{36})"/g;

export const picturesIn = (html: string): string[] => [
  ...new Set([...html.matchAll(IN_TEXT)].map((match) => match[1]!).filter(isId)),
];

export interface ArticlePicture {
  id: string;
  name: string;
}

/** The pictures of an article, the latest first. */
export const picturesOf = (ctx: Ctx, articleId: string): Promise<ArticlePicture[]> =>
  ctx.db
    .selectFrom('article_pictures')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();

/** The pictures of a text as it came, of whichever article: those that whoever writes sees. */
export async function picturesNamed(ctx: Ctx, html: string): Promise<ReadonlySet<string>> {
  const named = [...html.matchAll(/picture:([0-9a-f-]{36})/g)].map((match) => match[1]!).filter(isId);
  if (named.length === 0) return new Set();
  return new Set((await withIds(ctx, named).select('id').execute()).map(({ id }) => id));
}

/** In one value: a text names more of them than a statement has places for values. */
const withIds = (ctx: Ctx, ids: readonly string[]) =>
  ctx.db
    .selectFrom('article_pictures')
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${sql.val([...new Set(ids)])}::uuid[])`);

/**
 * A clean text with pictures of this article alone: one that was copied with its words out of another article becomes a picture of this one,
 * of the same content, so that whoever reads the text sees it. A page that goes on naming the other has the same one at each save.
 */
export async function withOwnPictures(ctx: Ctx, articleId: string, html: string): Promise<string> {
  const named = picturesIn(html);
  if (named.length === 0) return html;
  const others = (await withIds(ctx, named).selectAll().execute()).filter((row) => row.article_id !== articleId);
  if (others.length === 0) return html;
  const there = await ctx.db
    .selectFrom('article_pictures')
    .select(['id', 'sha256'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .orderBy('id')
    .execute();
  const own = new Map(there.map(({ id, sha256 }) => [sha256, id]));
  for (const other of others) {
    if (own.has(other.sha256)) continue;
    const id = newId(ctx.now.getTime());
    own.set(other.sha256, id);
    const member_id = ctx.actor.kind === 'member' ? ctx.actor.personId : null;
    await ctx.db
      .insertInto('article_pictures')
      .values({ ...other, id, article_id: articleId, member_id, created_at: ctx.now })
      .execute();
  }
  const instead = new Map(others.map((other) => [other.id, own.get(other.sha256)!]));
  return html.replace(IN_TEXT, (_, id: string) => `src="picture:${instead.get(id) ?? id}"`);
}

/**
 * Keeps a picture for the texts of an article, without what was written into it: a photo names the place where it was taken, and an article is
 * for everybody. Null when the file is none that a browser shows as one.
 */
export async function addPicture(
  ctx: Ctx,
  number: string,
  staged: StagedFile,
): Promise<{ id: string; name: string; size: number } | null> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor));
  const files = ctx.platform.files.of(ctx.workspace.id);
  const given = await files.keep(staged);
  const kept = await keepBare(files, given);
  await files.remove(given.key);
  if (!kept) return null;
  const { file, width, height } = kept;
  const id = newId(ctx.now.getTime());
  await ctx.db
    .insertInto('article_pictures')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      article_id: article.id,
      name: file.name,
      type: file.type,
      bytes: file.bytes,
      sha256: file.sha256,
      storage_key: file.key,
      width,
      height,
      bared_at: ctx.now,
      member_id: ctx.actor.kind === 'member' ? ctx.actor.personId : null,
      created_at: ctx.now,
    })
    .execute();
  return { id, name: file.name, size: file.bytes };
}

/** How large the pictures with these ids are seen, as far as that is known. */
export async function sizesOf(
  ctx: Ctx,
  ids: string[],
): Promise<ReadonlyMap<string, { width: number; height: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await withIds(ctx, ids).select(['id', 'width', 'height']).execute();
  return new Map(rows.flatMap(({ id, width, height }) => (width && height ? [[id, { width, height }]] : [])));
}

/** A picture that whoever asks reads a text with; `everybody` when it is a visitor who does. */
export async function findPicture(ctx: Ctx, id: string): Promise<StoredFile & { everybody: boolean }> {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('article_pictures as p')
        .select(['p.name', 'p.type', 'p.bytes', 'p.sha256', 'p.storage_key as key'])
        .select(({ exists, selectFrom }) =>
          exists(
            selectFrom('article_texts as t')
              .innerJoin('article_versions as v', (join) =>
                join.onRef('v.workspace_id', '=', 't.workspace_id').onRef('v.id', '=', 't.version_id'),
              )
              .select('t.locale')
              .whereRef('t.workspace_id', '=', 'p.workspace_id')
              .whereRef('t.article_id', '=', 'p.article_id')
              .where('t.readers', '=', 'public')
              .where('t.archived_at', 'is', null)
              .where('t.live_from', '<=', ctx.now)
              .where((text) => text.or([text('t.live_until', 'is', null), text('t.live_until', '>', ctx.now)]))
              .where((text) => text(text.ref('p.id'), '=', text.fn.any(text.ref('v.pictures')))),
          ).as('everybody'),
        )
        .where('p.workspace_id', '=', ctx.workspace.id)
        .where('p.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return { ...row, bytes: Number(row.bytes), everybody: ctx.actor.kind === 'visitor' && Boolean(row.everybody) };
}
