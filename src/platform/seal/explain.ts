import type { Db } from '../db/scope.ts';
import { readCheckpoint } from './checkpoint.ts';
import { eventsBetween, eventsWithIds, hashOf, type Leaf, leavesFrom, type SealedEvent } from './leaf.ts';
import type { Finding, LogCheck } from './log-check.ts';

/** Where the log first does not fit: what was noted at this place, and the number of the event before. */
interface Place {
  leaf: Leaf | undefined;
  after: number;
}

/** Says what happened at the first place that does not fit. */
export async function explain(db: Db, id: string, check: LogCheck, { leaf, after }: Place): Promise<Finding> {
  const position = check.tree.size;
  const seal = await sealOver(db, id, position);
  const say = (
    what: Finding['what'],
    part: Finding['part'],
    event: { id: string; seq: number } | undefined,
    seen: string,
  ): Finding => ({
    what,
    part,
    ...(event && { event: { id: event.id, seq: event.seq } }),
    seal: { size: seal?.size ?? position, after: check.sealed.size },
    seen,
  });
  const [next] = await eventsBetween(db, id, after, Number.MAX_SAFE_INTEGER, 1);
  if (leaf?.position !== position)
    return say('missing', 'leaf', next, 'what was noted of it when it was sealed is gone');
  const noted = { id: leaf.eventId, seq: leaf.seq };
  const [sameId] = await eventsWithIds(db, id, [leaf.eventId]);
  if (next && fits(next, leaf))
    return say('changed', 'leaf', next, 'what was noted of it when it was sealed names another event');
  if (sameId && fits({ ...sameId, seq: leaf.seq }, leaf)) {
    // The event itself is as it was; its place is not, or another one pushes in before it.
    if (sameId.seq !== leaf.seq) return say('reordered', 'event', sameId, `it was sealed as number ${leaf.seq}`);
    if (next && next.id !== sameId.id) return intruder(db, id, next, say);
    return say('changed', 'leaf', next, 'what was noted of it when it was sealed was changed');
  }
  if (next && next.seq < leaf.seq && next.id !== leaf.eventId) {
    if (await isNoted(db, id, next.id)) return say('reordered', 'event', next, 'it was sealed at another place');
    return say('inserted', 'event', next, 'it was not there when its place in the order was sealed');
  }
  if (!sameId) {
    if (next?.seq !== leaf.seq) return say('missing', 'event', noted, 'it was sealed and is gone');
    if (fits({ ...next, id: leaf.eventId }, leaf)) return say('changed', 'event', noted, `its id is now ${next.id}`);
    return say('changed', 'event', noted, `another event, ${next.id}, is in its place`);
  }
  const guilty = await changedWhich(db, id, check, leaf, sameId, seal?.checkpoint);
  return guilty === 'leaf'
    ? say('changed', 'leaf', sameId, 'what was noted of it when it was sealed was changed')
    : say('changed', 'event', sameId, 'it is not as it was sealed');
}

type Say = (what: Finding['what'], part: Finding['part'], event: SealedEvent, seen: string) => Finding;

async function intruder(db: Db, id: string, next: SealedEvent, say: Say): Promise<Finding> {
  if (await isNoted(db, id, next.id)) return say('reordered', 'event', next, 'it was sealed at another place');
  return say('inserted', 'event', next, 'it was not there when its place in the order was sealed');
}

const fits = (event: SealedEvent, leaf: Leaf): boolean => hashOf(event, leaf.openings)?.equals(leaf.hash) ?? false;

/** The seal knows the root: of event and note, the one that leads to it is the true one. */
async function changedWhich(
  db: Db,
  id: string,
  check: LogCheck,
  leaf: Leaf,
  event: SealedEvent,
  checkpoint: string | undefined,
): Promise<'event' | 'leaf'> {
  const sealed = checkpoint && readCheckpoint(checkpoint);
  const other = hashOf(event, leaf.openings);
  if (!sealed || !other) return 'event';
  const tree = check.tree.copy();
  tree.append(other);
  const rest = await leavesFrom(db, id, tree.size, sealed.size - tree.size);
  for (const each of rest) tree.append(each.hash);
  return tree.root().equals(sealed.root) ? 'leaf' : 'event';
}

const sealOver = (db: Db, id: string, position: number) =>
  db
    .selectFrom('seals')
    .select(['size', 'checkpoint'])
    .where('workspace_id', '=', id)
    .where('size', '>', position)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst();

async function isNoted(db: Db, id: string, eventId: string): Promise<boolean> {
  const row = await db
    .selectFrom('event_leaves')
    .select('position')
    .where('workspace_id', '=', id)
    .where('event_id', '=', eventId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
