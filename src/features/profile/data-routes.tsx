import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { take } from '#platform/http/rate-limit.ts';
import type { Room } from '#platform/http/room.ts';
import { askedForm, takenAlong } from './data-headers.ts';
import { elsewhereOf, ownDataOf, recordDownload } from './download.ts';
import { say } from './messages.ts';
import { DataPage } from './views/data.tsx';

const BUDGET = { purpose: 'own data', limit: 10, windowSeconds: 3_600 };

/** Making the file is work for the database, however small the request. */
export const limits = [
  {
    path: '/account/data',
    method: 'POST' as const,
    check: ({ var: { platform, workspace, sessionToken } }: Context<Env>): Promise<void> =>
      take(platform, workspace.id, BUDGET, sessionToken),
  },
];

/** Everything there is of somebody, for themselves. */
export function dataRoutes(room: Room): void {
  room.get('/account/data', 'signed-in', async (ctx, c) => {
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const title = say(ctx.reader, 'data.title');
    const crumbs = [{ label: say(ctx.reader, 'title'), href: '/account' }, { label: title }];
    return c.render(<DataPage ctx={ctx} guard={guardOf(c)} elsewhere={await elsewhereOf(ctx)} />, { title, crumbs });
  });

  room.post('/account/data', 'signed-in', async (ctx, c) => {
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const elsewhere = await elsewhereOf(ctx);
    await recordDownload(ctx);
    const form = askedForm(c);
    takenAlong(c, `${ctx.workspace.slug}-my-data`, form);
    return c.body(ownDataOf(ctx, elsewhere, c.var.sessionToken, form));
  });
}
