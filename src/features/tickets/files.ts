import { recordRead } from '#platform/events/record-read.ts';
import { HttpError, notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { filesIn, takeUpload } from '#platform/http/upload-budget.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { findAttachment, keepUpload, looseUploads } from './attach.ts';
import { fileRead } from './events.ts';

/** Files going in ahead of their form, and coming out through the walls. */
export function fileRoutes(room: Room): void {
  room.post('/uploads', 'signed-in', async (ctx, c) => {
    const [file] = c.var.form.files;
    if (!file) throw new HttpError(422, 'no file');
    const kept = await keepUpload(ctx, file);
    return c.json({ id: kept.id, name: kept.name, size: kept.bytes, type: kept.type }, 201, {
      Location: `/uploads/${kept.id}`,
    });
  });

  // Where a file that is sent once more ends, when only the answer was lost.
  room.get('/uploads/:id', 'signed-in', async (ctx, c) => {
    const [kept] = await looseUploads(ctx, [c.req.param('id') ?? '']);
    if (!kept) throw notFound();
    return c.json(kept);
  });

  room.get('/files/:id/:name', 'signed-in', async (ctx, c) => {
    const file = await findAttachment(ctx, c.req.param('id') ?? '');
    const download = c.req.query('download') !== undefined;
    recordRead(c, fileRead, { subjectId: file.id, accountId: file.account_id, data: {} });
    return fileResponse(ctx.platform.files.of(ctx.workspace.id), file, c.req.raw, { download });
  });
}

export const limits = [
  filesIn('/support'),
  filesIn('/support/:number/replies'),
  filesIn('/inbox/:number/replies'),
  filesIn('/inbox/:number/notes'),
  filesIn('/inbox/:number/fields'),
  { path: '/uploads', method: 'POST' as const, check: takeUpload },
];
