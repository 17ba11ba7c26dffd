import type { Ctx } from '#platform/http/context.ts';
import type { ArticleImport } from './article-import.ts';
import type { Arrival } from './batch.ts';

/** Rows of one statement, which has 65,535 places for values. */
const MOST = 2_000;

export async function pictureRows(
  ctx: Ctx,
  one: ArticleImport,
  arrivals: Pick<Arrival, 'id' | 'pictures'>[],
): Promise<void> {
  const values = arrivals.flatMap(({ id: article_id, pictures }) =>
    pictures.map((kept) => ({
      workspace_id: ctx.workspace.id,
      id: kept.id,
      article_id,
      name: kept.name,
      type: kept.type,
      bytes: kept.bytes,
      sha256: kept.sha256,
      storage_key: kept.key,
      width: kept.width,
      height: kept.height,
      bared_at: ctx.now,
      member_id: one.madeBy,
      created_at: ctx.now,
    })),
  );
  for (let at = 0; at < values.length; at += MOST)
    await ctx.db
      .insertInto('article_pictures')
      .values(values.slice(at, at + MOST))
      .execute();
}
