import { sql } from 'kysely';
import type { Ctx } from '../http/context.ts';
import { commitmentTo, eventsWithIds, leavesNumbered, spelled } from './leaf.ts';
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
  const leaves = await leavesNumbered(
    db,
    workspace.id,
    events.map(({ seq }) => seq),
  );
  const bySeq = new Map(leaves.map((leaf) => [leaf.seq, leaf]));
  for (const event of events) {
    const opening = bySeq.get(event.seq)?.openings[part];
    commitments.push(
      opening && 'salt' in opening ? Buffer.from(commitmentTo(opening.salt, spelled[part](event)), 'base64') : null,
    );
  }
  const { rows } = await sql<{ erased: number }>`select app.erase_events(${events.map(({ id }) => id)}::uuid[], ${part},
    ${commitments}::bytea[]) as erased`.execute(db);
  return rows[0]!.erased;
}
