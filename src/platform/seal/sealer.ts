import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { asSystem, type Db } from '../db/scope.ts';
import type { Chore } from '../jobs/task.ts';
import type { Platform } from '../platform.ts';
import { anchorFile, beginAnew, completeAnchor } from './anchor.ts';
import { openCheckpoint, originOfLog, readCheckpoint, sealKey, signCheckpoint, trustedSealKeys } from './checkpoint.ts';
import { eventsBetween, type Leaf, seal } from './leaf.ts';
import { CompactTree } from './merkle.ts';

/** Events under one seal at most: whoever asks for a page meanwhile waits some hundredths of a second for them. */
const BATCH = 2_000;
/** A pass waits for running transactions as long as requests may last. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/** The order up to `head` is complete once every transaction up to `mark` has ended. */
interface Mark {
  head: number;
  mark: string;
}

/** The seals of a workspace do not go on: something does not fit, and somebody has to look. */
export class SealError extends Error {
  override name = 'SealError';
}

/** What a seal may go on from: one of this master key, or, when the operator says so, of an earlier one. */
type Onto = 'own key' | 'any key';

/** What a process remembers between passes. */
interface Memory {
  /** A mark that a long transaction has kept open. */
  pending?: Mark;
  /** Whether every anchor file was looked at since the start, and went well. */
  settled: boolean;
}
const memories = new WeakMap<Platform, Memory>();

/** Seals what has happened, in every workspace. Nothing that writes events waits for it, nor it for them. */
export const sealing: Chore = {
  name: 'seal',
  at: '* * * * *',
  async run(platform) {
    const memory = memories.get(platform) ?? { settled: false };
    memories.set(platform, memory);
    const ids = await waiting(platform, memory.settled);
    if (ids.length === 0) return;
    const head = await settledHead(platform, memory, PATIENCE_MS);
    if (head === undefined) {
      platform.log.info({}, 'sealing waits for a long transaction');
      return;
    }
    memory.settled = (await sealEach(platform, ids, head, 'own key')).length === 0;
  },
};

/** Seals now, for the command line. Undefined when a long transaction is in the way. */
export async function sealNow(
  platform: Platform,
  ids: readonly string[],
  onto: Onto = 'own key',
): Promise<SealError[] | undefined> {
  const head = await settledHead(platform, { settled: false }, PATIENCE_MS);
  return head === undefined ? undefined : sealEach(platform, ids, head, onto);
}

/** One workspace whose seals are in trouble must not keep the others from theirs. */
async function sealEach(platform: Platform, ids: readonly string[], head: number, onto: Onto): Promise<SealError[]> {
  const trouble: SealError[] = [];
  for (const id of ids) {
    try {
      await sealWorkspace(platform, id, head, BATCH, onto);
    } catch (error) {
      platform.log.error({ err: error as Error, workspace: id }, 'sealing the event log failed');
      trouble.push(new SealError(`${id}: ${(error as Error).message}`));
    }
  }
  return trouble;
}

/** Seals a workspace's events up to the number `head`; returns how many. Stops when another sealer is at it. */
export async function sealWorkspace(
  platform: Platform,
  id: string,
  head: number,
  batch = BATCH,
  onto: Onto = 'own key',
): Promise<number> {
  let all = 0;
  for (;;) {
    const count = await asSystem(platform.pool, id, async (db) => {
      if (!(await lockSeals(db, id))) return undefined;
      await anchored(platform, db, id);
      return sealBatch(platform, db, id, { head, batch, onto });
    });
    // The last, empty round has written the last seal's checkpoint into the anchor file.
    if (!count) return all;
    all += count;
  }
}

/** Sealing and erasing exclude each other. False when somebody else is at it. */
async function lockSeals(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lockKey(id)}) as mine`.execute(db);
  return rows[0]!.mine;
}

export async function waitForSeals(db: Db, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockKey(id)})`.execute(db);
}

const lockKey = (id: string) => sql`hashtextextended(${`seals ${id}`}, 0)`;

/** The database is committed first, the anchor file follows: it may lack the newest checkpoint and nothing else. */
async function anchored(platform: Platform, db: Db, id: string): Promise<void> {
  const file = anchorFile(platform.config, id);
  const newest = (await newestSeals(db, id, 2)).map((row) => row.checkpoint);
  const state = await completeAnchor(file, newest);
  if (typeof state === 'object')
    throw new SealError(`the anchor file ${file} does not fit: ${state.differs}. See portico verify.`);
}

