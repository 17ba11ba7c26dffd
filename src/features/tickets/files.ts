import type { Context } from 'hono';
import { recordRead } from '#platform/events/record-read.ts';
import type { Env } from '#platform/http/env.ts';
import { HttpError } from '#platform/http/http-error.ts';
import { take } from '#platform/http/rate-limit.ts';
import type { Room } from '#platform/http/room.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { findAttachment, keepUpload } from './attach.ts';
import { fileRead } from './events.ts';

/** Files going in ahead of their form, and coming out through the walls. */
export function fileRoutes(room: Room): void {
  room.post('/uploads', 'signed-in', async (ctx, c) => {
    const [file] = c.var.form.files;
    if (!file) throw new HttpError(422, 'no file');
    const kept = await keepUpload(ctx, file);
    return c.json({ id: kept.id, name: kept.name, size: kept.bytes, type: kept.type }, 201);
  });

  room.get('/files/:id/:name', 'signed-in', async (ctx, c) => {
    const file = await findAttachment(ctx, c.req.param('id') ?? '');
    const download = c.req.query('download') !== undefined;
    recordRead(c, fileRead, { subjectId: file.id, accountId: file.account_id, data: {} });
    return fileResponse(ctx.platform.files.of(ctx.workspace.id), file, c.req.raw, { download });
  });
}

const UPLOADS = { purpose: 'upload', limit: 300, windowSeconds: 3600 };

const uploads = (c: Context<Env>) => take(c.var.platform, c.var.workspace.id, UPLOADS, c.var.sessionToken || c.var.ip);

/** Files that travel inside a form count like those that go ahead of it. */
const inForm = (path: string) => ({
  path,
  method: 'POST' as const,
  check: async (c: Context<Env>) => {
    if (c.var.form.files.length > 0) await uploads(c);
  },
});

export const limits = [
  inForm('/support'),
  inForm('/support/:number/replies'),
  inForm('/inbox/:number/replies'),
  inForm('/inbox/:number/notes'),
  { path: '/uploads', method: 'POST' as const, check: uploads },
];
