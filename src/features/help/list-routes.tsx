import type { Context } from 'hono';
import { followButton } from '#features/following/index.ts';
import {
  articleLink,
  type LiveText,
  languageName,
  latestArticles,
  liveArticlesById,
  liveArticlesIn,
  nextEnd,
} from '#features/knowledge/index.ts';
import { oftenOpened } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { framed } from './frame.tsx';
import { inLanguage, otherThan, type Reading, readingOf } from './language.ts';
import { say } from './messages.ts';
import { categoriesOrDoor } from './open.ts';
import { trailData } from './structured.ts';
import { CategoryPage } from './views/category.tsx';
import { HelpHome } from './views/home.tsx';

const NEWEST = 6;
const OFTEN = 5;
const PER_PAGE = 60;
const FEW = 8;

const readingAt = (ctx: Ctx, c: Context<Env>): Promise<Reading> =>
  readingOf(ctx, { lang: c.req.query('lang'), header: c.req.header('accept-language') });

export const linkFor =
  (lang: string) =>
  (article: LiveText): string =>
    articleLink(article, lang);

/** What is looked for most, by what was opened; nothing until there is something to go by. */
async function oftenAsked(ctx: Ctx, lang: string): Promise<LiveText[]> {
  const ids = await oftenOpened(ctx, OFTEN);
  const texts = await liveArticlesById(ctx, ids, lang);
  return ids.flatMap((id) => texts.get(id) ?? []);
}

const withTongue = ({ ctx, lang }: Reading, articles: readonly LiveText[]) =>
  articles.map((article) => ({
    ...article,
    tongue: article.locale === lang ? undefined : languageName(article.locale, ctx.reader.locale),
  }));

const alternatesOf = (path: string, languages: readonly string[]) =>
  languages.map((lang) => ({ lang, path: inLanguage(path, lang, languages) }));

/** The categories, and the articles in them, for whoever asks. */
export function listRoutes(room: Room): void {
  room.get('/help', 'anyone', async (asking, c) => {
    const reading = await readingAt(asking, c);
    const { ctx, lang, languages } = reading;
    const categories = await categoriesOrDoor(ctx, c, lang);
    if (categories instanceof Response) return categories;
    const [newest, often, until] = await Promise.all([
      latestArticles(ctx, lang, NEWEST),
      oftenAsked(ctx, lang),
      nextEnd(ctx),
    ]);
    const title = say(ctx.reader, 'title');
    return framed(ctx, c, {
      title,
      description: say(ctx.reader, 'description', { name: ctx.workspace.name }),
      path: inLanguage('/help', lang, languages),
      fallback: '/help',
      lang,
      alternates: alternatesOf('/help', languages),
      crumbs: [{ label: title }],
      negotiated: reading.negotiated,
      languages,
      feed: inLanguage('/help/feed.xml', lang, languages),
      until,
      content: (
        <HelpHome
          ctx={ctx}
          lang={lang}
          named={languages.length > 1}
          categories={categories.filter(({ parentId }) => parentId === null)}
          latest={withTongue(reading, newest)}
          often={withTongue(reading, often)}
          topicLink={(slug) => inLanguage(`/help/${slug}`, lang, languages)}
          articleLink={linkFor(lang)}
        />
      ),
    });
  });

  room.get('/help/:category', 'anyone', async (asking, c) => {
    const reading = await readingAt(asking, c);
    const { ctx, lang, languages } = reading;
    const categories = await categoriesOrDoor(ctx, c, lang);
    if (categories instanceof Response) return categories;
    const slug = c.req.param('category') ?? '';
    const category = categories.find((one) => one.slug === slug);
    if (!category) {
      // What is left of an article's address when its end is cut off.
      if (languages.includes(slug)) return c.redirect(`/help?lang=${slug}`, 302);
      throw notFound();
    }
    const page = /^[1-9]\d{0,3}$/.test(c.req.query('page') ?? '') ? Number(c.req.query('page')) : 1;
    const path = `/help/${slug}`;
    const numbered = (n: number) => `${path}?${new URLSearchParams({ lang, page: String(n) })}`;
    const under = categories.filter(({ parentId }) => parentId === category.id);
    const [found, below, until, follows] = await Promise.all([
      // One more than fits, to know whether there are more.
      liveArticlesIn(ctx, category.id, lang, { from: (page - 1) * PER_PAGE, limit: PER_PAGE + 1 }),
      Promise.all(
        (page > 1 ? [] : under).map(async (one) => ({
          category: one,
          articles: withTongue(reading, await liveArticlesIn(ctx, one.id, lang, { limit: FEW })),
        })),
      ),
      nextEnd(ctx),
      followButton(ctx, c, { category: category.id }, path),
    ]);
    const articles = found.slice(0, PER_PAGE);
    if (page > 1 && articles.length === 0) throw notFound();
    const above = categories.find(({ id }) => id === category.parentId);
    const crumbs = [
      { label: say(ctx.reader, 'title'), href: inLanguage('/help', lang, languages) },
      ...(above
        ? [
            {
              label: above.title,
              href: inLanguage(`/help/${above.slug}`, lang, languages),
              lang: otherThan(ctx.reader, above.locale),
            },
          ]
        : []),
      { label: category.title, lang: otherThan(ctx.reader, category.locale) },
    ];
    const here = page > 1 ? numbered(page) : inLanguage(path, lang, languages);
    return framed(ctx, c, {
      title: category.title,
      description: category.summary || say(ctx.reader, 'description', { name: ctx.workspace.name }),
      path: here,
      fallback: path,
      lang,
      alternates: page > 1 ? [] : alternatesOf(path, languages),
      crumbs,
      negotiated: reading.negotiated,
      languages,
      feed: inLanguage(`${path}/feed.xml`, lang, languages),
      data: [trailData(ctx, crumbs, here)],
      until,
      content: (
        <CategoryPage
          ctx={ctx}
          lang={lang}
          named={languages.length > 1}
          category={category}
          actions={follows}
          crumbs={crumbs}
          articles={withTongue(reading, articles)}
          below={below}
          articleLink={linkFor(lang)}
          topicLink={(other) => inLanguage(`/help/${other}`, lang, languages)}
          newer={page > 1 ? (page === 2 ? inLanguage(path, lang, languages) : numbered(page - 1)) : undefined}
          older={found.length > PER_PAGE ? numbered(page + 1) : undefined}
        />
      ),
    });
  });
}
