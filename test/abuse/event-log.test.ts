import { readFileSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import type pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { asSystem } from '#platform/db/scope.ts';
import { anchorFile } from '#platform/seal/anchor.ts';
import { eventsWithIds, hashOf, leavesFrom } from '#platform/seal/leaf.ts';
import { restartAnchor } from '#platform/seal/sealer.ts';
import { verifyDatabase } from '#platform/seal/verify-database.ts';
import { peek } from '../database.ts';
import { asIntruder, sealAll, verified, writeEvents } from '../event-log.ts';
import { usePortal } from '../portal.ts';
import { newWorld } from '../world.ts';
import { dice, type Row, TAMPERINGS } from './tamperings.ts';

const portal = usePortal();
let id: string;

/** Seals of 40 events; after every fifth one a number is free, as a transaction that was rolled back leaves it. */
beforeAll(async () => {
  id = (await newWorld(portal())).workspaceId;
  for (let n = 1; n <= 48; n++) {
    await writeEvents(portal(), id, 5);
    await peek(portal().database, "select nextval('event_order')");
    if (n % 8 === 0) await sealAll(portal(), id);
  }
});

const untouched = { workspace: expect.any(String), events: 240, seals: 6, erased: 0, unsealed: 0, anchored: 6 };

/** Every way in which the running role could want to change what has happened, or where it stands. */
const WAYS: [string, string][] = [
  ['change an event', "update events set kind = 'other' where workspace_id = $1"],
  ['take an address out of it', 'update events set ip = null where workspace_id = $1'],
  ['lock it for a change', 'select from events where workspace_id = $1 for update'],
  ['delete an event', 'delete from events where workspace_id = $1'],
  ['empty the log', 'truncate events'],
  ['empty it with what depends on it', 'truncate events cascade'],
  [
    'insert at a place of its choice',
    `insert into events (workspace_id, id, seq, kind, audience, subject_type, subject_id, actor_kind)
      values ($1, gen_random_uuid(), -1, 'forged', 'team', 'ticket', gen_random_uuid(), 'system')`,
  ],
  [
    'insert over the order',
    `insert into events (workspace_id, id, seq, kind, audience, subject_type, subject_id, actor_kind) overriding system value
      values ($1, gen_random_uuid(), -1, 'forged', 'team', 'ticket', gen_random_uuid(), 'system')`,
  ],
  ['turn the order back', "select setval('event_order', 1) where $1::uuid is not null"],
  ['change what was noted', 'update event_leaves set seq = seq + 1000000 where workspace_id = $1'],
  ['delete what was noted', 'delete from event_leaves where workspace_id = $1'],
  ['empty what was noted', 'truncate event_leaves'],
  ['change a seal', 'update seals set size = size + 1 where workspace_id = $1'],
  ['delete a seal', 'delete from seals where workspace_id = $1'],
  ['empty the seals', 'truncate seals'],
  ['switch the triggers off', 'alter table events disable trigger all'],
  [
    'switch them off for itself',
    "select set_config('session_replication_role', 'replica', true) where $1::uuid is not null",
  ],
];

test.each(WAYS)('TRUST 64: the running role cannot %s', async (_what, statement) => {
  const attempt = asSystem(portal().platform.pool, id, async (db) => {
    await sql.raw(statement.replaceAll('$1', `'${id}'`)).execute(db);
  });
  await expect(attempt).rejects.toThrow(/permission denied|must be owner/);
  expect(await verified(portal(), id)).toEqual(untouched);
});

test('TRUST 64, control: the same ways are open to somebody who has the server, so they could be denied', async () => {
  const world = (await newWorld(portal())).workspaceId;
  await writeEvents(portal(), world, 3);
  await sealAll(portal(), world);
  await asIntruder(portal(), async (client) => {
    for (const [what, statement] of WAYS.filter(([, text]) => text.includes('$1'))) {
      await client.query('begin');
      await client.query(statement.replaceAll('$1', `'${world}'`)).catch((error: Error) => {
        throw new Error(`${what}: ${error.message}`);
      });
      await client.query('rollback');
    }
    // A sequence is not rolled back.
    await client.query("select setval('event_order', (select max(seq) from events))");
  });
});

test.each([
  ['change an event', "update events set kind = 'other' where workspace_id = $1", [] as string[]],
  ['put something else in place of an address', "update events set ip = '::1' where workspace_id = $1", []],
  ['delete an event', 'delete from events where workspace_id = $1', []],
  [
    'change what was noted',
    "update event_leaves set hash = decode(repeat('00', 32), 'hex') where workspace_id = $1",
    [],
  ],
  ['delete what was noted', 'delete from event_leaves where workspace_id = $1', []],
  ['change a seal', "update seals set checkpoint = '' where workspace_id = $1", []],
  ['delete a seal', 'delete from seals where workspace_id = $1', []],
])('TRUST 64: the triggers stop a superuser who does not switch them off: %s', async (_what, statement) => {
  await expect(peek(portal().database, statement, [id])).rejects.toThrow('the event log is append-only');
  await expect(peek(portal().database, 'truncate events cascade')).rejects.toThrow('append-only');
});

const on = (client: pg.Client, statement: string, values: unknown[] = []) => client.query(statement, [id, ...values]);

/** How often each kind of tampering is tried, at another place each time; TAMPERINGS=1000 asks for so many in all. */
const ROUNDS = process.env.TAMPERINGS ? Math.ceil(Number(process.env.TAMPERINGS) / TAMPERINGS.length) : 8;

test.each(TAMPERINGS)(
  'TRUST 64: a superuser who switches the triggers off is found and located: $what',
  async ({ what, act }) => {
    const rows = await peek<Row>(
      portal().database,
      'select id, seq::int from events where workspace_id = $1 order by seq',
      [id],
    );
    expect(rows).toHaveLength(240);
    await asIntruder(portal(), async (client) => {
      await keepCopies(client);
      for (let round = 0; round < ROUNDS; round++) {
        const roll = dice(round * 7919 + what.length * 104_729);
        try {
          const expected = await act((text, values) => on(client, text, values), rows, roll);
          const { finding } = await verified(portal(), id);
          expect(finding, `${what}, round ${round}`).toBeDefined();
          expect(finding!.what).toMatch(expected.what);
          if (expected.id !== undefined) expect(finding!.event?.id, finding!.seen).toBe(expected.id);
        } finally {
          await putBack(client);
        }
      }
    });
    // Control: what was not touched verifies.
    expect(await verified(portal(), id)).toEqual(untouched);
  },
  60_000 + ROUNDS * 5_000,
);

const TABLES = ['events', 'event_leaves', 'seals'];

async function keepCopies(client: pg.Client): Promise<void> {
  for (const table of TABLES) {
    await client.query(`create temp table kept_${table} as select * from ${table} where workspace_id = '${id}'`);
  }
}

async function putBack(client: pg.Client): Promise<void> {
  await client.query('delete from events where seq in (select seq from kept_events)');
  for (const table of TABLES) {
    await on(client, `delete from ${table} where workspace_id = $1`);
    await client.query(`insert into ${table} select * from kept_${table}`);
  }
}

test('TRUST 64: somebody who rewrites an event and what was noted of it, but has no key, is found with the seal', async () => {
  const { pool } = portal().platform;
  await asIntruder(portal(), async (client) => {
    await keepCopies(client);
    const { rows } = await on(client, 'select id from events where workspace_id = $1 order by seq offset 57 limit 1');
    await on(client, "update events set kind = 'forged' where workspace_id = $1 and id = $2", [rows[0].id]);
    const hash = await asSystem(pool, id, async (db) => {
      const [[event], [leaf]] = [await eventsWithIds(db, id, [rows[0].id]), await leavesFrom(db, id, 57, 1)];
      return hashOf(event!, leaf!.openings);
    });
    await on(client, 'update event_leaves set hash = $3 where workspace_id = $1 and event_id = $2', [rows[0].id, hash]);
    const { finding } = await verified(portal(), id);
    expect(finding).toMatchObject({ what: 'changed', part: 'event', seal: { after: 40, size: 80 } });
    await putBack(client);
  });
  expect(await verified(portal(), id)).toEqual(untouched);
});

test('TRUST 64: a log that was written anew with another key is found, and with the same key by the anchor file', async () => {
  const { platform } = portal();
  const file = anchorFile(platform.config, id);
  expect(await verifyDatabase(platform, id, [Buffer.alloc(32)])).toMatchObject({
    finding: { what: 'changed', part: 'seal', seal: { size: 40, after: 0 } },
  });
  const anchor = readFileSync(file);
  await asIntruder(portal(), async (client) => {
    await keepCopies(client);
    await on(
      client,
      "update events set kind = 'forged' where workspace_id = $1 and seq > (select last_seq from seals where workspace_id = $1 and size = 80)",
    );
    await on(client, 'delete from event_leaves where workspace_id = $1 and position >= 80');
    await on(client, 'delete from seals where workspace_id = $1 and size > 80');
    await restartAnchor(platform, id, new Date());
    await sealAll(portal(), id);
    writeFileSync(file, anchor);
    const { finding } = await verified(portal(), id);
    expect(finding).toMatchObject({ what: 'missing', part: 'seal', seal: { after: 80, size: 240 } });
    await putBack(client);
  });
  expect(await verified(portal(), id)).toEqual(untouched);
});
