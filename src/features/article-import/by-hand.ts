import { waitedInVain } from '#platform/db/pool.ts';
import type { Ctx } from '#platform/http/context.ts';
import { zipOf } from '#platform/http/zip.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import type { ByteSource } from '#platform/storage/file-store.ts';
import { type ArticleImport, addImport, dropImport, findImport, update } from './article-import.ts';
import type { Format } from './found.ts';

const LARGEST = 8 * 1024 ** 3;

export interface ByHand {
  name: string;
  format: Format | null;
  drafts: boolean;
  remote: boolean;
  locale?: string | null;
}

/** For the command line: keeps what the operator hands over and looks at it. Nothing is made yet. */
export async function handOver(
  platform: Platform,
  workspaceId: string,
  source: ByteSource,
  by: ByHand,
): Promise<ArticleImport> {
  const file = await platform.files.of(workspaceId).put(source, { limit: LARGEST, name: by.name });
  const id = await inWorkspace(platform, workspaceId, (ctx) => addImport(ctx, { ...by, ...file, name: by.name }));
  const { look } = await import('./look.ts');
  await look(platform, workspaceId, id);
  return inWorkspace(platform, workspaceId, (ctx) => findImport(ctx, id));
}

/** Only looked at: nothing of it stays. */
export async function putAway(platform: Platform, workspaceId: string, one: ArticleImport): Promise<void> {
  await inWorkspace(platform, workspaceId, (ctx) => dropImport(ctx, one.id));
  if (one.storageKey) await platform.files.of(workspaceId).remove(one.storageKey);
}

/** The last import of the operator's that began and did not end. */
export const unfinished = (platform: Platform, workspaceId: string): Promise<ArticleImport | null> =>
  inWorkspace(platform, workspaceId, async (ctx) => {
    const row = await ctx.db
      .selectFrom('article_imports')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('made_by', 'is', null)
      .where('started_at', 'is not', null)
      .where('finished_at', 'is', null)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? findImport(ctx, row.id) : null;
  });

/** Brings it in here and now, from where it had come to. What has no end after that is brought in by another process. */
export async function bringIn(
  platform: Platform,
  workspaceId: string,
  one: ArticleImport,
  told: (done: number, total: number) => void,
): Promise<ArticleImport> {
  if (!one.startedAt)
    await inWorkspace(platform, workspaceId, (ctx) => update(ctx, one.id).set({ started_at: ctx.now }).execute());
  const { runImport } = await import('./run.ts');
  await runImport(platform, workspaceId, one.id, told).catch((error: unknown) => {
    if (!waitedInVain(error)) throw error;
  });
  return inWorkspace(platform, workspaceId, (ctx) => findImport(ctx, one.id));
}

/** The whole help center, a file after another: for a folder, which holds any number. */
export async function* helpCenterFolder(ctx: Ctx) {
  const { helpCenterFiles } = await import('./export.ts');
  yield* helpCenterFiles(ctx);
}

/** The whole help center as a zip. */
export async function* helpCenterZip(ctx: Ctx): AsyncGenerator<Uint8Array> {
  const { helpCenterFiles } = await import('./export.ts');
  yield* zipOf(helpCenterFiles(ctx));
}
