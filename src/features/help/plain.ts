import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';

/** What is no page: a feed, a list for search engines, a picture. Kept for visitors as pages are. */
export function plain(
  c: Context<Env>,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Response {
  if (c.var.keep) return c.var.keep({ type, body, headers });
  return c.body(body, 200, { ...headers, 'content-type': type });
}
