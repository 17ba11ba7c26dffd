import { sql } from 'kysely';
import pg from 'pg';
import { expect } from 'vitest';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { checkpointsIn } from '#platform/seal/anchor.ts';
import { publicHalf, sealKey } from '#platform/seal/checkpoint.ts';
import type { Report } from '#platform/seal/log-check.ts';
import { sealNow } from '#platform/seal/sealer.ts';
import { verifyDatabase } from '#platform/seal/verify-database.ts';
import type { TestPortal } from './portal.ts';

/** Events that differ in everything that an event has, written by the running role as the product writes them. */
export function writeEvents(portal: TestPortal, workspaceId: string, count: number): Promise<void> {
  return asSystem(portal.platform.pool, workspaceId, async (db) => {
    const rows = Array.from({ length: count }, (_, index) => ({
      workspace_id: workspaceId,
      id: newId(),
      kind: index % 2 === 0 ? 'ticket.replied' : 'ticket.opened',
      audience: index % 3 === 0 ? 'team' : 'customer',
      account_id: index % 4 === 0 ? null : newId(),
      subject_type: 'ticket',
      subject_id: newId(),
      actor_kind: index % 2 === 0 ? 'contact' : 'member',
      actor_identity_id: newId(),
      actor_person_id: index % 5 === 0 ? null : newId(),
      data: JSON.stringify({ number: index, by: 'contact', reply: newId() }),
      topics: sql<string[]>`${[`ticket:${index}`, 'inbox']}::text[]`,
      request_id: newId(),
      ip: `192.0.2.${index % 250}`,
      agent: `Mozilla/5.0 (number ${index})`,
      session_id: index % 2 === 0 ? newId() : null,
      method: index % 2 === 0 ? 'password' : null,
      created_at: new Date(Date.now() - index * 1000),
    }));
    for (let at = 0; at < rows.length; at += 500) {
      await db
        .insertInto('events')
        .values(rows.slice(at, at + 500))
        .execute();
    }
  });
}

/** Seals what is there now; fails when something is in the way. */
export async function sealAll(portal: TestPortal, workspaceId: string): Promise<void> {
  expect(await sealNow(portal.platform, [workspaceId])).toEqual([]);
}

export const ownKey = (portal: TestPortal): Buffer => publicHalf(sealKey(portal.platform.masterKey));

export const verified = (portal: TestPortal, workspaceId: string, copy?: string): Promise<Report> =>
  verifyDatabase(portal.platform, workspaceId, [ownKey(portal)], copy);

export async function checkpointsOf(file: string): Promise<string[]> {
  const notes: string[] = [];
  for await (const note of checkpointsIn(file)) notes.push(note);
  return notes;
}

/** A connection of somebody who has taken over the database server: triggers, constraints and walls do not hold. */
export async function asIntruder<T>(portal: TestPortal, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: portal.database.superuser });
  await client.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    return await work(client);
  } finally {
    await client.end();
  }
}
