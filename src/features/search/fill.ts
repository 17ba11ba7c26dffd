import { sql } from 'kysely';
import { z } from 'zod';
import { kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { type Chore, defineTask } from '#platform/jobs/task.ts';
import { allKinds } from './kinds.ts';

/**
 * Brings in what was there before the index. A piece is one transaction that writes down how far it came, so a worker that
 * dies loses one piece, and the next one goes on behind it. Migrations put it into the queue.
 */
export const fillTask = defineTask({
  name: 'search.fill',
  payload: z.object({ workspace: z.uuid() }),
  async run(platform, { workspace }) {
    while (await inWorkspace(platform, workspace, fillPiece));
  },
});

/** Whether there is more. */
export async function fillPiece(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ kind: string; after: string | null }>`
    select kind, after_id as after from search_fills where workspace_id = ${ctx.workspace.id} and done_at is null
    order by kind limit 1 for update`.execute(ctx.db);
  const [open] = rows;
  if (!open) return false;
  const kind = allKinds().find(({ kind }) => kind === open.kind);
  const after = (open.kind === SIGNS ? await cutAgain(ctx, open.after) : await kind?.fill?.(ctx, open.after)) ?? null;
  await sql`update search_fills set after_id = coalesce(${after}::uuid, after_id), done_at = ${after ? null : ctx.now}::timestamptz
    where workspace_id = ${ctx.workspace.id} and kind = ${open.kind}`.execute(ctx.db);
  return true;
}

/** Not a kind of result: runs of signs in everything that was there before migration 0720 cut them. */
const SIGNS = 'signs';

async function cutAgain(ctx: Ctx, after: string | null): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`select app.cut_again(${after}::uuid) as last`.execute(ctx.db);
  return rows[0]!.last;
}

const unfinished = kept((by) =>
  by.db
    .selectFrom('search_fills')
    .select('kind')
    .where('workspace_id', '=', by.workspace.id)
    .where('done_at', 'is', null),
);

/** Whether everything has been brought in. */
export const isFilling = async (ctx: Ctx): Promise<boolean> => (await unfinished.first(ctx, {})) !== undefined;

const renew = (ctx: Ctx) => sql`select app.renew_words()`.execute(ctx.db);

/** What typing errors are held against, as it is now: after words were erased, which others may use. */
export const wordsTask = defineTask({
  name: 'search.words',
  payload: z.object({ workspace: z.uuid() }),
  run: (platform, { workspace }) => inWorkspace(platform, workspace, async (ctx) => void (await renew(ctx))),
});

export const renewWordsSoon = (ctx: Pick<Ctx, 'db' | 'workspace'>): Promise<void> =>
  enqueue(ctx, 'search.words', {}, { key: `search.words:${ctx.workspace.id}` });

/** What is opened from searches stands higher from the next day on. */
export const renewUse = (ctx: Pick<Ctx, 'db'>) => sql`select app.renew_use()`.execute(ctx.db);

/** Nightly, after what is kept for a while has gone. */
export const wordsNightly: Chore = {
  name: 'search-words',
  at: '17 4 * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) =>
      inWorkspace(platform, id, async (ctx) => {
        await renew(ctx);
        await renewUse(ctx);
      }),
    );
  },
};
