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
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const route = routePath(c, -1);
    requests.observe({ method: c.req.method, route, status: String(c.res.status) }, ms / 1000);
    const fields = { request: id, method: c.req.method, path: c.req.path, status: c.res.status, ms };
    // A 503 that nobody threw is an answer: closed for maintenance, or not ready.
    const failed = c.res.status >= 500 && (c.error !== undefined || c.res.status !== 503);
    if (failed) platform.log.error(c.error ? { ...fields, err: c.error } : fields, 'request failed');
    else platform.log.debug(fields, 'request');
  };
};

/** The address of the other end of the connection; requests made inside a test have none. */
function peer(c: Parameters<MiddlewareHandler<Env>>[0]): string {
  try {
    return getConnInfo(c).remote.address ?? '127.0.0.1';
  } catch {
    return '127.0.0.1';
  }
}
