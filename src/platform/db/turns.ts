import { sql } from 'kysely';
import type { Db } from './scope.ts';

/** Alone who places a legal hold; together whoever takes away, or writes over, what one might keep. */
export const HOLDS = 'holds';

const key = (workspaceId: string, what: string) => sql`hashtextextended(${`${what} ${workspaceId}`}, 0)`;

/** What has no row that could be locked is done by one transaction after the other, and alone: until this one ends. */
export const alone = (db: Db, workspaceId: string, what: string) =>
  sql`select pg_advisory_xact_lock(${key(workspaceId, what)})`.execute(db);

/** The same for who does not wait: false while somebody else is at it. */
export async function aloneIfFree(db: Db, workspaceId: string, what: string): Promise<boolean> {
  const { rows } = await sql<{
    free: boolean;
  }>`select pg_try_advisory_xact_lock(${key(workspaceId, what)}) as free`.execute(db);
  return rows[0]?.free ?? false;
}

/** Several may do this at once, and nobody who wants to be alone. */
export const together = (db: Db, workspaceId: string, what: string) =>
  sql`select pg_advisory_xact_lock_shared(${key(workspaceId, what)})`.execute(db);
