import { type Db, inScope } from '../db/scope.ts';
import type { Platform } from '../platform.ts';
import { originOfLog, publicHalf, sealKey, verifierKey } from './checkpoint.ts';
import { eventsBetween, type Leaf, leavesFrom, type Opening, type SealedEvent } from './leaf.ts';
import { newestSeals } from './sealer.ts';
import { successionsOf } from './succession.ts';

const CHUNK = 2_000;

/** An erasable part: its salt, or the commitment that stayed of it. */
export type OpeningLine = { salt: string } | { commitment: string };

export interface HeadLine {
  portico: 'event log';
  version: 1;
  workspace: string;
  origin: string;
  key: string;
  /** What keys before it said of those that followed them. */
  successions?: string[];
}

export interface EventLine {
  position: number;
  leaf: string;
  client: OpeningLine;
  data: OpeningLine;
  event: SealedEvent;
}

export interface SealLine {
  checkpoint: string;
}

/** The last line, without which an export was cut off. */
export interface EndLine {
  events: number;
  seals: number;
}

/** Every sealed event in its order, with all that is needed to prove it elsewhere: a JSON value a line. */
export async function exportLog(
  platform: Pick<Platform, 'pool' | 'masterKey' | 'config'>,
  workspaceId: string,
  write: (line: string) => Promise<void>,
): Promise<EndLine> {
  const origin = originOfLog(workspaceId);
  const key = verifierKey(origin, publicHalf(sealKey(platform.masterKey)));
  const successions = await successionsOf(platform);
  const line = (value: HeadLine | EventLine | SealLine | EndLine) => write(`${JSON.stringify(value)}\n`);
  // As of one moment: of what is erased meanwhile, the note would still say one thing and the event another.
  return inScope(platform.pool, { workspaceId, system: true, readOnly: true, still: true }, async (db) => {
    await line({
      portico: 'event log',
      version: 1,
      workspace: workspaceId,
      origin,
      key,
      ...(successions.length > 0 && { successions }),
    });
    const [last] = await newestSeals(db, workspaceId, 1);
    const end: EndLine = { events: 0, seals: 0 };
    for (let after = Number.MIN_SAFE_INTEGER; end.events < (last?.size ?? 0); ) {
      const leaves = await leavesFrom(db, workspaceId, end.events, Math.min(CHUNK, last!.size - end.events));
      if (leaves.length === 0) break;
      const upTo = leaves.at(-1)!.seq;
      const events = new Map(
        (await eventsBetween(db, workspaceId, after, upTo, CHUNK * 2)).map((each) => [each.id, each]),
      );
      after = upTo;
      const seals = await sealsWithin(db, workspaceId, end.events, end.events + leaves.length);
      for (const leaf of leaves) {
        const event = events.get(leaf.eventId);
        // What is gone from the log is missing in the export as well, and seen there.
        if (event) await line(eventLine(leaf, event));
        const checkpoint = seals.get(++end.events);
        if (checkpoint === undefined) continue;
        await line({ checkpoint });
        end.seals++;
      }
    }
    await line(end);
    return { value: end, commit: false };
  });
}

function eventLine(leaf: Leaf, event: SealedEvent): EventLine {
  const { client, data } = leaf.openings;
  return {
    position: leaf.position,
    leaf: leaf.hash.toString('base64'),
    client: written(client),
    data: written(data),
    event,
  };
}

const written = (opening: Opening): OpeningLine =>
  'salt' in opening ? { salt: opening.salt.toString('base64') } : { commitment: opening.commitment.toString('base64') };

async function sealsWithin(db: Db, workspaceId: string, after: number, upTo: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('seals')
    .select(['size', 'checkpoint'])
    .where('workspace_id', '=', workspaceId)
    .where('size', '>', after)
    .where('size', '<=', upTo)
    .execute();
  return new Map(rows.map(({ size, checkpoint }) => [size, checkpoint]));
}
