import type { Context } from 'hono';
import type { Env } from './env.ts';
import { take } from './rate-limit.ts';

const UPLOADS = { purpose: 'upload', limit: 300, windowSeconds: 3600 };

/** Files of one session in an hour, wherever they are sent. */
export const takeUpload = (c: Context<Env>): Promise<void> =>
  take(c.var.platform, c.var.workspace.id, UPLOADS, c.var.sessionToken || c.var.ip);

/** Files that travel inside a form count like those that go ahead of it. */
export const filesIn = (path: string) => ({
  path,
  method: 'POST' as const,
  check: async (c: Context<Env>) => {
    if (c.var.form.files.length > 0) await takeUpload(c);
  },
});
