import { sql } from 'kysely';
import { asSystem, type Db } from '#platform/db/scope.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import type { Chore } from '#platform/jobs/task.ts';
import { DEFAULTS } from './rules.ts';
import { IDLE_MS } from './session.ts';

/** A session is counted for so many days and then deleted. */
export const KEPT_DAYS = 400;

/** Every quarter of an hour: who has not gone on has left, what cannot be raised again is not known any more, what is old goes. */
export const upkeep: Chore = {
  name: 'deflection',
  at: '*/15 * * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => asSystem(platform.pool, id, (db) => settle(db, id, new Date())));
  },
};

export async function settle(db: Db, workspaceId: string, now: Date): Promise<void> {
  const left = new Date(now.getTime() - IDLE_MS);
  await sql`update deflection_sessions set outcome = 'left', ended_at = last_at
    where workspace_id = ${workspaceId} and outcome is null and last_at <= ${left}`.execute(db);
  await sql`update deflection_sessions set topic = '' where workspace_id = ${workspaceId} and topic <> ''
    and ended_at < ${now}::timestamptz - make_interval(days => 1 + coalesce(
      (select r.days from deflection_rules r where r.workspace_id = ${workspaceId}), ${DEFAULTS.days}))`.execute(db);
  await sql`delete from deflection_sessions where workspace_id = ${workspaceId}
    and begun_at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})`.execute(db);
}
