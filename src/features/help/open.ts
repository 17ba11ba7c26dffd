import type { Context } from 'hono';
import { categoriesFor, type LiveCategory } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { localPath } from '#platform/http/local-path.ts';

/**
 * What a visitor may see, or where they are shown the door: a help center without anything public says to every address alike that it
 * is for those who sign in.
 */
export async function categoriesOrDoor(ctx: Ctx, c: Context<Env>, lang: string): Promise<LiveCategory[] | Response> {
  const categories = await categoriesFor(ctx, lang);
  if (categories.length > 0 || ctx.actor.kind !== 'visitor') return categories;
  return toTheDoor(c);
}

export function toTheDoor(c: Context<Env>): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/sign-in?next=${encodeURIComponent(localPath(pathname + search, pathname))}`, 303);
}