/** Begins a new anchor file from the seals of the database. Returns where the old one is now. */
export function restartAnchor(platform: Platform, id: string, now: Date): Promise<string | undefined> {
  return asSystem(platform.pool, id, async (db) => {
    await waitForSeals(db, id);
    const rows = await db
      .selectFrom('seals')
      .select('checkpoint')
      .where('workspace_id', '=', id)
      .orderBy('size')
      .execute();
    return beginAnew(
      anchorFile(platform.config, id),
      rows.map(({ checkpoint }) => checkpoint),
      now,
    );
  });
}

export const newestSeals = (db: Db, id: string, count: number) =>
  db.selectFrom('seals').selectAll().where('workspace_id', '=', id).orderBy('size', 'desc').limit(count).execute();

async function sealBatch(
  platform: Platform,
  db: Db,
  id: string,
  { head, batch, onto }: { head: number; batch: number; onto: Onto },
): Promise<number> {
  const key = sealKey(platform.masterKey);
  const [last] = await newestSeals(db, id, 1);
  const tree = new CompactTree(last?.size, last?.peaks);
  if (last) {
    const signed =
      onto === 'own key'
        ? openCheckpoint(last.checkpoint, await trustedSealKeys(platform))
        : readCheckpoint(last.checkpoint);
    if (!signed) throw new SealError('the last seal is not signed with the key of this master key');
    if (signed.size !== tree.size || !signed.root.equals(tree.root())) throw new SealError('the last seal is damaged');
  }
  const events = await eventsBetween(db, id, last?.last_seq ?? Number.MIN_SAFE_INTEGER, head, batch);
  const newest = events.at(-1);
  if (!newest) return 0;
  const leaves = seal(events, tree.size);
  for (const leaf of leaves) tree.append(leaf.hash);
  const checkpoint = signCheckpoint({ origin: originOfLog(id), size: tree.size, root: tree.root() }, key);
  await insertLeaves(db, id, leaves);
  await db
    .insertInto('seals')
    .values({
      workspace_id: id,
      size: tree.size,
      last_seq: newest.seq,
      root: tree.root(),
      peaks: tree.peaks(),
      checkpoint,
    })
    .execute();
  return events.length;
}

async function insertLeaves(db: Db, id: string, leaves: readonly Leaf[]): Promise<void> {
  const salts = (part: 'client' | 'data') =>
    leaves.map(({ openings }) => ('salt' in openings[part] ? openings[part].salt : null));
  await sql`insert into event_leaves (workspace_id, position, event_id, seq, hash, client_salt, data_salt)
    select ${id}, * from unnest(${leaves.map((leaf) => leaf.position)}::bigint[], ${leaves.map((leaf) => leaf.eventId)}::uuid[],
      ${leaves.map((leaf) => leaf.seq)}::bigint[], ${leaves.map((leaf) => leaf.hash)}::bytea[], ${salts('client')}::bytea[],
      ${salts('data')}::bytea[])`.execute(db);
}

/** Workspaces with something to seal; at first all of them, to complete an anchor file somebody was killed before. */
async function waiting(platform: Platform, settled: boolean): Promise<string[]> {
  const from = settled ? 'app.unsealed_workspaces()' : 'app.workspace_ids()';
  return (await platform.pool.question<{ id: string }>(`select id from ${from}`)).map(({ id }) => id);
}

/** A number up to which no event can appear any more. Undefined when a transaction has been running for too long. */
async function settledHead(platform: Platform, memory: Memory, patienceMs: number): Promise<number | undefined> {
  const [fresh] = await platform.pool.question<Mark>('select head, mark::text from app.seal_mark()');
  const until = Date.now() + patienceMs;
  // An older mark that has become free is better than a younger one that has not.
  const marks = [fresh!, ...(memory.pending ? [memory.pending] : [])];
  for (;;) {
    for (const each of marks) {
      if (!(await passed(platform, each.mark))) continue;
      delete memory.pending;
      return each.head;
    }
    if (Date.now() > until) {
      memory.pending ??= fresh!;
      return undefined;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

async function passed(platform: Platform, mark: string): Promise<boolean> {
  const text = 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as passed';
  return (await platform.pool.question<{ passed: boolean }>(text, [mark]))[0]!.passed;
}
