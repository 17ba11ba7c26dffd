import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, inScope } from '../db/scope.ts';
import type { Platform } from '../platform.ts';
import { anchorFile, compareAnchor } from './anchor.ts';
import { originOfLog } from './checkpoint.ts';
import { explain } from './explain.ts';
import { eventsBetween, type Leaf, leavesFrom, type SealedEvent } from './leaf.ts';
import { type Finding, LogCheck, type Report } from './log-check.ts';
import { newestSeals } from './sealer.ts';

const CHUNK = 1_000;

/** Holds one workspace's whole log against its seals and an anchor file, its own if no copy is named. */
export function verifyDatabase(
  platform: Pick<Platform, 'pool' | 'config'>,
  workspaceId: string,
  keys: readonly Buffer[],
  copy?: string,
): Promise<Report> {
  const file = copy ?? anchorFile(platform.config, workspaceId);
  return inScope(platform.pool, { workspaceId, system: true, readOnly: true }, async (db) => {
    if (copy === undefined) await untilAnchored(db, workspaceId, file);
    const check = new LogCheck(originOfLog(workspaceId), keys, { file, mayBeOlder: copy !== undefined });
    const [last] = await newestSeals(db, workspaceId, 1);
    const finding = await firstBroken(db, workspaceId, check, last?.size ?? 0);
    const { events } = await db
      .selectFrom('events')
      .select((each) => each.fn.countAll<number>().as('events'))
      .where('workspace_id', '=', workspaceId)
      .where('seq', '>', last?.last_seq ?? Number.MIN_SAFE_INTEGER)
      .executeTakeFirstOrThrow();
    const { tree, seals, erased, anchored } = check;
    const report = { workspace: workspaceId, events: tree.size, seals, erased, unsealed: events, anchored };
    return { value: finding ? { ...report, finding } : report, commit: false };
  });
}

/** A sealer that is at work commits before it writes the anchor file. */
async function untilAnchored(db: Db, workspaceId: string, file: string): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const newest = (await newestSeals(db, workspaceId, 2)).map(({ checkpoint }) => checkpoint);
    if ((await compareAnchor(file, newest)) !== 'one behind') return;
    await sleep(250);
  }
}

interface Chunk {
  leaves: Leaf[];
  events: SealedEvent[];
}

async function firstBroken(db: Db, id: string, check: LogCheck, end: number): Promise<Finding | undefined> {
  const seals = sealsOf(db, id);
  let seal = (await seals.next()).value;
  let after = Number.MIN_SAFE_INTEGER;
  const read = async (position: number, from: number): Promise<Chunk> => {
    const leaves = await leavesFrom(db, id, position, Math.min(CHUNK, end - position));
    const upTo = leaves.at(-1)?.seq ?? from;
    return { leaves, events: await eventsBetween(db, id, from, upTo, CHUNK + 1) };
  };
  let next: Promise<Chunk> | undefined = end > 0 ? read(0, after) : undefined;
  while (next) {
    const { leaves, events } = await next;
    const reached = check.tree.size + leaves.length;
    const before = after;
    after = leaves.at(-1)?.seq ?? after;
    // The database works on the next piece while this one is hashed.
    next = leaves.length > 0 && reached < end ? read(reached, after) : undefined;
    const broken = async (index: number) => {
      await next?.catch(() => undefined);
      return explain(db, id, check, { leaf: leaves[index], after: index > 0 ? leaves[index - 1]!.seq : before });
    };
    if (leaves.length === 0) return broken(0);
    for (let index = 0; index < leaves.length; index++) {
      const event = events[index];
      const fits = event !== undefined && check.add(event, leaves[index]!);
      if (!fits && !(await fitsNow(db, id, check, index > 0 ? leaves[index - 1]!.seq : before))) return broken(index);
      if (seal?.size !== check.tree.size) continue;
      const finding = (await check.close(seal.checkpoint)) ?? differing(check, seal);
      if (finding) return finding;
      seal = (await seals.next()).value;
    }
    const extra = events[leaves.length];
    if (extra) {
      await next?.catch(() => undefined);
      return { what: 'inserted', part: 'event', event: extra, seen: 'another event has the same number' };
    }
  }
  return (await extraLeaves(db, id)) ?? check.end((note) => isSeal(db, id, note));
}

/**
 * What is erased between the reading of a note and that of its event fits when both are read once more; each of the two parts is
 * erased once. Not all of it as of one moment: the anchor file goes on growing, and is held against the newest seals.
 */
async function fitsNow(db: Db, id: string, check: LogCheck, after: number): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const [leaf] = await leavesFrom(db, id, check.tree.size, 1);
    const [event] = leaf ? await eventsBetween(db, id, after, leaf.seq, 1) : [];
    if (leaf && event && check.add(event, leaf)) return true;
  }
  return false;
}

type SealRow = Awaited<ReturnType<typeof newestSeals>>[number];

/** The columns beside the checkpoint, from which the sealer goes on. */
function differing(check: LogCheck, seal: SealRow): Finding | undefined {
  if (seal.root.equals(check.tree.root()) && seal.peaks.equals(check.tree.peaks())) return undefined;
  const seen = 'its root or peaks in the database are not those of its checkpoint';
  return { what: 'changed', part: 'seal', seal: { size: seal.size, after: seal.size }, seen };
}

async function* sealsOf(db: Db, id: string): AsyncGenerator<SealRow, undefined> {
  for (let size = 0; ; ) {
    const rows = await db
      .selectFrom('seals')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('size', '>', size)
      .orderBy('size')
      .limit(500)
      .execute();
    yield* rows;
    if (rows.length === 0) return;
    size = rows.at(-1)!.size;
  }
}

async function extraLeaves(db: Db, id: string): Promise<Finding | undefined> {
  const row = await db
    .selectFrom('event_leaves as l')
    .select(['l.event_id', 'l.seq'])
    .where('l.workspace_id', '=', id)
    .where('l.position', '>=', (seals) =>
      seals
        .selectFrom('seals as s')
        .select((each) => each.fn.coalesce(each.fn.max('s.size'), each.lit(0)).as('size'))
        .where('s.workspace_id', '=', id),
    )
    .orderBy('l.position')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const seen = 'it is noted as sealed, and no seal covers it: the seal was taken away, or the note added';
  return { what: 'inserted', part: 'leaf', event: { id: row.event_id, seq: row.seq }, seen };
}

async function isSeal(db: Db, id: string, note: string): Promise<boolean> {
  const row = await db
    .selectFrom('seals')
    .select('size')
    .where('workspace_id', '=', id)
    .where('checkpoint', '=', note)
    .executeTakeFirst();
  return row !== undefined;
}
