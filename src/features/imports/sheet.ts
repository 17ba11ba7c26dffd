import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

export interface Sheet {
  header: string[];
  lines: string[][];
  /** What stands between its cells. */
  delimiter: string;
}

export const MOST_LINES = 10_000;
/** An address book has close to a hundred; a form has room for the meanings of so many. */
const MOST_COLUMNS = 150;

/** Why a file is no list of ours; keys of the catalog. */
export type Unreadable = 'error.empty' | 'error.broken' | 'error.many' | 'error.wide';

/** A file of lines as spreadsheets write them: their encoding and their delimiter are found out. */
export function readSheet(content: Uint8Array): Sheet | Unreadable {
  const decoded = decode(Buffer.from(content));
  if (decoded.includes('\0')) return 'error.broken';
  // Excel names in a first line of its own what stands between the cells.
  const [first, named] = /^\ufeff?"?sep=([;,|\t])"?[;,|\t]*\r?\n/i.exec(decoded) ?? [''];
  const text = decoded.slice(first.length);
  const delimiter = named ?? delimiterOf(text);
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      trim: true,
      bom: true,
      maxRecordSize: 200_000,
    });
  } catch {
    return 'error.broken';
  }
  const [header, ...lines] = rows.filter((row) => row.some((cell) => cell !== ''));
  if (!header || lines.length === 0) return 'error.empty';
  if (lines.length > MOST_LINES) return 'error.many';
  if (header.length > MOST_COLUMNS) return 'error.wide';
  return { header, lines: lines.map((line) => header.map((_, index) => line[index] ?? '')), delimiter };
}

/** UTF-8 where it is that, UTF-16 with its mark, else what western spreadsheets write. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, 'utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, 'utf16be');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, 'win1252');
  }
}

/** The one that stands most often in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const first = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (one: string) => first.split(one).length;
  return [';', '\t', '|', ','].reduce((best, one) => (count(one) > count(best) ? one : best), ',');
}
