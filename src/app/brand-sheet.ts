import type { Context, Handler } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import type { Env } from '#platform/http/env.ts';
import { type Brand, brandCss, brandIcon } from '#platform/ui/brand.ts';

const YEAR = 31_536_000;

/** Changes when the brand does, so that its style sheet may be kept for a year. */
export const brandVersion = (brand: Brand): string => sha256Hex(JSON.stringify(brand)).slice(0, 12);

const kept = (c: Context<Env>): string =>
  c.req.query('v') === brandVersion(c.var.workspace.brand)
    ? `public, max-age=${YEAR}, immutable`
    : 'public, max-age=60';

/** A colour that is none (written past the application) gives the portal a plain look instead of none at all. */
const plain = (brand: Brand): Brand => (/^#[0-9a-f]{6}$/i.test(brand.color) ? brand : { ...brand, color: '#475569' });

/** The workspace's colours, shape and font as CSS. No session needed: the sign-in page wears it. */
export const brandSheet: Handler<Env> = (c) => {
  c.header('cache-control', kept(c));
  c.header('content-type', 'text/css; charset=utf-8');
  return c.body(brandCss(plain(c.var.workspace.brand)));
};

/** The page's icon, and the logo of a workspace that has none. */
export const brandMark: Handler<Env> = (c) => {
  c.header('cache-control', kept(c));
  c.header('content-type', 'image/svg+xml');
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  return c.body(brandIcon(plain(c.var.workspace.brand)));
};
