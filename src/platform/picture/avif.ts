import { type Bare, MOST_PARTS, PictureError } from './picture.ts';

interface Box {
  name: string;
  /** Where its name stands, and what is in it. */
  named: number;
  from: number;
  to: number;
}

/** Items that are words about the picture. An XMP is of the type `mime`. */
const ABOUT = new Set(['Exif', 'mime', 'uri ']);

/**
 * An AVIF without what was written about it. It finds everything by its place in the file, so those places stay, with nothing in them. Which
 * way up it is it says elsewhere than in Exif.
 */
export function cleanAvif(bytes: Buffer): Bare {
  try {
    return emptied(Buffer.from(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw damaged();
    throw error;
  }
}

function emptied(content: Buffer): Bare {
  const outer = boxes(content, 0, content.length);
  const meta = outer.find(({ name }) => name === 'meta');
  if (!meta) throw damaged();
  const parts = boxes(content, meta.from + 4, meta.to);
  const within = (name: string) => parts.find((box) => box.name === name);
  const about = itemsAbout(content, within('iinf'));
  for (const { from, to } of places(content, within('iloc'), within('idat'), about)) content.fill(0, from, to);
  const moov = outer.find(({ name }) => name === 'moov');
  const loose = [...outer, ...parts, ...(moov ? boxes(content, moov.from, moov.to) : [])];
  for (const box of loose.filter(({ name }) => name === 'uuid' || name === 'udta')) empty(content, box);
  return { type: 'image/avif', content, ...sizeOf(content, within('iprp')) };
}

function empty(content: Buffer, { named, from, to }: Box): void {
  content.write('free', named, 'latin1');
  content.fill(0, from, to);
}

function boxes(content: Buffer, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const short = content.readUInt32BE(at);
    const long = short === 1;
    const length = long ? Number(content.readBigUInt64BE(at + 8)) : short || to - at;
    if (length < (long ? 16 : 8) || at + length > to || found.length === MOST_PARTS) throw damaged();
    const name = content.toString('latin1', at + 4, at + 8);
    found.push({ name, named: at + 4, from: at + (long ? 16 : 8), to: at + length });
    at += length;
  }
  return found;
}

/** The numbers of the items that are about the picture. What is none of its kinds any more no reader asks for. */
function itemsAbout(content: Buffer, iinf: Box | undefined): Set<number> {
  if (!iinf) throw damaged();
  const ids = new Set<number>();
  for (const { name, from } of boxes(content, iinf.from + (content[iinf.from] === 0 ? 6 : 8), iinf.to)) {
    const version = content[from]!;
    if (name !== 'infe' || version < 2) throw damaged();
    const wide = version > 2;
    const kind = from + 4 + (wide ? 4 : 2) + 2;
    if (!ABOUT.has(content.toString('latin1', kind, kind + 4))) continue;
    ids.add(wide ? content.readUInt32BE(from + 4) : content.readUInt16BE(from + 4));
    content.write('none', kind, 'latin1');
  }
  return ids;
}

function places(content: Buffer, iloc: Box | undefined, idat: Box | undefined, ids: ReadonlySet<number>) {
  if (!iloc) throw damaged();
  const version = content[iloc.from]!;
  let at = iloc.from + 4;
  const next = (bytes: number): number => {
    if (at + bytes > iloc.to) throw damaged();
    const value = bytes === 0 ? 0 : bytes === 8 ? Number(content.readBigUInt64BE(at)) : content.readUIntBE(at, bytes);
    at += bytes;
    return value;
  };
  const [offsets, bases] = [next(1), next(1)];
  const [offset, length, base, index] = [offsets >> 4, offsets & 15, bases >> 4, version > 0 ? bases & 15 : 0];
  const found: { from: number; to: number }[] = [];
  let [places, emptied] = [0, 0];
  for (let items = next(version < 2 ? 2 : 4); items > 0; items--) {
    const id = next(version < 2 ? 2 : 4);
    const way = version > 0 ? next(2) & 15 : 0;
    next(2);
    const start = next(base) + (way === 1 ? (idat?.from ?? 0) : 0);
    const extents = next(2);
    places += extents;
    if (places > MOST_PARTS) throw damaged();
    for (let extent = 0; extent < extents; extent++) {
      next(index);
      const from = start + next(offset);
      const to = from + next(length);
      if (!ids.has(id)) continue;
      if (way > 1 || to === from || to > content.length) throw damaged();
      emptied += to - from;
      if (emptied > content.length) throw damaged();
      found.push({ from, to });
    }
  }
  return found;
}

/** Of the largest of what it is made of: there are thumbnails and tiles besides. */
function sizeOf(content: Buffer, iprp: Box | undefined): { width: number; height: number } {
  const ipco = iprp && boxes(content, iprp.from, iprp.to).find(({ name }) => name === 'ipco');
  if (!ipco) throw damaged();
  const properties = boxes(content, ipco.from, ipco.to);
  const sizes = properties
    .filter(({ name }) => name === 'ispe')
    .map(({ from }) => ({ width: content.readUInt32BE(from + 4), height: content.readUInt32BE(from + 8) }));
  const size = sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
  if (!size) throw damaged();
  const turn = properties.find(({ name }) => name === 'irot');
  return turn && content[turn.from]! & 1 ? { width: size.height, height: size.width } : size;
}

const damaged = () => new PictureError('is a damaged AVIF');
