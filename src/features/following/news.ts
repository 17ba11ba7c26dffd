import { sql } from 'kysely';
import { bestOf, readableAt } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';

/** A language of an article that readers have now. `newsAt` when something worth telling came to it since the last letters. */
export interface Text {
  articleId: string;
  locale: string;
  slug: string;
  title: string;
  summary: string;
  newsAt: Date | null;
}

export interface Follower {
  identityId: string;
  email: string;
  locale: string | null;
  zone: string | null;
  articleId: string;
  since: Date;
}

/** What has to be told, in every language that its articles are live in. Nobody else takes it before this transaction ends. */
export async function takeNews(ctx: Ctx): Promise<Text[]> {
  const waiting = await ctx.db
    .selectFrom('article_texts')
    .select(['article_id', 'locale', 'news_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('news_at', 'is not', null)
    .forUpdate()
    .execute();
  if (waiting.length === 0) return [];
  const ids = [...new Set(waiting.map((text) => text.article_id))];
  const texts = await ctx.db
    .selectFrom('article_texts as t')
    .innerJoin('article_versions as v', (join) =>
      join.onRef('v.workspace_id', '=', 't.workspace_id').onRef('v.id', '=', 't.version_id'),
    )
    .select(['t.article_id as articleId', 't.locale', 't.slug', 't.news_at as newsAt', 'v.title', 'v.summary'])
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.article_id', 'in', ids)
    .where('t.archived_at', 'is', null)
    .where(sql<boolean>`t.live_from <= now() and coalesce(t.live_until > now(), true)`)
    .execute();
  await ctx.db
    .updateTable('article_texts')
    .set({ news_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', 'in', ids)
    .where('news_at', 'is not', null)
    .execute();
  return texts;
}

/**
 * Who follows these articles, or where they stand, and may read them at this moment: with a login that is not shut, at a customer whose room
 * is open and for whom the article is, or in the team.
 */
export async function followersOf(ctx: Ctx, articleIds: readonly string[]): Promise<Follower[]> {
  if (articleIds.length === 0) return [];
  const ws = ctx.workspace.id;
  const { rows } = await sql<Follower>`
    select i.id as "identityId", i.email, i.locale, i.zone, a.id as "articleId", min(f.created_at) as since
    from articles a
      left join categories k on k.workspace_id = a.workspace_id and k.id = a.category_id
      join article_follows f on f.workspace_id = a.workspace_id
        and (f.article_id = a.id or f.category_id = a.category_id or f.category_id = k.parent_id)
      join identities i on i.workspace_id = f.workspace_id and i.id = f.identity_id and i.disabled_at is null
    where a.workspace_id = ${ws} and a.id = any (${[...articleIds]}::uuid[])
      and (exists (select from members m where m.workspace_id = ${ws} and m.identity_id = i.id and m.disabled_at is null)
        or exists (select from contacts c where c.workspace_id = ${ws} and c.identity_id = i.id and c.disabled_at is null
          and ${readableAt(ctx, 'a', sql.ref('c.account_id'))}))
    group by i.id, i.email, i.locale, i.zone, a.id
    order by i.id, a.id`.execute(ctx.db);
  return rows;
}

/** For each reader the texts that are news to them, in their language or the next best; none that were there when they began to follow. */
export function newsFor(
  texts: readonly Text[],
  follows: readonly Follower[],
  lang: string,
  own: string,
): (Text & { newsAt: Date })[] {
  return follows.flatMap(({ articleId, since }) => {
    const there = texts.filter((text) => text.articleId === articleId);
    const best = bestOf(
      there.map(({ locale }) => locale),
      lang,
      own,
    );
    const text = there.find(({ locale }) => locale === best);
    return text?.newsAt && text.newsAt >= since ? [{ ...text, newsAt: text.newsAt }] : [];
  });
}
