import { originOf } from '../config.ts';
import { type Db, inScope } from '../db/scope.ts';
import type { Ctx } from '../http/context.ts';
import { workspaceOf } from '../http/portals.ts';
import type { Platform } from '../platform.ts';

/**
 * Work of the system in one workspace, as every job does it: one transaction, committed when `work` does not throw, and
 * then the browsers are told what has changed. It speaks the workspace's own language and links to its first portal; for
 * words to a person use that person's reader. No network inside: the transaction holds a connection.
 */
export async function inWorkspace<T>(
  platform: Platform,
  workspaceId: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const marks = new Set<string>();
  const value = await inScope(platform.pool, { workspaceId, system: true }, async (db) => {
    const ctx = await contextIn(platform, db, workspaceId, marks);
    return { value: await work(ctx), commit: true };
  });
  platform.hub.publish(workspaceId, marks);
  return value;
}

async function contextIn(platform: Platform, db: Db, workspaceId: string, marks: Set<string>): Promise<Ctx> {
  const row = await db
    .selectFrom('workspaces as w')
    .innerJoin('portals as p', 'p.workspace_id', 'w.id')
    .selectAll('w')
    .select(['p.id as portal_id', 'p.host'])
    .where('w.id', '=', workspaceId)
    .where('p.is_primary', '=', true)
    .where('p.verified_at', 'is not', null)
    .orderBy('p.created_at')
    .executeTakeFirst();
  if (!row) throw new Error('there is no such workspace, or it has no portal');
  const workspace = workspaceOf(row);
  const now = new Date();
  return {
    platform,
    db,
    marks,
    now,
    workspace,
    portal: { id: row.portal_id, host: row.host, origin: originOf(platform.config, row.host) },
    actor: { kind: 'system' },
    reader: { locale: workspace.locale, zone: workspace.zone, now },
    request: { id: 'job', ip: '', agent: '' },
  };
}
