/** A place in a list, as it stands in an address. Not a secret: it says where, the walls say what. */
export const writeCursor = (...parts: string[]): string => Buffer.from(parts.join(' ')).toString('base64url');

const SHAPES = [/^[0-9a-f-]{36}$/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, /^[0-3]$/];

/** The parts of a cursor, or null when it is none: the list then starts at its beginning. */
export function readCursor(cursor: string | undefined, count: 1 | 2 | 3): string[] | null {
  if (!cursor || cursor.length > 200) return null;
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (parts.length !== count) return null;
  const fromTheEnd = [...parts].reverse();
  return fromTheEnd.every((part, index) => SHAPES[index]!.test(part)) ? parts : null;
}
