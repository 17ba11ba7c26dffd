import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import { everyWorkspace } from './workspaces.ts';

/** As `inWorkspace`; the log says that whoever runs the server did it, by a command, and not the portal by itself. */
export const byOperator = <T>(platform: Platform, workspaceId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inWorkspace(platform, workspaceId, (ctx) => work({ ...ctx, actor: { kind: 'system', method: 'command' } }));

/** What is done to the whole installation, in the log of each business. */
export async function inEveryLog(platform: Platform, work: (ctx: Ctx) => Promise<unknown>): Promise<void> {
  for (const { id } of await everyWorkspace(platform)) await byOperator(platform, id, work);
}
