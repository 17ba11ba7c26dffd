import { sql } from 'kysely';
import { conceal, isConcealedWith, type Place, reveal } from './at-rest.ts';
import { asSystem } from './db/scope.ts';
import type { Platform } from './platform.ts';

/** A column that holds concealed secrets. `as` is the column they are bound to, where that is another one. */
export interface Concealed {
  table: string;
  column: string;
  as?: string;
}

const BATCH = 200;

/**
 * Conceals anew what is concealed with an earlier key, a batch at a time. May be stopped and begun again, and run beside
 * Portico: a row that somebody changed meanwhile is left as it is. Returns how many secrets were done.
 */
export async function rewrap(platform: Platform, columns: readonly Concealed[]): Promise<number> {
  const workspaces = await platform.pool.question<{ id: string }>('select id from app.workspace_ids()');
  let done = 0;
  for (const { id } of workspaces) {
    for (const column of columns) {
      for (let count = BATCH; count === BATCH; done += count) count = await batch(platform, id, column);
    }
  }
  return done;
}

function batch(platform: Platform, workspaceId: string, { table, column, as }: Concealed): Promise<number> {
  const { masterKey } = platform;
  const mark = conceal(masterKey, { table, column, workspaceId, rowId: '' }, '').split('.', 2).join('.');
  return asSystem(platform.pool, workspaceId, async (db) => {
    const { rows } = await sql<{
      id: string;
      kept: string;
    }>`select t.id, t.${sql.ref(column)} as kept from ${sql.table(table)} t
      where t.workspace_id = ${workspaceId} and t.${sql.ref(column)} is not null
        and t.${sql.ref(column)} not like ${`${mark}.%`} limit ${sql.lit(BATCH)}`.execute(db);
    for (const { id, kept } of rows) {
      if (isConcealedWith(masterKey, kept)) continue;
      const place: Place = { table, column: as ?? column, workspaceId, rowId: id };
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${conceal(masterKey, place, reveal(masterKey, place, kept))}
        where workspace_id = ${workspaceId} and id = ${id} and ${sql.ref(column)} = ${kept}`.execute(db);
    }
    return rows.length;
  });
}
