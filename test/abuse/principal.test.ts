import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { openHandle } from '#platform/db/handle.ts';
import { createPool } from '#platform/db/pool.ts';
import { asSystem, inScope } from '#platform/db/scope.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { type Victim, victim } from './arena.ts';

const portal = usePortal();
let a: Victim;
let b: Victim;

beforeAll(async () => {
  a = await victim(portal());
  b = await victim(portal(), 'Lumen Cloud');
});

test('TRUST 4, control: a principal that outlives its transaction is seen by the next who gets the connection', async () => {
  const { pool } = portal().platform;
  const dirty = await pool.connect();
  await dirty.client.query("select set_config('app.workspace', $1, false), set_config('app.kind', 'system', false)", [
    a.world.workspaceId,
  ]);
  const { rows } = await dirty.client.query<{ n: number }>('select count(*)::int as n from tickets');
  expect(rows[0]!.n).toBe(1);
  // Thrown away, as a connection in an unknown state must be.
  dirty.release(true);
});

/** One branch throws, another goes on asking: what it is told after its own transaction had ended. */
async function straggler(end: boolean): Promise<(number | string)[]> {
  const { pool } = portal().platform;
  const seen: (number | string)[] = [];
  const { ask, release } = await pool.connect();
  const handle = openHandle(ask);
  const enter = async (workspaceId: string) => {
    await ask('begin');
    await ask('select * from app.enter($1::uuid, null, $2)', [workspaceId, 'system']);
  };
  await enter(a.world.workspaceId);
  const next = Promise.withResolvers<void>();
  const gone = (async () => {
    await next.promise;
    const { rows } = await sql<{ ws: string }>`select current_setting('app.workspace') as ws`.execute(handle.db);
    seen.push(rows[0]!.ws);
  })().catch((error: Error) => void seen.push(error.message));
  await ask('rollback');
  if (end) handle.end();
  await enter(b.world.workspaceId);
  next.resolve();
  await gone;
  await ask('rollback');
  release();
  return seen;
}

test('TRUST 4, control: a handle that does not end with its transaction reads in the next one’s', async () => {
  expect(await straggler(false)).toEqual([b.world.workspaceId]);
});

test('TRUST 4: a branch that goes on when its transaction has failed is not answered in a stranger’s', async () => {
  expect(await straggler(true)).toEqual(['the transaction this query belongs to has ended']);
  const { pool } = portal().platform;
  const asked: string[] = [];
  const ended = Promise.withResolvers<void>();
  let slow: Promise<void> | undefined;
  const failing = inScope(pool, { workspaceId: a.world.workspaceId, system: true }, async (db) => {
    slow = (async () => {
      await ended.promise;
      const { rows } = await sql<{ ws: string }>`select current_setting('app.workspace') as ws`.execute(db);
      asked.push(rows[0]!.ws);
    })().catch((error: Error) => void asked.push(error.message));
    await Promise.all([slow, sql`select 1 / 0`.execute(db)]);
    return { value: 0, commit: true };
  });
  await expect(failing).rejects.toThrow('division by zero');
  await asSystem(pool, b.world.workspaceId, () => {
    ended.resolve();
    return slow!;
  });
  expect(asked).toEqual(['the transaction this query belongs to has ended']);
});

/** Reads in a scope of A's on the only connection of a pool, and gives it back. */
async function lastReader() {
  const pool = createPool(portal().database.app, { max: 1, prepare: true, onError: () => undefined });
  const { client, release } = await pool.connect();
  release();
  const scope = { workspaceId: a.world.workspaceId, system: true, readOnly: true };
  await inScope(pool, scope, async (db) => ({
    value: await db.selectFrom('tickets').select('id').execute(),
    commit: true,
  }));
  return { pool, client };
}
const WHERE = "select current_setting('app.workspace', true) as ws";

test('TRUST 4, control: past the pool, the transaction of whoever read last is still open', async () => {
  const { pool, client } = await lastReader();
  expect((await client.query<{ ws: string }>(WHERE)).rows[0]!.ws).toBe(a.world.workspaceId);
  await pool.end();
});

