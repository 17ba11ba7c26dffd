import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { LOG_TOPIC, record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { type Chore, defineTask } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { trustedSealKeys } from '#platform/seal/checkpoint.ts';
import type { Finding } from '#platform/seal/log-check.ts';
import { verifyDatabase } from '#platform/seal/verify-database.ts';
import { logCheckAsked } from './events.ts';

export interface LogCheck {
  events: number;
  checkedAt: Date;
  finding: Finding | null;
}

export interface Soundness {
  /** What was found when the whole log was last held against its seals. */
  check: LogCheck | undefined;
  sealed: number;
  sealedAt: Date | null;
  /** When the first event was recorded. */
  since: Date | null;
}

/** How far the log is vouched for: the newest check, the newest seal, and since when. */
export async function soundness(ctx: Pick<Ctx, 'db' | 'workspace'>): Promise<Soundness> {
  const { db, workspace } = ctx;
  const [check, seal, first] = await Promise.all([
    db
      .selectFrom('log_checks')
      .select(['events', 'checked_at as checkedAt', 'finding'])
      .where('workspace_id', '=', workspace.id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('seals')
      .select(['size', 'sealed_at'])
      .where('workspace_id', '=', workspace.id)
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('events')
      .select('created_at')
      .where('workspace_id', '=', workspace.id)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
  ]);
  return {
    check: check && { ...check, finding: check.finding as Finding | null },
    sealed: seal?.size ?? 0,
    sealedAt: seal?.sealed_at ?? null,
    since: first?.created_at ?? null,
  };
}

/** Somebody does not want to wait for the night. Asked again before it has begun, it runs once. */
export async function askCheck(ctx: CtxOf<Member>): Promise<void> {
  await record(ctx, logCheckAsked, { subjectId: ctx.workspace.id, accountId: null, data: {} });
  await enqueue(ctx, 'audit.check', {}, { key: `audit.check ${ctx.workspace.id}`, maxAttempts: 3 });
}

export const checkTask = defineTask({
  name: 'audit.check',
  payload: z.object({ workspace: z.uuid() }),
  run: (platform, { workspace }) => checkLog(platform, workspace),
});

/** Holds every workspace's log against its seals, at night. */
export const nightlyCheck: Chore = {
  name: 'check-log',
  at: '23 2 * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => checkLog(platform, id));
  },
};

const KEPT = 60;

async function checkLog(platform: Platform, workspaceId: string): Promise<void> {
  const report = await verifyDatabase(platform, workspaceId, await trustedSealKeys(platform));
  const { finding, events, seals, erased } = report;
  if (finding)
    platform.log.error({ workspace: workspaceId }, 'the event log is not as it was sealed: see portico verify');
  await asSystem(platform.pool, workspaceId, async (db) => {
    await db
      .insertInto('log_checks')
      .values({
        workspace_id: workspaceId,
        id: newId(),
        events,
        seals,
        erased,
        finding: finding ? JSON.stringify(finding) : null,
      })
      .execute();
    const kept = db.selectFrom('log_checks').select('id').where('workspace_id', '=', workspaceId);
    await db
      .deleteFrom('log_checks')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'not in', kept.orderBy('id', 'desc').limit(KEPT))
      .execute();
  });
  platform.hub.publish(workspaceId, [LOG_TOPIC]);
}
