import type { Room } from '#platform/http/room.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { findPicture } from './pictures.ts';

/** Pictures of articles, for whoever reads the article. */
export function pictureRoutes(room: Room): void {
  room.get('/help/pictures/:id', 'anyone', async (ctx, c) => {
    const picture = await findPicture(ctx, c.req.param('id') ?? '');
    const answer = await fileResponse(ctx.platform.files.of(ctx.workspace.id), picture, c.req.raw);
    // The same for everybody: also caches between us and the reader may keep it, as long as they keep the page it is in.
    if (picture.everybody) answer.headers.set('cache-control', SHARED);
    return answer;
  });
}

/** Kept by everybody on the way, for a minute unasked. A page and its pictures alike. */
export const SHARED = 'public, max-age=0, s-maxage=60, stale-while-revalidate=600';
