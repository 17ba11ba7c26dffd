import type { Handler } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { brandVersion } from '#platform/ui/brand.ts';
import { Gallery, galleryViews } from '#platform/ui/gallery.tsx';

/** Every part of the kit in every state, in the colours of the portal: /dev/ui. */
export const galleryPage: Handler<Env> = (c) => {
  const { brand } = c.var.workspace;
  const view = galleryViews.find((each) => each === c.req.query('view')) ?? 'parts';
  const theme = (['light', 'dark'] as const).find((each) => each === c.req.query('theme'));
  return c.html(<Gallery view={view} brand={brand} brandVersion={brandVersion(brand)} theme={theme ?? 'auto'} />);
};
