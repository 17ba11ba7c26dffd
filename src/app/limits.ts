import type { Context, MiddlewareHandler } from 'hono';
import type { Env } from '#platform/http/env.ts';

/** A feature's word on how often something may be tried; it throws 429 when that is too often. */
export interface Limit {
  path: string;
  method: 'GET' | 'POST';
  check: (c: Context<Env>) => Promise<void>;
}

export const limited = (limit: Limit): MiddlewareHandler<Env> => {
  return async (c, next) => {
    // A HEAD is answered by what answers the GET, and costs as much.
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
    if (method === limit.method) await limit.check(c);
    await next();
  };
};
