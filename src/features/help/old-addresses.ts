import type { Context } from 'hono';
import { sql } from 'kysely';
import { localeOf } from '#features/article-import/index.ts';
import { articlePath, categoriesFor, languagesOf, liveArticlesById } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { inLanguage } from './language.ts';
import { categoriesOrDoor } from './open.ts';

/** Where Zendesk and Freshdesk have their help centers, with or without a language: the number is what matters, the words behind it change. */
const ZENDESK =
  /^\/hc(?:\/(?<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?(?:\/(?<things>articles|sections|categories)\/(?<n>\d{1,20})(?:-[^/]*)?)?\/?$/i;
const FRESHDESK =
  /^(?:\/(?<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?\/support\/(?:home|solutions(?:(?:\/(?<things>articles|folders))?\/(?<n>\d{1,20})(?:-[^/]*)?)?)\/?$/i;
/** Their other pages, which stand in every mail and signature: to ask, what was asked, to look for something, to sign in. */
const OTHERS =
  /^(?:\/hc(?:\/(?<zendesk>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?|(?:\/(?<freshdesk>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?\/support)\/(?:(?<ask>(?:requests|tickets)\/new)|(?<asked>requests|tickets)(?:\/[^/]+)?|(?<search>search)(?:\/solutions)?|signin|login)\/?$/i;

const THINGS: Readonly<Record<string, string>> = { articles: 'article', sections: 'section', folders: 'folder' };

/** Addresses that articles and categories had where an import brought them from, for a business whose host has moved here. */
export const oldRoom = createRoom('old-addresses');

oldRoom.get('/hc/*', 'anyone', (ctx, c) => leadOn(ctx, c, 'zendesk', ZENDESK));
// Page by page: whatever else begins with /:locale/support/ is not theirs, such as the category "Support" at /help/support.
for (const below of ['', '/:locale']) {
  for (const path of ['solutions/*', 'tickets/*', 'search/*', 'home', 'login'])
    oldRoom.get(`${below}/support/${path}`, 'anyone', (ctx, c) => leadOn(ctx, c, 'freshdesk', FRESHDESK));
}

async function leadOn(ctx: Ctx, c: Context<Env>, service: string, addresses: RegExp): Promise<Response> {
  const path = new URL(c.req.url).pathname;
  const languages = await languagesOf(ctx);
  const other = OTHERS.exec(path)?.groups;
  if (other) return c.redirect(insteadOf(other, c, languages), 301);
  const said = addresses.exec(path)?.groups;
  if (!said) throw notFound();
  const named = localeOf(said.lang ?? '');
  const lang = languages.includes(named) ? named : ctx.workspace.locale;
  if (!said.n) return c.redirect(inLanguage('/help', lang, languages), 301);
  const thing = THINGS[(said.things ?? '').toLowerCase()] ?? 'category';
  const { rows } = await sql<{
    id: string;
  }>`select id from app.brought_from(${service}, ${thing}, ${said.n}) b (id)`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  if (thing === 'article') {
    const [text] = (await liveArticlesById(ctx, ids, lang)).values();
    // For good; but in another language only as long as there is none in this one.
    if (text) return c.redirect(articlePath(text), text.locale === lang ? 301 : 302);
  } else {
    const category = (await categoriesFor(ctx, lang)).find(({ id }) => ids.includes(id));
    if (category) return c.redirect(inLanguage(`/help/${category.slug}`, lang, languages), 301);
  }
  const there = await categoriesOrDoor(ctx, c, ctx.workspace.locale);
  if (there instanceof Response) return there;
  throw notFound();
}

/** What we have for one of their other pages. */
function insteadOf(said: Record<string, string | undefined>, c: Context<Env>, languages: readonly string[]): string {
  if (said.ask) return '/support/new';
  if (said.asked) return '/support';
  if (!said.search) return '/sign-in';
  const lang = localeOf(said.zendesk ?? said.freshdesk ?? '');
  const q = c.req.query('query') ?? c.req.query('term') ?? '';
  return `/help/search?${new URLSearchParams({ q, ...(languages.length > 1 && languages.includes(lang) ? { lang } : {}) })}`;
}
