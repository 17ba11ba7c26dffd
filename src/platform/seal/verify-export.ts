import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import type { EventLine } from './export-log.ts';
import type { Leaf, Opening, SealedEvent } from './leaf.ts';
import { type AnchorCopy, type Finding, LogCheck, type Report } from './log-check.ts';
import { successions, withSuccessors } from './succession.ts';

const head = z.object({
  portico: z.literal('event log'),
  version: z.literal(1),
  workspace: z.string(),
  origin: z.string(),
  successions,
});

/** Proves an export with nothing but a key: no database, no installation. OperatorError when it is no export. */
export async function verifyExport(file: string, keys: readonly Buffer[], copy?: string): Promise<Report> {
  const input = createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  try {
    // An editor may have put its mark in front.
    const first = head.safeParse(parsed(String((await lines.next()).value ?? '').replace(/^\ufeff/, '')));
    if (!first.success) {
      throw new OperatorError(
        `${file} is no export of an event log: portico export-log makes one. Files from the audit page are for reading.`,
      );
    }
    const { workspace, origin, successions: notes } = first.data;
    const anchor: AnchorCopy | undefined = copy === undefined ? undefined : { file: copy, mayBeOlder: true };
    const check = new LogCheck(origin, withSuccessors(keys, notes), anchor);
    const finding =
      origin === `portico/${workspace}`
        ? await firstBroken(lines, check)
        : strange(check, 'its first line was changed');
    const { tree, seals, erased, anchored } = check;
    const report = { workspace, events: tree.size, seals, erased, unsealed: 0, anchored };
    return finding ? { ...report, finding } : report;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== undefined) throw new OperatorError(`${file} cannot be read: ${message}`);
    throw error;
  } finally {
    input.destroy();
  }
}

type Lines = AsyncIterator<string>;

async function firstBroken(lines: Lines, check: LogCheck): Promise<Finding | undefined> {
  for (let { value, done } = await lines.next(); !done; { value, done } = await lines.next()) {
    const line = parsed(value) as
      | Partial<EventLine & { checkpoint: string; events: number; seals: number }>
      | undefined;
    if (typeof line?.checkpoint === 'string') {
      const finding = await check.close(line.checkpoint);
      if (finding) return finding;
    } else if (line?.event) {
      const leaf = leafOf(line as EventLine);
      if (!leaf) return strange(check, 'a line is not as an export has it');
      if (!check.add(line.event, leaf)) return explain(lines, check, line.event, leaf);
    } else if (line?.events !== undefined) {
      if (line.events !== check.tree.size || line.seals !== check.seals)
        return strange(check, 'the last line counts otherwise');
      if (check.sealed.size !== check.tree.size) return strange(check, 'events follow the last seal');
      if (!(await lines.next()).done) return strange(check, 'lines follow the last one');
      return check.end(async () => false);
    } else return strange(check, 'a line is not as an export has it');
  }
  return { ...strange(check, 'the export is cut off'), what: 'missing' };
}

function strange(check: LogCheck, seen: string): Finding {
  return { what: 'changed', part: 'seal', seal: { size: check.tree.size, after: check.sealed.size }, seen };
}

/** Reads on until it is clear whether an event is gone or stands elsewhere. */
async function explain(lines: Lines, check: LogCheck, event: SealedEvent, leaf: Leaf): Promise<Finding> {
  const position = check.tree.size;
  const at = { event: { id: event.id, seq: event.seq }, seal: { size: position, after: check.sealed.size } };
  if (leaf.position === position) return { what: 'changed', part: 'event', ...at, seen: 'it is not as it was sealed' };
  if (leaf.position < position) {
    return {
      what: 'inserted',
      part: 'event',
      ...at,
      seen: `it says of itself that it is event ${leaf.position}, which was there already`,
    };
  }
  for (let { value, done } = await lines.next(); !done; { value, done } = await lines.next()) {
    const line = parsed(value) as Partial<EventLine> | undefined;
    if (line?.event && line.position === position) {
      const moved = { ...at, event: { id: line.event.id, seq: line.event.seq } };
      return {
        what: 'reordered',
        part: 'event',
        ...moved,
        seen: `it was sealed as event ${position}, before ${event.id}`,
      };
    }
  }
  return {
    what: 'missing',
    part: 'event',
    ...at,
    seen: `event ${position} is gone; the event named is the one that follows`,
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const opening = z.union([z.object({ salt: z.base64() }), z.object({ commitment: z.base64() })]);

function leafOf(line: EventLine): Leaf | undefined {
  const [client, data] = [openingOf(line.client), openingOf(line.data)];
  const { id, seq, client: from } = line.event;
  if (!client || !data || typeof line.leaf !== 'string' || typeof from !== 'object' || from === null) return undefined;
  if (typeof line.event.data !== 'object' || line.event.data === null) return undefined;
  const hash = Buffer.from(line.leaf, 'base64');
  return { position: line.position, eventId: id, seq, hash, openings: { client, data } };
}

function openingOf(line: unknown): Opening | undefined {
  const { data } = opening.safeParse(line);
  if (!data) return undefined;
  return 'salt' in data
    ? { salt: Buffer.from(data.salt, 'base64') }
    : { commitment: Buffer.from(data.commitment, 'base64') };
}
