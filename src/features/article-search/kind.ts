import { articleLink, languagesOf, liveArticlesById, titlesOfTheirCategories } from '#features/knowledge/index.ts';
import type { Line, SearchKind } from '#features/search/index.ts';
import { fillArticles } from './entries.ts';
import { say } from './messages.ts';

/** Articles, for everybody: each in the language that its reader would be given, and as far as it is live for them. */
export const searchKind: SearchKind = {
  kind: 'article',
  icon: 'book-open',
  label: (reader) => say(reader, 'found.articles'),
  may: () => true,
  async lines(ctx, ids, lang) {
    const [articles, topics] = await Promise.all([
      liveArticlesById(ctx, ids, lang),
      titlesOfTheirCategories(ctx, ids, lang),
    ]);
    return new Map(
      [...articles].map(([id, article]): [string, Line] => [
        id,
        {
          href: articleLink(article, lang),
          title: article.title,
          note: topics.get(article.categoryId),
          lang: article.locale,
        },
      ]),
    );
  },
  tongues: languagesOf,
  fill: fillArticles,
};
