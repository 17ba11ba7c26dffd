import { categoriesFor } from '#features/knowledge/index.ts';
import { findLogo } from '#features/workspaces/index.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { cardOf } from './card.ts';
import { say } from './messages.ts';
import { plain } from './plain.ts';

/** The picture of every public page where a link to it is shown. It says whose help center it is, and nothing of what is in it. */
export function cardRoutes(room: Room): void {
  room.get('/help/card.png', 'anyone', async (ctx, c) => {
    const { workspace } = ctx;
    const [categories, logo] = await Promise.all([
      categoriesFor(ctx, workspace.locale),
      workspace.brand.logoLight ? findLogo(ctx.db, workspace.id, 'light') : undefined,
    ]);
    if (categories.length === 0) throw notFound();
    const reader = { ...ctx.reader, locale: workspace.locale };
    return plain(c, 'image/png', await cardOf({ brand: workspace.brand, label: say(reader, 'title'), logo }));
  });
}
