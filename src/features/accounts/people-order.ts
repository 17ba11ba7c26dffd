import { type RawBuilder, sql } from 'kysely';
import { anId, aText, type Cursor, type Part, readCursor, writeCursor } from '#platform/http/keyset.ts';

/** Which of a customer's people a page asks for. */
export interface PeopleAsked {
  find: string;
  cursor: Cursor | null;
}

const aRank: Part = (text) => /^[012]$/.test(text);

/** Where a page stands in the list of a customer's people, and whom it looks for, from its address. */
export function peopleAsked(query: Record<string, string | undefined>): PeopleAsked {
  const find = (query.find ?? '').trim().slice(0, 100);
  return { find, cursor: readCursor(query, aRank, aText, anId) };
}

/** Of `contacts as c`: who is in comes first, then who is asked in, then who has no access any more; each by name. */
export const peopleRank = sql<number>`(case when c.disabled_at is not null then 2 when c.identity_id is not null then 0 else 1 end)`;
/** As much of a name as a place in the list needs: a cursor stands in the address. */
export const peopleName = sql<string>`left(c.name, 60)`;

export const peopleWay = ({ cursor }: PeopleAsked): 'asc' | 'desc' => (cursor?.back ? 'desc' : 'asc');

/** Whose name or address has the words in it, from where the page stands. */
export function peopleWithin({ find, cursor }: PeopleAsked): RawBuilder<boolean> {
  const found = find ? sql`strpos(app.folded(c.name || ' ' || c.email::text), app.folded(${find})) > 0` : sql`true`;
  if (!cursor) return sql`${found}`;
  const [rank, name, id] = cursor.at;
  return sql`${found} and (${peopleRank}, ${peopleName}, c.id)
    ${sql.raw(cursor.back ? '<' : '>')} (${rank}::int, ${name}::text, ${id}::uuid)`;
}

export const peopleCursor = (row: { people_rank: number; people_name: string; id: string }): string =>
  writeCursor(String(row.people_rank), row.people_name, row.id);
