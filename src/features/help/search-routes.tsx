import type { Context } from 'hono';
import { articleLink, isAnythingLive, liveArticlesById, namedCategories } from '#features/knowledge/index.ts';
import {
  askedIn,
  BY_PROGRAM,
  isFetchedAhead,
  isFilling,
  MAX_TYPED,
  meantBy,
  noteSearch,
} from '#features/search/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { framed, topicsFor } from './frame.tsx';
import { inLanguage, readingOf } from './language.ts';
import { say } from './messages.ts';
import { categoriesOrDoor, toTheDoor } from './open.ts';
import { findArticles } from './remembered-search.ts';
import { HelpSearch } from './views/search.tsx';

const MOST = 40;
/** A piece of text costs as much as finding it, and hardly anybody reads past the first few. */
const PER_PAGE = 10;
const WHILE_TYPING = 6;

/** What is found, for whoever asks, and which of it is opened: by links alone, so it is known of those without scripts as well. */
export function searchRoutes(room: Room): void {
  room.get('/help/search', 'anyone', async (asking, c) => {
    const typed = (c.req.query('q') ?? '').slice(0, MAX_TYPED);
    const { ctx, lang, languages } = await readingOf(asking, {
      lang: c.req.query('lang'),
      header: c.req.header('accept-language'),
    });
    const asked = askedIn(typed);
    // Counting what each topic holds takes as long as there are articles; results say it of themselves.
    const page = pageOf(c.req.query('page'));
    const slug = c.req.query('topic');
    const snippets = { from: (page - 1) * PER_PAGE, to: page * PER_PAGE };
    const search = (wish: { topic?: string; snippets?: typeof snippets }) =>
      findArticles(ctx, asked, { most: MOST, lang, ...wish });
    const [categories, all, filling, topics] = await Promise.all([
      asked.words.length > 0 ? namedCategories(ctx, lang) : categoriesOrDoor(ctx, c, lang),
      search(slug === undefined ? { snippets } : {}),
      isFilling(ctx),
      topicsFor(ctx),
    ]);
    if (categories instanceof Response) return categories;
    let topic = categories.find((one) => one.slug === slug);
    let found = topic ? await search({ topic: topic.id, snippets }) : all;
    // A topic that nothing found is in reads as one that is not there.
    if (slug !== undefined && found.count === 0) topic = undefined;
    if (slug !== undefined && !topic) found = await search({ snippets });
    const hits = found.groups[0]?.hits ?? [];
    if (hits.length === 0 && ctx.actor.kind === 'visitor' && !(await isAnythingLive(ctx))) return toTheDoor(c);
    if (asked.words.length > 0 && page === 1 && !topic && isSearchByHand(ctx, c))
      noteSearch(c.req.raw, { typed: asked.typed, place: 'help', lang, found: hits.length, opened: null });
    const to = (more: Record<string, string>) =>
      `/help/search?${new URLSearchParams({ ...(typed && { q: typed }), ...more })}`;
    const inLang = (one: string): Record<string, string> => (languages.length > 1 ? { lang: one } : {});
    if (page > 1 && snippets.from >= hits.length)
      return c.redirect(to({ ...inLang(lang), ...(topic && { topic: topic.slug }) }), 303);
    const title = typed ? say(ctx.reader, 'search.for', { query: typed }) : say(ctx.reader, 'search.title');
    return framed(ctx, c, {
      title,
      description: say(ctx.reader, 'description', { name: ctx.workspace.name }),
      path: to(inLang(lang)),
      lang,
      alternates: languages.map((one) => ({ lang: one, path: to(inLang(one)) })),
      crumbs: [
        { label: say(ctx.reader, 'title'), href: inLanguage('/help', lang, languages) },
        { label: say(ctx.reader, 'search.title') },
      ],
      aside: true,
      topics,
      content: (
        <HelpSearch
          ctx={ctx}
          lang={lang}
          named={languages.length > 1}
          query={typed}
          found={found}
          hits={hits}
          all={all.groups[0]?.hits ?? []}
          most={MOST}
          page={page}
          perPage={PER_PAGE}
          topic={topic}
          categories={categories}
          filling={filling}
          meant={meantBy(asked, found)}
          link={(more) => to({ ...inLang(lang), ...more })}
          opened={(id) =>
            `/help/search/opened?${new URLSearchParams({ q: typed, a: id, n: String(hits.length), lang: found.tongue ?? lang })}`
          }
          topicLink={(slug) => inLanguage(`/help/${slug}`, lang, languages)}
        />
      ),
    });
  });

  /** What is found for what stands in the field so far, for a script; not a search that anybody has done. */
  room.get('/help/search/typing', 'anyone', async (asking, c) => {
    const typed = (c.req.query('q') ?? '').slice(0, MAX_TYPED);
    const { ctx, lang } = await readingOf(asking, { lang: c.req.query('lang') });
    const found = await findArticles(ctx, askedIn(typed), { most: WHILE_TYPING, lang });
    const hits = found.groups[0]?.hits ?? [];
    if (hits.length === 0 && ctx.actor.kind === 'visitor' && !(await isAnythingLive(ctx))) return toTheDoor(c);
    c.header('cache-control', 'private, no-store');
    return c.json({
      status: hits.length > 0 ? say(ctx.reader, 'search.found', { n: hits.length }) : '',
      found: hits.map(({ id, title, lang: tongue }) => ({
        href: `/help/search/opened?${new URLSearchParams({ q: typed, a: id, n: String(hits.length), lang: found.tongue ?? lang })}`,
        title,
        lang: tongue,
      })),
    });
  });

  room.get('/help/search/opened', 'anyone', async (asking, c) => {
    const { ctx, lang } = await readingOf(asking, { lang: c.req.query('lang') });
    const id = c.req.query('a') ?? '';
    const article = isId(id) ? (await liveArticlesById(ctx, [id], lang)).get(id) : undefined;
    if (!article) return (await nothingThere(ctx, c, lang)) ?? notThere();
    const typed = (c.req.query('q') ?? '').slice(0, MAX_TYPED);
    const found = Math.min(Number(/^\d{1,3}$/.exec(c.req.query('n') ?? '')?.[0] ?? 1) || 1, MOST);
    const opened = isByHand(ctx, c) ? { opened: 'article', openedId: article.id } : { opened: BY_PROGRAM };
    noteSearch(c.req.raw, { typed, place: 'help', lang, found, ...opened });
    c.header('cache-control', 'no-store');
    return c.redirect(articleLink(article, lang), 303);
  });
}

