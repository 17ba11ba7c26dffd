import type { Context } from 'hono';
import { sql } from 'kysely';
import { localeOf } from '#features/article-import/index.ts';
import { articlePath, categoriesFor, languagesOf, liveArticlesById } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { inLanguage } from './language.ts';
import { categoriesOrDoor } from './open.ts';

/** Where Zendesk and Freshdesk have their help centers, with or without a language: the number is what matters, the words behind it change. */
const ZENDESK =
  /^\/hc(?:\/(?<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?(?:\/(?<things>articles|sections|categories)\/(?<n>\d{1,20})(?:-[^/]*)?)?\/?$/i;
const FRESHDESK =
  /^(?:\/(?<lang>[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?\/support\/solutions(?:\/(?<things>articles|folders))?\/(?<n>\d{1,20})(?:-[^/]*)?\/?$/i;

const THINGS: Readonly<Record<string, string>> = { articles: 'article', sections: 'section', folders: 'folder' };

/** Addresses that articles and categories had where an import brought them from, for a business whose host has moved here. */
export function oldAddresses(room: Room): void {
  room.get('/hc/*', 'anyone', (ctx, c) => leadOn(ctx, c, 'zendesk', ZENDESK));
  // The shorter one, without its end, is a ticket's.
  room.get('/support/solutions/*', 'anyone', (ctx, c) => leadOn(ctx, c, 'freshdesk', FRESHDESK));
  room.get('/:locale/support/solutions/*', 'anyone', (ctx, c) => leadOn(ctx, c, 'freshdesk', FRESHDESK));
}

async function leadOn(ctx: Ctx, c: Context<Env>, service: string, addresses: RegExp): Promise<Response> {
  const said = addresses.exec(new URL(c.req.url).pathname)?.groups;
  if (!said) throw notFound();
  const languages = await languagesOf(ctx);
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
