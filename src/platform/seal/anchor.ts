import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../config.ts';
import { readCheckpoint } from './checkpoint.ts';

/** More than the longest checkpoint, twice. */
const TAIL_BYTES = 4_096;

export const anchorFile = ({ dataDir }: Pick<Config, 'dataDir'>, workspaceId: string): string =>
  path.join(dataDir, 'seals', `${workspaceId}.log`);

/** The end of an anchor file: its last whole checkpoint, and what follows it when somebody was killed while writing. */
interface Tail {
  note: string | undefined;
  torn: string;
  /** Where the last whole checkpoint ends, in bytes. */
  end: number;
}

/** How the anchor file goes together with the newest seals of the database. */
export type Anchored = 'same' | 'one behind' | { differs: string };

/** In the anchor file, each checkpoint is followed by an empty line. */
const written = (note: string): string => `${note}\n`;

/** `newest` are the checkpoints of the newest seals, at most two, the newest first. */
export async function compareAnchor(file: string, newest: readonly string[]): Promise<Anchored> {
  return compared(await tailOf(file), newest);
}

function compared({ note, torn }: Tail, newest: readonly string[]): Anchored {
  const [last, before] = newest;
  if (note === last) return torn === '' ? 'same' : { differs: 'something that is no checkpoint follows its last one' };
  if (last !== undefined && note === before && written(last).startsWith(torn)) return 'one behind';
  const [size, known] = [sizeOf(note), sizeOf(last)];
  if (size > known)
    return { differs: `it knows ${size} sealed events, the database ${known}: an older database was put back` };
  if (size < known)
    return { differs: `it ends at ${size} sealed events and lacks later seals: it was cut off or put back` };
  return { differs: `its last checkpoint says something else about ${size} events` };
}

const sizeOf = (note: string | undefined): number => (note === undefined ? 0 : (readCheckpoint(note)?.size ?? 0));

/**
 * Adds the newest checkpoint to the anchor file if it is the only one that is missing there: whoever made it was killed
 * before. Everything else is left as it is, for somebody to look at.
 */
export async function completeAnchor(file: string, newest: readonly string[]): Promise<Anchored> {
  const tail = await tailOf(file);
  const state = compared(tail, newest);
  if (state !== 'one behind') return state;
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a', 0o644);
  try {
    await handle.truncate(tail.end);
    await handle.appendFile(written(newest[0]!));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return 'same';
}

async function tailOf(file: string): Promise<Tail> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!handle) return { note: undefined, torn: '', end: 0 };
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.subarray(0, bytesRead).toString('latin1');
    // A checkpoint ends with its signature and an empty line; the dash before a signature is the only one.
    const ends = [...text.matchAll(/\n\u00e2\u0080\u0094 [^\n]+\n\n/g)].map((match) => match.index + match[0].length);
    const [end = 0, before = 0] = ends.reverse();
    const bytes = (from: number, to?: number) => Buffer.from(text.slice(from, to), 'latin1').toString();
    return { note: end > 0 ? bytes(before, end - 1) : undefined, torn: bytes(end), end: start + end };
  } finally {
    await handle.close();
  }
}

/** Every checkpoint of an anchor file in turn; what is none comes as it stands there. An absent file has none. */
export async function* checkpointsIn(file: string): AsyncGenerator<string> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!handle) return;
  await handle.close();
  let note = '';
  let signed = false;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: 0 })) {
    if (line === '' && signed) {
      yield note;
      [note, signed] = ['', false];
    } else {
      note += `${line}\n`;
      signed ||= line.startsWith('— ');
    }
  }
  if (note !== '') yield note;
}

/** Begins a new anchor file with these checkpoints and keeps the old one beside it. Returns where that is now. */
export async function beginAnew(file: string, notes: readonly string[], now: Date): Promise<string | undefined> {
  const aside = file.replace(/\.log$/, `.until-${now.toISOString().replace(/[:.]/g, '-')}.log`);
  const there = await rename(file, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return false;
    },
  );
  if (notes.length > 0) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, notes.map(written).join(''), { flag: 'wx', mode: 0o644, flush: true });
  }
  return there ? aside : undefined;
}

/** Anchor files of this workspace that were put aside. */
export async function asideOf(file: string): Promise<string[]> {
  const names = await readdir(path.dirname(file)).catch(() => []);
  const begin = `${path.basename(file, '.log')}.until-`;
  return names.filter((name) => name.startsWith(begin)).sort();
}
