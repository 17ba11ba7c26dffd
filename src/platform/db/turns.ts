import { sql } from 'kysely';
import type { Db } from './scope.ts';

const key = (workspaceId: string, what: string) => sql`hashtextextended(${`${what} ${workspaceId}`}, 0)`;

/** What has no row that could be locked is done by one transaction after the other, and alone: until this one ends. */
export const alone = (db: Db, workspaceId: string, what: string) =>
  sql`select pg_advisory_xact_lock(${key(workspaceId, what)})`.execute(db);

/** Several may do this at once, and nobody who wants to be alone. */
export const together = (db: Db, workspaceId: string, what: string) =>
  sql`select pg_advisory_xact_lock_shared(${key(workspaceId, what)})`.execute(db);
