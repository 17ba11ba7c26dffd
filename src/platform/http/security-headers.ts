import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

/**
 * Where players within a text may come from. On every page: Turbo puts the next one into the document of the first, whose policy is the one
 * that counts, and frames stand nowhere but in what the house has cleaned (knowledge/body.ts).
 */
export const playerOrigins = ['https://www.youtube-nocookie.com', 'https://player.vimeo.com', 'https://www.loom.com'];

/**
 * What a page of ours may do. Scripts and styles come from the built assets only, by path: a script that somebody
 * uploaded, or one injected into a text, has no address from which it would run. There is no nonce, because Turbo moves
 * markup between pages and would carry one along.
 */
export function contentSecurityPolicy(origin: string, frames: readonly string[] = playerOrigins): string {
  const key = `${origin} ${frames}`;
  let policy = policies.get(key);
  if (!policy) {
    if (policies.size >= 5_000) policies.clear();
    policy = policyFor(origin, frames);
    policies.set(key, policy);
  }
  return policy;
}

const policies = new Map<string, string>();

function policyFor(origin: string, frames: readonly string[]): string {
  const secure = origin.startsWith('https:');
  return [
    "default-src 'none'",
    `script-src ${origin}/assets/`,
    `style-src ${origin}/assets/ ${origin}/brand.css`,
    "img-src 'self' data: blob:",
    "media-src 'self'",
    `font-src ${origin}/assets/`,
    "connect-src 'self'",
    `frame-src ${frames.join(' ')}`,
    "form-action 'self'",
    "manifest-src 'self'",
    `worker-src ${origin}/offline-worker.js`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

const NOBODYS = "default-src 'none'; frame-ancestors 'none'";

/** What every answer says about how it may be used; at an address that is no portal's, nothing may be. */
export const headersAt = (origin: string | undefined): Readonly<Record<string, string>> => ({
  'content-security-policy': origin ? contentSecurityPolicy(origin) : NOBODYS,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'private, no-store',
  // Of this host alone: what else the operator has below it is not ours to close to http.
  ...(origin?.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});

/** Before everything that answers, so that errors carry them too. A route that has set its own keeps it (files). */
export const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (c.get('whole')) return;
  const { headers } = c.res;
  for (const [name, value] of Object.entries(headersAt(c.get('portal')?.origin))) {
    if (!headers.has(name)) headers.set(name, value);
  }
};
