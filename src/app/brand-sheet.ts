import type { Handler } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import type { Env } from '#platform/http/env.ts';
import { type Brand, brandCss } from '#platform/ui/brand.ts';

const YEAR = 31_536_000;

/** Changes when the brand does, so that its style sheet may be kept for a year. */
export const brandVersion = (brand: Brand): string => sha256Hex(JSON.stringify(brand)).slice(0, 12);

/** The workspace's colours, shape and font as CSS. No session needed: the sign-in page wears it. */
export const brandSheet: Handler<Env> = (c) => {
  const { brand } = c.var.workspace;
  const current = c.req.query('v') === brandVersion(brand);
  c.header('cache-control', current ? `public, max-age=${YEAR}, immutable` : 'public, max-age=60');
  c.header('content-type', 'text/css; charset=utf-8');
  return c.body(brandCss(brand));
};
