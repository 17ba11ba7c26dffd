import type { MiddlewareHandler } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { isCrowded, RETRY_SECONDS } from './auth/lanes.ts';
import { say } from './messages.ts';

/**
 * Before anything else is done for it, even reading its form: an attempt that would stand in a line that is too long is turned away
 * in a few words. A flood costs next to nothing here, and so nobody else anything.
 */
export const turnCrowdAway: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method !== 'POST' || c.req.path !== '/sign-in/password' || !isCrowded()) return next();
  const locale = /^de\b/i.test(c.req.header('accept-language') ?? '') ? 'de' : 'en';
  c.header('retry-after', String(RETRY_SECONDS));
  c.header('content-language', locale);
  return c.text(say({ locale }, 'crowd'), 503);
};
