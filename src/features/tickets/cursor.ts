import { isId } from '#platform/db/ids.ts';

/** A place in a list, as it stands in an address. Not a secret: it says where, the walls say what. */
export const writeCursor = (...parts: string[]): string => Buffer.from(parts.join(' ')).toString('base64url');

/** From the end: the id, the time, the rank. What is not one of them would be an error of the database. */
const IS = [isId, isTime, (text: string) => /^[0-3]$/.test(text)];

function isTime(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** The parts of a cursor, or null when it is none: the list then starts at its beginning. */
export function readCursor(cursor: string | undefined, count: 1 | 2 | 3): string[] | null {
  if (!cursor || cursor.length > 200) return null;
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (parts.length !== count) return null;
  const fromTheEnd = [...parts].reverse();
  return fromTheEnd.every((part, index) => IS[index]!(part)) ? parts : null;
}
