import { deflateRawSync } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';

export interface WholeFile {
  path: string;
  content: Uint8Array;
}

export interface ZipFile {
  path: string;
  /** What comes in pieces is put in as it is, and never in memory as a whole. */
  content: Uint8Array | AsyncIterable<Uint8Array>;
  /** A link to another file, of which the content is the address. */
  link?: boolean;
}

const PACKED = /\.(png|jpe?g|gif|webp|avif|zip)$/i;
/** What a zip of the old form can hold. */
const MOST_FILES = 65_000;
const MOST_BYTES = 4_000_000_000;

/** Words shrink to a tenth; what shrinks to a five hundredth was made to be unpacked. */
const MOST_RATIO = 500;
export const shrinks = (bytes: number, packed: number): boolean =>
  bytes > 1024 * 1024 && bytes > MOST_RATIO * Math.max(1, packed);

export class TooMuch extends Error {
  override name = 'TooMuch';
}

/** Packed by zlib, a file in one piece: the packer of fflate takes ten times as long, and makes its windows anew for each. */
class Packed extends ZipPassThrough {
  override compression = 8;
  #packed: Uint8Array<ArrayBuffer>;
  constructor(path: string, packed: Uint8Array<ArrayBuffer>) {
    super(path);
    this.#packed = packed;
  }
  override process(_chunk: Uint8Array, final: boolean): void {
    this.ondata(null, this.#packed, final);
  }
}

/** Pictures are packed already; and what shrinks to next to nothing would be taken for what was made to do harm. */
function entryOf(path: string, content: Uint8Array): ZipPassThrough {
  if (PACKED.test(path)) return new ZipPassThrough(path);
  const packed = deflateRawSync(content);
  return shrinks(content.length, packed.length) ? new ZipPassThrough(path) : new Packed(path, packed);
}

/** What Unix says of a link, in the upper half. */
const LINK = { os: 3, attrs: 0o120777 << 16 };

/** Files as a zip, one after another. */
export async function* zipOf(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let [count, bytes] = [0, 0];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(piece);
  });
  for await (const { path, content, link } of files) {
    if (++count > MOST_FILES) throw new TooMuch('it does not fit into one zip');
    const whole = content instanceof Uint8Array;
    const entry = whole ? entryOf(path, content) : new ZipPassThrough(path);
    if (link) Object.assign(entry, LINK);
    zip.add(entry);
    for await (const piece of whole ? [content] : content) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) throw new TooMuch('it does not fit into one zip');
      entry.push(piece, whole);
      yield* ready.splice(0);
    }
    if (!whole) entry.push(new Uint8Array(), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}
