import { isId } from '#platform/db/ids.ts';

/** Where a page of a list begins: behind (or, going back, before) the row with this value and id. */
export interface Cursor {
  direction: 'after' | 'before';
  value: string;
  id: string;
}

const MAX_LENGTH = 600;

export const writeCursor = (value: string, id: string): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** Reads `?after=` or `?before=`. Whatever is not a cursor of ours is the first page. */
export function readCursor(query: { after?: string | undefined; before?: string | undefined }): Cursor | null {
  const direction = query.after ? 'after' : 'before';
  const text = query[direction];
  if (!text || text.length > MAX_LENGTH) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed)) return null;
    const [value, id] = parsed as unknown[];
    return typeof value === 'string' && !value.includes('\0') && typeof id === 'string' && isId(id)
      ? { direction, value, id }
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
 * A page from the rows a query found in its own direction, at most `size` + 1 of them: the one too many says that there
 * are more.
 */
export function pageOf<Row>(
  found: Row[],
  size: number,
  cursor: Cursor | null,
  cursorOf: (row: Row) => string,
): Page<Row> {
  const more = found.length > size;
  const back = cursor?.direction === 'before';
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
