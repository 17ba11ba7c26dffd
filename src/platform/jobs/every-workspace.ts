import type { Platform } from '../platform.ts';

/**
 * Does a chore for each business in turn. One that fails, by something that only it holds, keeps none of those behind it waiting:
 * all have their turn, and what went wrong is thrown at the end.
 */
export async function everyWorkspace(platform: Platform, work: (id: string) => Promise<unknown>): Promise<void> {
  const troubles: unknown[] = [];
  for (const { id } of await platform.pool.question<{ id: string }>('select id from app.workspace_ids()')) {
    try {
      await work(id);
    } catch (error) {
      platform.log.error({ err: error, workspace: id }, 'a chore failed for one business');
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw new AggregateError(troubles, `a chore failed for ${troubles.length} business(es)`);
}
