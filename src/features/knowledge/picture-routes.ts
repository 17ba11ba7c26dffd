import { flash } from '#platform/http/cookies.ts';
import { localPath } from '#platform/http/local-path.ts';
import type { Room } from '#platform/http/room.ts';
import { takeUpload } from '#platform/http/upload-budget.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { say } from './messages.ts';
import { addPicture, findPicture } from './pictures.ts';

/** Pictures of articles: going in beside the text, and coming out for whoever reads it. */
export function pictureRoutes(room: Room): void {
  room.get('/help/pictures/:id', 'anyone', async (ctx, c) => {
    const picture = await findPicture(ctx, c.req.param('id') ?? '');
    const answer = await fileResponse(ctx.platform.files.of(ctx.workspace.id), picture, c.req.raw);
    // The same for everybody: also caches between us and the reader may keep it, as long as they keep the page it is in.
    if (picture.everybody) answer.headers.set('cache-control', SHARED);
    return answer;
  });

  /** The editor sends one and wants its id; the form beside it wants its page back. */
  room.post('/knowledge/:number/pictures', 'member', async (ctx, c) => {
    const program = c.req.header('accept')?.includes('json') ?? false;
    const [file] = c.var.form.files;
    const kept = file ? await addPicture(ctx, c.req.param('number') ?? '', file) : null;
    if (program) {
      // In words: the editor says them below the text.
      if (!kept) return c.json({ detail: say(ctx.reader, 'picture.none') }, 422);
      return c.json(kept, 201);
    }
    flash(c, say(ctx.reader, kept ? 'picture.added' : 'picture.none'));
    return c.redirect(localPath(c.var.form.get('_page'), '/knowledge'), 303);
  });
}

/** Kept by everybody on the way, for half a minute at most without asking. A page and its pictures alike. */
export const SHARED = 'public, max-age=0, s-maxage=10, stale-while-revalidate=20';

export const limits = [
  {
    path: '/knowledge/:number/pictures',
    method: 'POST' as const,
    check: takeUpload,
  },
];
