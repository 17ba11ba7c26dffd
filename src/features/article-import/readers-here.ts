import { type ReadBy, readersHere } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Readers } from './audience.ts';
import type { Found, FoundArticle, Wanted } from './found.ts';

/** Whom the source means, also where whoever imports may not say it here; undefined when nobody here knows them. */
export const meantBy = ({ audience, segments, problem, meant }: Readers): ReadBy | undefined => {
  if (meant) return { audience: 'segment', segments: meant };
  return problem ? undefined : { audience, segments };
};

/** What a source says of who reads an article: the article itself, its category, the one above. */
export function wantedOf(shelves: ReadonlyMap<string, Found['categories'][number]>, article: FoundArticle): Wanted[] {
  const own = shelves.get(article.category);
  const above = own?.parent ? shelves.get(own.parent) : undefined;
  return [article.audience, own?.audience ?? null, above?.audience ?? null];
}

export const digestOf = (wanted: readonly Wanted[]): string => sha256Hex(JSON.stringify(wanted));

export interface ArticleHere {
  number: string;
  readers: ReadBy[];
}

export async function articleHere(ctx: Ctx, id: string): Promise<ArticleHere> {
  const row = await ctx.db
    .selectFrom('articles')
    .select(['number', 'readers', 'gates'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { number: String(row.number), readers: await readersHere(ctx, row) };
}
