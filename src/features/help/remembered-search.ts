import { memoryByHub } from '#features/knowledge/index.ts';
import { type Asked, type Found, find, type Wish } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';

/** Lines of all portals together, about a kilobyte each. */
const MOST_LINES = 20_000;

const memoryOf = memoryByHub<Found>(MOST_LINES);

/**
 * `find` among articles, for the help center. Visitors all find the same, and most look for what others look for: kept as long as the pages they read
 * (kept.ts), or until somebody changes what readers see. Whoever is signed in finds their own.
 */
export async function findArticles(ctx: Ctx, asked: Asked, wish: Omit<Wish, 'kind'>): Promise<Found> {
  const search = () => find(ctx, { ...asked, number: null, only: null }, { ...wish, kind: 'article' });
  if (ctx.actor.kind !== 'visitor' || asked.words.length === 0) return search();
  const memory = memoryOf(ctx.platform.hub);
  const key = JSON.stringify([ctx.workspace.id, ctx.workspace.locale, ctx.reader.locale, asked.words, wish]);
  const known = memory.get(key);
  if (known) return known;
  const remember = memory.begin();
  const found = await search();
  const ends = found.groups.flatMap(({ hits }) => hits.flatMap(({ until }) => until ?? []));
  const until = ends.length > 0 ? new Date(Math.min(...ends.map(Number))) : null;
  remember(key, found, { workspaceId: ctx.workspace.id, until, size: 1 + found.count });
  return found;
}
