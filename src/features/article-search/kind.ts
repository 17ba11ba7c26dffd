import {
  articleLink,
  languagesOf,
  liveArticlesById,
  livePlaces,
  titlesOfCategories,
} from '#features/knowledge/index.ts';
import type { Line, SearchKind } from '#features/search/index.ts';
import { fillArticles } from './entries.ts';
import { say } from './messages.ts';

/** Articles, for everybody: each in the language that its reader would be given, and as far as it is live for them. */
export const searchKind: SearchKind = {
  kind: 'article',
  icon: 'book-open',
  label: (reader) => say(reader, 'found.articles'),
  may: () => true,
  async lines(ctx, found, lang) {
    const topics = [...new Set(found.flatMap(({ topic }) => topic ?? []))];
    const [places, titles] = await Promise.all([
      livePlaces(
        ctx,
        found.map(({ id }) => id),
        lang,
      ),
      titlesOfCategories(ctx, topics, lang),
    ]);
    // What is read in another language than it was found in is called something else.
    const others = found.filter(({ id, locale, title }) => !title || places.get(id)?.locale !== locale);
    const texts = await liveArticlesById(
      ctx,
      others.flatMap(({ id }) => (places.has(id) ? id : [])),
      lang,
    );
    return new Map(
      found.flatMap(({ id, title, topic }): [string, Line][] => {
        const place = places.get(id);
        if (!place) return [];
        const note = topic === null ? undefined : titles.get(topic);
        return [
          [id, { href: articleLink(place, lang), title: texts.get(id)?.title ?? title, note, lang: place.locale }],
        ];
      }),
    );
  },
  tongues: languagesOf,
  fill: fillArticles,
};