test('TRUST 4: whoever comes next is in no transaction of the reader before, and after a moment nobody is', async () => {
  const { pool, client } = await lastReader();
  expect(await pool.question(WHERE)).toEqual([{ ws: '' }]);
  const scope = { workspaceId: b.world.workspaceId, system: true };
  const seen = await inScope(pool, { ...scope, readOnly: true }, async (db) => ({
    value: (await sql<{ ws: string }>`${sql.raw(WHERE)}`.execute(db)).rows[0]!.ws,
    commit: true,
  }));
  expect(seen).toBe(b.world.workspaceId);
  // Who writes after a reader writes in a transaction of its own.
  const written = await inScope(pool, scope, async (db) => ({
    value: await db.updateTable('tickets').set({ updated_at: new Date() }).executeTakeFirst(),
    commit: true,
  }));
  expect(written.numUpdatedRows).toBe(1n);
  await inScope(pool, { ...scope, readOnly: true }, async () => ({ value: 0, commit: true }));
  await expect.poll(async () => (await client.query<{ ws: string }>(WHERE)).rows[0]!.ws).toBe('');
  await pool.end();
});

test('TRUST 4: a scope asks for a workspace by its id, and a session by its hash, in no other form', async () => {
  const { pool } = portal().platform;
  const work = async () => ({ value: 0, commit: false });
  for (const workspaceId of [
    '',
    'x',
    "'; drop table tickets; --",
    a.world.workspaceId.toUpperCase(),
    `${a.world.workspaceId}'`,
  ]) {
    await expect(inScope(pool, { workspaceId }, work)).rejects.toThrow('a scope needs a workspace id');
  }
  for (const tokenHash of ['', "' or '1'='1", sha256Hex('x').toUpperCase(), `${sha256Hex('x')} `]) {
    await expect(inScope(pool, { workspaceId: a.world.workspaceId, tokenHash }, work)).rejects.toThrow('64 hex digits');
  }
});

/** Stores a reply of Ines to a ticket, as the database sees it: 'stored', or the code of its refusal. */
const replyTo = (ticketId: string) =>
  inScope(
    portal().platform.pool,
    { workspaceId: a.world.workspaceId, tokenHash: sha256Hex(a.world.rival.token) },
    async (db) => {
      await db
        .insertInto('replies')
        .values({
          workspace_id: a.world.workspaceId,
          id: crypto.randomUUID(),
          account_id: a.world.rivalAccountId,
          ticket_id: ticketId,
          contact_id: a.world.rival.id,
          body_html: '<p>x</p>',
        })
        .execute();
      return { value: 'stored', commit: false };
    },
  ).catch((error: { code?: string }) => error.code);

test('TRUST 5, control: with keys that leave the account out, a foreign ticket is told apart from none', async () => {
  const [ticket] = await peek<{ id: string }>(portal().database, 'select id from tickets where workspace_id = $1', [
    a.world.workspaceId,
  ]);
  const invented = '01900000-0000-7000-8000-00000000000b';
  // The policy refuses both alike before any key is asked: it is taken away, so that the keys are what is tried.
  expect([await replyTo(ticket!.id), await replyTo(invented)]).toEqual(['42501', '42501']);
  const [policy] = await peek<{ said: string }>(
    portal().database,
    "select pg_get_expr(polwithcheck, polrelid) as said from pg_policy where polrelid = 'replies'::regclass and polname = 'wall_insert'",
  );
  await peek(portal().database, 'alter policy wall_insert on replies with check (true)');
  expect([await replyTo(ticket!.id), await replyTo(invented)]).toEqual(['23503', '23503']);
  const [key] = await peek<{ name: string }>(
    portal().database,
    "select conname as name from pg_constraint where conrelid = 'replies'::regclass and confrelid = 'tickets'::regclass",
  );
  await peek(
    portal().database,
    `alter table replies drop constraint ${key!.name};
     alter table replies add constraint weak foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)`,
  );
  try {
    expect([await replyTo(ticket!.id), await replyTo(invented)]).toEqual(['stored', '23503']);
  } finally {
    await peek(
      portal().database,
      `alter table replies drop constraint weak; alter table replies add constraint ${key!.name}
       foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id)`,
    );
    await peek(portal().database, `alter policy wall_insert on replies with check (${policy!.said})`);
  }
});
