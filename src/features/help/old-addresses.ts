import type { Context } from 'hono';
import { sql } from 'kysely';
import { insteadOf, localeOf, OLD_ADDRESSES, thingOf } from '#features/article-import/index.ts';
import { articlePath, categoriesFor, languagesOf, liveArticlesById } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { inLanguage } from './language.ts';
import { categoriesOrDoor } from './open.ts';

/** Addresses that articles and categories had where an import brought them from, for a business whose host has moved here. */
export const oldRoom = createRoom('old-addresses');

oldRoom.get('/hc/*', 'anyone', (ctx, c) => leadOn(ctx, c, 'zendesk'));
// Page by page: whatever else begins with /:locale/support/ is not theirs, such as the category "Support" at /help/support.
for (const below of ['', '/:locale']) {
  for (const path of ['solutions/*', 'tickets/*', 'search/*', 'home', 'login'])
    oldRoom.get(`${below}/support/${path}`, 'anyone', (ctx, c) => leadOn(ctx, c, 'freshdesk'));
}

async function leadOn(ctx: Ctx, c: Context<Env>, service: keyof typeof OLD_ADDRESSES): Promise<Response> {
  const { pathname, searchParams } = new URL(c.req.url);
  const languages = await languagesOf(ctx);
  const other = insteadOf(pathname, searchParams);
  if (other?.q !== undefined) {
    const asked = new URLSearchParams({ q: other.q });
    const lang = localeOf(other.lang);
    if (languages.length > 1 && languages.includes(lang)) asked.set('lang', lang);
    return c.redirect(`${other.page}?${asked}`, 301);
  }
  if (other) return c.redirect(other.page, 301);
  const said = OLD_ADDRESSES[service].exec(pathname)?.groups;
  if (!said) throw notFound();
  const named = localeOf(said.lang ?? '');
  const lang = languages.includes(named) ? named : ctx.workspace.locale;
  if (!said.n) return c.redirect(inLanguage('/help', lang, languages), 301);
  const thing = thingOf(said.things);
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
