import type { MiddlewareHandler } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { ERROR } from './shapes.ts';

export const TYPE = 'application/scim+json; charset=utf-8';

/** An error as directories read it (RFC 7644, 3.12). */
export const failure = (status: number, detail: string, scimType?: string): string =>
  JSON.stringify({ schemas: [ERROR], status: String(status), ...(scimType ? { scimType } : {}), detail });

const DETAILS: Partial<Record<number, string>> = {
  410: 'this portal has been closed',
  421: 'there is no portal at this address',
  503: 'the portal is busy, or away for a moment: ask again later',
};

/** A directory is answered in its own language whatever has failed, wherever: a page of ours is nothing to a program. */
export const failuresOfDirectories: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const { status, headers } = c.res;
  if (status < 400 || headers.get('content-type') === TYPE) return;
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'etag', 'x-portico-problem']) kept.delete(name);
  kept.set('content-type', TYPE);
  const detail = DETAILS[status] ?? `something went wrong here: request ${c.var.requestId}`;
  c.res = undefined;
  c.res = new Response(failure(status, detail), { status, headers: kept });
};
