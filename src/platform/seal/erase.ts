import { sql } from 'kysely';
import type { Ctx } from '../http/context.ts';
import { commitmentTo, eventsWithIds, type Leaf, leavesFrom, spelled } from './leaf.ts';
import { waitForSeals } from './sealer.ts';

/**
 * Takes from events what somebody asked to be forgotten: `client`, where they came from, or `data`. The proof of everything
 * else stays whole. As the system only. Returns how many events.
 */
export async function eraseFromEvents(
  ctx: Pick<Ctx, 'db' | 'workspace'>,
  ids: readonly string[],
  part: 'client' | 'data',
): Promise<number> {
  const { db, workspace } = ctx;
  // An event that is being sealed at this moment would be sealed with what is being erased.
  await waitForSeals(db, workspace.id);
  const commitments: (Buffer | null)[] = [];
  const events = await eventsWithIds(db, workspace.id, ids);
  for (const event of events) {
    const leaf = await leafOfNumber(ctx, event.seq);
    const opening = leaf?.openings[part];
    commitments.push(
      opening && 'salt' in opening ? Buffer.from(commitmentTo(opening.salt, spelled[part](event)), 'base64') : null,
    );
  }
  const { rows } = await sql<{ erased: number }>`select app.erase_events(${events.map(({ id }) => id)}::uuid[], ${part},
    ${commitments}::bytea[]) as erased`.execute(db);
  return rows[0]!.erased;
}

async function leafOfNumber({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>, seq: number): Promise<Leaf | undefined> {
  const row = await db
    .selectFrom('event_leaves')
    .select('position')
    .where('workspace_id', '=', workspace.id)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row && (await leavesFrom(db, workspace.id, row.position, 1))[0];
}
