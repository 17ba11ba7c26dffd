import type { Context } from 'hono';
import type { Env } from './env.ts';

/** Path and query that were asked for, as a browser shows them: the server has put the address in order already. */
export const askedPath = (c: Context<Env>): string =>
  c.req.url.slice(c.req.url.indexOf('/', c.req.url.indexOf('//') + 2));
