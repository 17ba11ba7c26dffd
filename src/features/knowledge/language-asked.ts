import type { Ctx } from '#platform/http/context.ts';
import type { Article } from './article.ts';
import { bestOf, known, languagesOf } from './languages.ts';

/** The language an address asks for; else the one of the article that is best for whoever looks. */
export async function localeOf(ctx: Ctx, article: Pick<Article, 'id'>, asked: string | undefined): Promise<string> {
  const there = await writtenIn(ctx, article.id);
  const all = [...(await languagesOf(ctx)), ...there];
  if (asked && (all.includes(asked) || (known as readonly string[]).includes(asked))) return asked;
  return bestOf(there.length > 0 ? there : all, ctx.workspace.locale, ctx.workspace.locale) ?? ctx.workspace.locale;
}

/** The languages somebody has written something in, published or not. */
export async function writtenIn(ctx: Ctx, articleId: string): Promise<string[]> {
  const [drafts, texts] = await Promise.all(
    (['article_drafts', 'article_texts'] as const).map((table) =>
      ctx.db
        .selectFrom(table)
        .select('locale')
        .distinct()
        .where('workspace_id', '=', ctx.workspace.id)
        .where('article_id', '=', articleId)
        .execute(),
    ),
  );
  return [...new Set([...drafts!, ...texts!].map(({ locale }) => locale))];
}
