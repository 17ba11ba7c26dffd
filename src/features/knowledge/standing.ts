import { sql } from 'kysely';
import { segmentsOpening } from '#features/gates/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { textOf } from './access.ts';
import { type State, stateOf } from './article.ts';
import { type ReadBy, readBy } from './readers-here.ts';

/** Who reads an article at this moment, and how what was published of it stands, by language. */
export interface Standing {
  readers: ReadBy[];
  states: ReadonlyMap<string, State>;
}

/** Of many articles at once. */
export async function standingOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Standing>> {
  const [articles, texts] = await Promise.all([
    ctx.db
      .selectFrom('articles')
      .select(['id', 'readers', 'gates'])
      .where('workspace_id', '=', ctx.workspace.id)
      // One value however many there are.
      .where(sql<boolean>`id = any (${[...ids]}::uuid[])`)
      .execute(),
    ctx.db
      .selectFrom('article_texts')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .where(sql<boolean>`article_id = any (${[...ids]}::uuid[])`)
      .execute(),
  ]);
  const open = await segmentsOpening(ctx, [...new Set(articles.flatMap(({ gates }) => gates))]);
  const of = Map.groupBy(texts, (text) => text.article_id);
  return new Map(
    articles.map((article) => [
      article.id,
      {
        readers: readBy(article, open),
        states: new Map((of.get(article.id) ?? []).map((row) => [row.locale, stateOf(textOf(row), ctx.now)])),
      },
    ]),
  );
}
