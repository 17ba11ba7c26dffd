import { type Entry, indexedAll, indexedFirst } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';

const PIECE = 100;

/** What readers find of articles, each language by itself. Who reads it is not said here: its texts say it (migration 0424). */
export async function indexArticles(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += PIECE) await indexPiece(ctx, ids.slice(at, at + PIECE));
}

interface NewText {
  articleId: string;
  locale: string;
  versionId: string;
  liveFrom: Date;
  summary: string;
  html: string;
}

/** The same of articles whose first texts come next, many at once: an import has them at hand. */
export async function indexNewTexts(ctx: Ctx, texts: readonly NewText[]): Promise<void> {
  await indexedFirst(
    ctx,
    texts.map(({ articleId, locale, versionId, liveFrom, summary, html }) => ({
      ...{ article: articleId, locale, version: versionId, liveFrom },
      ...wordsOf(html, summary),
    })),
  );
}

/** Brings in the words of the next articles; the last one done, null when there are no more. */
export async function fillArticles(ctx: Ctx, after: string | null): Promise<string | null> {
  let query = ctx.db.selectFrom('articles').select('id').where('workspace_id', '=', ctx.workspace.id);
  if (after) query = query.where('id', '>', after);
  const ids = (await query.orderBy('id').limit(PIECE).execute()).map(({ id }) => id);
  if (ids.length > 0) await indexPiece(ctx, ids);
  return ids.at(-1) ?? null;
}

async function indexPiece(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const texts = await ctx.db
    .selectFrom('article_texts as t')
    .innerJoin('article_versions as v', (join) =>
      join.onRef('v.workspace_id', '=', 't.workspace_id').onRef('v.id', '=', 't.version_id'),
    )
    .select(['t.article_id as id', 't.locale', 'v.summary', 'v.body_html as html'])
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.article_id', 'in', ids)
    .where('t.archived_at', 'is', null)
    .execute();
  await indexedAll(
    ctx,
    texts.map(({ id, locale, summary, html }): Entry => ({ kind: 'article', id, locale, ...wordsOf(html, summary) })),
  );
}

const HEADING = /<h[234]>([\s\S]*?)<\/h[234]>/g;
/** Where a link leads is not what it says, and what ends a cell or a heading ends a word. */
const LINK = /<\/?a(?: [^>]*)?>/g;
const END = /<\/(?:h[234]|td|th|figcaption|summary)>/g;

/** A list is read out: what stands before its lines says nothing in a row of words, and each of them is a sentence. */
const LISTS = /<\/?(?:ul|ol|blockquote)(?: [^>]*)?>/g;
const asSentences = (html: string): string =>
  html
    .replace(/([^\s.!?:;,…>])((?:\s|<\/[a-z]+>)*<\/li>)/g, '$1.$2')
    .replace(LISTS, '')
    .replace(/<(\/?)li>/g, '<$1p>');

/** What is read in an article: its headings, and everything. */
export function wordsOf(html: string, summary: string): { headings: string; text: string } {
  const plain = (part: string) =>
    toPlainText(asSentences(part.replace(LINK, '')).replace(END, ' $&'))
      .replace(/\s+/g, ' ')
      .trim();
  return {
    headings: [...html.matchAll(HEADING)].map((match) => plain(match[1]!)).join(' · '),
    text: [summary, plain(html)].filter(Boolean).join(' '),
  };
}
