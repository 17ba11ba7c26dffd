import { randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { clientAddress } from '#platform/http/client-address.ts';
import type { Env } from '#platform/http/env.ts';
import { requests } from '#platform/metrics.ts';
import type { Platform } from '#platform/platform.ts';

/** Gives a request its id, and says afterwards what became of it: never its query, its body or its cookies. */
export const observed = (platform: Platform): MiddlewareHandler<Env> => {
  return async (c, next) => {
    const started = performance.now();
    const id = randomUUID();
    c.set('platform', platform);
    c.set('requestId', id);
    c.set('ip', clientAddress(peer(c), c.req.header('x-forwarded-for'), platform.config.trustedProxies));
    await next();
    // On the answer itself: c.header() would make a finished answer anew, body and all.
    if (!c.get('whole')) c.res.headers.set('x-request-id', id);
    const { method, path } = c.req;
    told(platform, { id, started, method, path, route: routePath(c, -1), status: c.res.status, error: c.error });
  };
};

interface Answered {
  /** None of what is given from memory: a cache on the way gives the same to many, and an id would name somebody else's request. */
  id?: string;
  /** By `performance.now()`. */
  started: number;
  method: string;
  path: string;
  /** As it is written in the code, with its parameters' names. */
  route: string;
  status: number;
  error?: Error | undefined;
}

/** The one log line of a request, and its part in the metrics. */
export function told(platform: Platform, { id, started, method, path, route, status, error }: Answered): void {
  const ms = Math.round((performance.now() - started) * 10) / 10;
  requests.observe({ method, route, status: String(status) }, ms / 1000);
  const fields = { request: id, method, path, status, ms };
  // A 503 that nobody threw is an answer: closed for maintenance, or not ready.
  const failed = status >= 500 && (error !== undefined || status !== 503);
  if (failed) platform.log.error(error ? { ...fields, err: error } : fields, 'request failed');
  else platform.log.debug(fields, 'request');
}

/** The address of the other end of the connection; requests made inside a test have none. */
function peer(c: Parameters<MiddlewareHandler<Env>>[0]): string {
  try {
    return getConnInfo(c).remote.address ?? '127.0.0.1';
  } catch {
    return '127.0.0.1';
  }
}
