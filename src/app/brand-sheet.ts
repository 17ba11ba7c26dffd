import type { Context, Handler } from 'hono';
import { findLogo, type LogoMode } from '#features/workspaces/index.ts';
import { inScope } from '#platform/db/scope.ts';
import type { Env } from '#platform/http/env.ts';
import { type Brand, brandCss, brandIcon, brandVersion } from '#platform/ui/brand.ts';

const YEAR = 31_536_000;

const kept = (c: Context<Env>, version = brandVersion(c.var.workspace.brand)): string =>
  c.req.query('v') === version ? `public, max-age=${YEAR}, immutable` : 'public, max-age=60';

/** A colour that is none (written past the application) gives the portal a plain look instead of none at all. */
const plain = (brand: Brand): Brand => (/^#[0-9a-f]{6}$/i.test(brand.color) ? brand : { ...brand, color: '#475569' });

/** The workspace's colours, shape and font as CSS. No session needed: the sign-in page wears it. */
export const brandSheet: Handler<Env> = (c) => {
  c.header('cache-control', kept(c));
  c.header('content-type', 'text/css; charset=utf-8');
  return c.body(brandCss(plain(c.var.workspace.brand)));
};

/**
 * A logo of this portal's workspace, for `<img>`, where a browser runs nothing and loads nothing more. Whoever opens it by
 * itself gets it in a sandbox, without an origin. Before any session, so this transaction is the request's only one.
 */
export const brandLogo =
  (mode: LogoMode): Handler<Env> =>
  async (c) => {
    const { workspace, platform } = c.var;
    const logo = await inScope(platform.pool, { workspaceId: workspace.id, readOnly: true }, async (db) => ({
      value: await findLogo(db, workspace.id, mode),
      commit: true,
    }));
    if (!logo) return c.notFound();
    c.header('cache-control', kept(c, logo.version));
    c.header('content-type', logo.type);
    c.header('x-content-type-options', 'nosniff');
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    );
    return c.body(new Uint8Array(logo.content));
  };

/** The page's icon, and the logo of a workspace that has none. */
export const brandMark: Handler<Env> = (c) => {
  c.header('cache-control', kept(c));
  c.header('content-type', 'image/svg+xml');
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  return c.body(brandIcon(plain(c.var.workspace.brand)));
};
