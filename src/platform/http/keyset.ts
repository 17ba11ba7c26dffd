import { isId } from '../db/ids.ts';
import { isDay } from '../i18n/day.ts';

/** A place in a list that is read page by page: behind a row, or, going back, before it. `at` is what the list sorts by. */
export interface Cursor {
  back: boolean;
  at: string[];
}

/** What a part of a cursor may be. A cursor stands in the address bar: what the database cannot read must not reach it. */
export type Part = (text: string) => boolean;

export const anId: Part = isId;
export const aMoment: Part = (text) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
export const aText: Part = (text) => !text.includes('\0');

const MAX_LENGTH = 600;

/** Not a secret: it says where, the walls say what. */
export const writeCursor = (...at: string[]): string => Buffer.from(JSON.stringify(at)).toString('base64url');

/** Reads `?after=` or `?before=`. Whatever is not a cursor of this shape is the first page. */
export function readCursor(
  query: { after?: string | undefined; before?: string | undefined },
  ...shape: Part[]
): Cursor | null {
  const text = query.after ?? query.before;
  if (!text || text.length > MAX_LENGTH) return null;
  try {
    const at: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const fits = Array.isArray(at) && at.length === shape.length;
    return fits && at.every((part, index) => typeof part === 'string' && shape[index]!(part))
      ? { back: query.after === undefined, at: at as string[] }
      : null;
  } catch {
    return null;
  }
}

export interface Page<Row> {
  rows: Row[];
  /** Cursors of the neighbouring pages, where there are any. */
  newer: string | undefined;
  older: string | undefined;
}

/**
 * A page from the rows a query found in the cursor's own direction, at most `size` + 1 of them: the one too many says
 * that there are more.
 */
export function pageOf<Row>(
  found: Row[],
  size: number,
  cursor: Cursor | null,
  cursorOf: (row: Row) => string,
): Page<Row> {
  const more = found.length > size;
  const back = cursor?.back ?? false;
  const rows = found.slice(0, size);
  if (back) rows.reverse();
  const [first] = rows;
  const last = rows.at(-1);
  return {
    rows,
    newer: first && (back ? more : cursor !== null) ? cursorOf(first) : undefined,
    older: last && (back || more) ? cursorOf(last) : undefined,
  };
}