/** Which of the pages that there can be at most. */
function pageOf(asked = ''): number {
  const page = /^\d$/.test(asked) ? Number(asked) : 1;
  return page >= 1 && page <= MOST / PER_PAGE ? page : 1;
}

const said = (c: Context<Env>, name: string): string => c.req.header(name) ?? '';

/**
 * Whether a person looks for something, from wherever: the business's own site may have a field that leads here. What programs ask is answered,
 * and is nothing that anybody missed.
 */
function isSearchByHand({ actor }: Ctx, c: Context<Env>): boolean {
  if (isFetchedAhead(c)) return false;
  return actor.kind !== 'visitor' || (said(c, 'sec-fetch-mode') === 'navigate' && said(c, 'sec-fetch-user') === '?1');
}

/**
 * Whether a person followed the link on the page, and not a crawler, a scanner, a foreign page or a browser that fetches ahead. Browsers say so
 * themselves, without a script; what does not say it is counted as a program's. Whoever is signed in may have come by a script of ours, or without TLS.
 */
function isByHand({ actor }: Ctx, c: Context<Env>): boolean {
  if (isFetchedAhead(c)) return false;
  const site = said(c, 'sec-fetch-site');
  if (actor.kind !== 'visitor') return site === 'same-origin' || site === '';
  return site === 'same-origin' && said(c, 'sec-fetch-mode') === 'navigate' && said(c, 'sec-fetch-user') === '?1';
}

/** As an address of the help center that is not there. */
const notThere = (): never => {
  throw notFound();
};

async function nothingThere(ctx: Ctx, c: Context<Env>, lang: string): Promise<Response | undefined> {
  const there = await categoriesOrDoor(ctx, c, lang);
  return there instanceof Response ? there : undefined;
}
