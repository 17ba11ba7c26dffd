import { isUtf8 } from 'node:buffer';

const BOMS = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
] as const;
/** Where a page of HTML says how it is written. */
const NAMED = /<meta[^>]+charset\s*=\s*["']?([\w-]{2,40})/i;

export interface Words {
  text: string;
  /** Nothing said how it is written, and it is not UTF-8: it was read as most others are. */
  guessed: boolean;
}

/** The words of a file, however it is written; null for what has none. */
export function wordsOf(bytes: Buffer): Words | null {
  const marked = BOMS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  if (!marked && bytes.includes(0)) return null;
  if (marked || isUtf8(bytes)) return { text: decoded(bytes, marked ?? 'utf-8')!, guessed: false };
  const named = NAMED.exec(bytes.toString('latin1', 0, 2048))?.[1];
  const text = named && !/^utf-?\d/i.test(named) ? decoded(bytes, named) : undefined;
  return text === undefined ? { text: decoded(bytes, 'windows-1252')!, guessed: true } : { text, guessed: false };
}

function decoded(bytes: Buffer, label: string): string | undefined {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return undefined;
  }
}
