import type { Context } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { accountWall } from '#features/accounts/index.ts';
import type { Env } from '#platform/http/env.ts';
import { becameOf } from '#platform/http/for-another.ts';
import { mayStandInside } from './dead-end.tsx';
import { rooms } from './features.ts';

const OF_CUSTOMER = /^\/customers\/([0-9a-f-]{36})(?=\/|$)/;

/** An address of the help center as somebody else wrote it down, with a slash at its end or with capitals: as it is. */
export function plainAddress(c: Context<Env>): string | null {
  const { pathname, search } = new URL(c.req.url);
  const plain = pathname.replace(/\/+$/, '').toLowerCase();
  return c.req.method === 'GET' && /^\/help(?=\/|$)/.test(plain) && plain !== pathname ? plain + search : null;
}

/** An old link to a page of a customer who has become part of another leads to that page of the other one, for whoever sees them. */
export async function movedTo(c: Context<Env>): Promise<string | null> {
  const { pathname, search } = new URL(c.req.url);
  const old = OF_CUSTOMER.exec(pathname)?.[1];
  if (!old || c.req.method !== 'GET' || !mayStandInside(c) || c.var.ctx.actor.kind !== 'member') return null;
  const { ctx } = c.var;
  const now = await becameOf(ctx, c, old);
  const seen = now ? await accountWall(ctx.db, ctx.workspace.id, [now]) : [];
  return now && seen.length > 0 ? pathname.replace(old, now) + search : null;
}

const routes = new TrieRouter<string>();
for (const { method, path } of rooms.flatMap(({ entries }) => entries)) routes.add(method, path, path);
const answersAt = (method: 'GET' | 'POST', path: string): boolean => routes.match(method, path)[0].length > 0;

/**
 * Where a form stands whose address was opened as if it was a page: what came back with an error stays under it in the address line, to be
 * loaded again, kept or sent to somebody. The nearest page above it.
 */
export function pageOfForm(method: string, path: string): string | null {
  if (method !== 'GET' || answersAt('GET', path) || !answersAt('POST', path)) return null;
  for (let above = path; above.includes('/'); ) {
    above = above.slice(0, above.lastIndexOf('/'));
    if (above && answersAt('GET', above)) return above;
  }
  return null;
}
