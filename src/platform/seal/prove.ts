import { z } from 'zod';
import type { Db } from '../db/scope.ts';
import { openCheckpoint, originOfLog } from './checkpoint.ts';
import { eventsWithIds, hashOf, type Leaf, leavesFrom, type SealedEvent } from './leaf.ts';
import { CompactTree } from './merkle.ts';
import { includes, inclusionUnderSeal } from './proofs.ts';
import { successions, withSuccessors } from './succession.ts';

/** Everything that proves one event to somebody who has the public key and nothing else of ours. */
export interface EventProof {
  portico: 'event proof';
  version: 1;
  origin: string;
  position: number;
  /** The leaf's hash, and what opens its commitments; a commitment alone where privacy has taken the value. */
  leaf: string;
  client: { salt: string } | { commitment: string };
  data: { salt: string } | { commitment: string };
  event: SealedEvent;
  /** The siblings from the leaf up to the root of the checkpoint (RFC 6962). */
  proof: string[];
  checkpoint: string;
  /** What keys before said of those that followed them. */
  successions?: string[];
}

/** Undefined while no seal covers the event, or when it is not there. */
export async function proveEvent(db: Db, workspaceId: string, eventId: string): Promise<EventProof | undefined> {
  const [event] = await eventsWithIds(db, workspaceId, [eventId]);
  const row =
    event &&
    (await db
      .selectFrom('event_leaves')
      .select('position')
      .where('workspace_id', '=', workspaceId)
      .where('seq', '=', event.seq)
      .executeTakeFirst());
  if (!row) return undefined;
  const [seal, earlier] = await sealsAround(db, workspaceId, row.position);
  if (!seal) return undefined;
  const before = new CompactTree(earlier?.size, earlier?.peaks);
  const leaves = await leavesFrom(db, workspaceId, before.size, seal.size - before.size);
  const leaf = leaves[row.position - before.size];
  if (!leaf || leaves.length !== seal.size - before.size) return undefined;
  const hashes = leaves.map(({ hash }) => hash);
  return {
    portico: 'event proof',
    version: 1,
    origin: originOfLog(workspaceId),
    position: row.position,
    leaf: leaf.hash.toString('base64'),
    client: written(leaf.openings.client),
    data: written(leaf.openings.data),
    event,
    proof: inclusionUnderSeal(row.position, before, hashes).map((step) => step.toString('base64')),
    checkpoint: seal.checkpoint,
  };
}

async function sealsAround(db: Db, workspaceId: string, position: number) {
  const seals = db.selectFrom('seals').select(['size', 'peaks', 'checkpoint']).where('workspace_id', '=', workspaceId);
  const [over, under] = await Promise.all([
    seals.where('size', '>', position).orderBy('size').limit(1).executeTakeFirst(),
    seals.where('size', '<=', position).orderBy('size', 'desc').limit(1).executeTakeFirst(),
  ]);
  return [over, under] as const;
}

type Opening = Leaf['openings']['client'];

const written = (opening: Opening) =>
  'salt' in opening ? { salt: opening.salt.toString('base64') } : { commitment: opening.commitment.toString('base64') };

const opening = z.union([z.object({ salt: z.base64() }), z.object({ commitment: z.base64() })]);
const aProof = z.object({
  portico: z.literal('event proof'),
  version: z.literal(1),
  origin: z.string(),
  position: z.int().min(0),
  leaf: z.base64(),
  client: opening,
  data: opening,
  event: z.looseObject({
    workspace: z.string(),
    data: z.record(z.string(), z.unknown()),
    client: z.object({ ip: z.string().nullable(), agent: z.string().nullable() }),
    actor: z.object({ kind: z.string(), identity: z.string().nullable(), person: z.string().nullable() }),
    subject: z.object({ type: z.string(), id: z.string() }),
  }),
  proof: z.array(z.base64()),
  checkpoint: z.string(),
  successions,
});

const read = (given: z.output<typeof opening>): Opening =>
  'salt' in given
    ? { salt: Buffer.from(given.salt, 'base64') }
    : { commitment: Buffer.from(given.commitment, 'base64') };

/** What is wrong with a proof, in a few words; null when it holds. Undefined when it is no proof. */
export function whyNotProved(value: unknown, keys: readonly Buffer[]): string | null | undefined {
  const { data: given } = aProof.safeParse(value);
  if (!given) return undefined;
  const event = given.event as unknown as SealedEvent;
  const checkpoint = openCheckpoint(given.checkpoint, withSuccessors(keys, given.successions));
  if (!checkpoint) return 'the checkpoint is not signed with a known key';
  if (checkpoint.origin !== given.origin || given.origin !== originOfLog(event.workspace))
    return 'it is of another log';
  const leaf = Buffer.from(given.leaf, 'base64');
  const own = hashOf(event, { client: read(given.client), data: read(given.data) });
  if (!own?.equals(leaf)) return 'the event is not as it was sealed';
  const steps = given.proof.map((step) => Buffer.from(step, 'base64'));
  return includes(checkpoint.root, checkpoint.size, given.position, leaf, steps)
    ? null
    : 'it does not lead to the root of its checkpoint';
}
