import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { shrinks } from '#platform/http/zip.ts';
import { type Problem, Refused } from './found.ts';

/** Files by their path, as somebody handed them over. */
export interface Archive {
  files: ReadonlyMap<string, { bytes: number }>;
  problems: (Problem & { about: string })[];
  /** Those of them that somebody has read. */
  opened: ReadonlySet<string>;
  read(path: string): Promise<Buffer>;
}

const MIB = 1024 * 1024;
/** What may be unpacked of one file, and of all together. */
export const MOST_ENTRIES = 60_000;
export const MOST_ENTRY = 64 * MIB;
const MOST_TOGETHER = 4096 * MIB;
/** Of what has to be in memory at once: all texts of a source. */
export const MOST_WORDS = 400 * MIB;
const SYMLINK = 0o120000;
const KIND = 0o170000;

export interface Content {
  bytes: number;
  /** At least one and at most so many bytes from there. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** One file that is no archive, in the shape of one. */
export function singleFile(name: string, content: Buffer): Archive {
  const opened = new Set([name]);
  return { files: new Map([[name, { bytes: content.length }]]), problems: [], opened, read: async () => content };
}

/** A zip, of which nothing is unpacked but what is asked for. Throws Refused for what is none or is made to do harm. */
export async function openZip(content: Content): Promise<Archive> {
  const zip = await opened(content);
  const entries = new Map<string, yauzl.Entry>();
  const problems: Archive['problems'] = [];
  const read = new Set<string>();
  let [count, packed, together] = [0, 0, 0];
  for await (const entry of entriesOf(zip)) {
    if (++count > MOST_ENTRIES) throw new Refused('many');
    const name = nameOf(entry);
    const kind = problemOf(entry, name);
    packed += entry.compressedSize;
    // What is left out is never unpacked.
    if (!kind) together += entry.uncompressedSize;
    // Entries that lie on one another are read many times over.
    if (together > MOST_TOGETHER || packed > content.bytes) throw new Refused('bomb');
    if (kind) problems.push({ kind, about: name.slice(0, 200) });
    else if (!isAside(name) && !entries.has(name)) entries.set(name, entry);
  }
  return {
    files: new Map([...entries].map(([name, { uncompressedSize }]) => [name, { bytes: uncompressedSize }])),
    problems,
    opened: read,
    read: (path) => {
      read.add(path);
      return readEntry(zip, entries.get(path)!);
    },
  };
}

function problemOf(entry: yauzl.Entry, name: string): Problem['kind'] | undefined {
  if (((entry.externalFileAttributes >>> 16) & KIND) === SYMLINK) return 'symlink';
  if (yauzl.validateFileName(name) !== null || name.split('/').includes('..')) return 'path';
  if ((entry.generalPurposeBitFlag & 1) !== 0) return 'locked';
  if (shrinks(entry.uncompressedSize, entry.compressedSize)) return 'bomb';
  return entry.uncompressedSize > MOST_ENTRY ? 'large' : undefined;
}

/** Folders, and what systems leave beside files. */
const isAside = (name: string): boolean =>
  name.endsWith('/') || name.split('/').some((part) => part === '__MACOSX' || (part.startsWith('.') && part !== '.'));

function nameOf(entry: yauzl.Entry): string {
  const bytes = entry.fileName as unknown as Buffer;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch {
    return bytes.toString('latin1');
  }
}

function opened(content: Content): Promise<yauzl.ZipFile> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true } as const;
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(new InBlocks(content), content.bytes, options, (error, zip) =>
      error ? reject(new Refused('broken')) : resolve(zip),
    );
  });
}

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const next = await new Promise<yauzl.Entry | null>((resolve, reject) => {
      zip.removeAllListeners();
      zip.on('entry', (entry: yauzl.Entry) => resolve(entry));
      zip.on('end', () => resolve(null));
      zip.on('error', () => reject(new Refused('broken')));
      zip.readEntry();
    });
    if (!next) return;
    yield next;
  }
}

/** All of it, and never more than it said it was: yauzl ends a stream that goes on. */
function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(new Refused('broken'));
      stream.toArray().then(
        (pieces) => resolve(Buffer.concat(pieces as Buffer[])),
        () => reject(new Refused('broken')),
      );
    });
  });
}

/** As large as the pieces that stored contents are encrypted in: what is read in another order than it lies in costs no more than that. */
const BLOCK = 64 * 1024;
const KEPT = 64;

/** Reads a stored content in pieces, of which the last are kept: the parts of a zip are small and lie beside one another. */
class InBlocks extends yauzl.RandomAccessReader {
  readonly #content: Content;
  readonly #kept = new Map<number, Promise<Buffer>>();
  constructor(content: Content) {
    super();
    this.#content = content;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }
  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const n = Math.floor(at / BLOCK);
      const block = await this.#block(n);
      const piece = block.subarray(at - n * BLOCK, Math.min(end - n * BLOCK, BLOCK));
      if (piece.length === 0) return;
      yield piece;
      at += piece.length;
    }
  }
  #block(n: number): Promise<Buffer> {
    const there = this.#kept.get(n);
    this.#kept.delete(n);
    const block = there ?? this.#read(n);
    this.#kept.set(n, block);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return block;
  }
  async #read(n: number): Promise<Buffer> {
    return wholeOf(this.#content, n * BLOCK, Math.min((n + 1) * BLOCK, this.#content.bytes));
  }
}

/** All bytes from the one up to the other, which is not among them. */
export async function wholeOf(content: Content, from: number, to: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (let at = from; at < to; ) {
    const piece = await content.read(at, to - at);
    pieces.push(piece);
    at += piece.length;
  }
  return pieces.length === 1
    ? Buffer.from(pieces[0]!.buffer, pieces[0]!.byteOffset, pieces[0]!.length)
    : Buffer.concat(pieces);
}
