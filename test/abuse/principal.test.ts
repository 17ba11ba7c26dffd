import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { tasks } from '#app/features.ts';
import { addStream } from '#features/audit/streams/stream.ts';
import { asMember } from '#features/identity/doors.testing.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { openHandle } from '#platform/db/handle.ts';
import { newId } from '#platform/db/ids.ts';
import { createPool } from '#platform/db/pool.ts';
import { asSystem, inScope } from '#platform/db/scope.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { enqueue } from '#platform/jobs/queue.ts';
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
  dirty.client.release(true);
});

/** One branch throws, another goes on asking: what it is told after its own transaction had ended. */
async function straggler(end: boolean): Promise<(number | string)[]> {
  const { pool } = portal().platform;
  const seen: (number | string)[] = [];
  const { client, ask } = await pool.connect();
  const handle = openHandle(ask);
  const enter = async (workspaceId: string) => {
    await ask('begin');
    await ask('select * from app.enter($1::uuid, null, $2)', [workspaceId, 'system']);
  };
  await enter(a.world.workspaceId);
  const gone = (async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { rows } = await sql<{ ws: string }>`select current_setting('app.workspace') as ws`.execute(handle.db);
    seen.push(rows[0]!.ws);
  })().catch((error: Error) => void seen.push(error.message));
  await ask('rollback');
  if (end) handle.end();
  await enter(b.world.workspaceId);
  await gone;
  await ask('rollback');
  client.release();
  return seen;
}

test('TRUST 4, control: a handle that does not end with its transaction reads in the next one’s', async () => {
  expect(await straggler(false)).toEqual([b.world.workspaceId]);
});

test('TRUST 4: a branch that goes on when its transaction has failed is not answered in a stranger’s', async () => {
  expect(await straggler(true)).toEqual(['the transaction this query belongs to has ended']);
  const { pool } = portal().platform;
  const asked: string[] = [];
  let slow: Promise<void> | undefined;
  const failing = inScope(pool, { workspaceId: a.world.workspaceId, system: true }, async (db) => {
    slow = (async () => {
      for (let i = 0; i < 5; i++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const { rows } = await sql<{ ws: string }>`select current_setting('app.workspace') as ws`.execute(db);
        asked.push(rows[0]!.ws);
      }
    })().catch((error: Error) => void asked.push(error.message));
    await Promise.all([slow, sql`select 1 / 0`.execute(db)]);
    return { value: 0, commit: true };
  });
  await expect(failing).rejects.toThrow('division by zero');
  await asSystem(pool, b.world.workspaceId, () => slow!);
  expect(asked).toEqual(['the transaction this query belongs to has ended']);
});

/** Reads in a scope of A's on the only connection of a pool, and gives it back. */
async function lastReader() {
  const pool = createPool(portal().database.app, { max: 1, prepare: true, onError: () => undefined });
  const { client } = await pool.connect();
  client.release();
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

/** What a job did to anybody, besides having failed. */
const effects = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of ['mails', 'notifications', 'reaction_runs', 'events']) {
    counts[table] = (await peek<{ n: number }>(portal().database, `select count(*)::int as n from ${table}`))[0]!.n;
  }
  const [sent] = await peek<{ n: number }>(
    portal().database,
    "select count(*)::int as n from mails where state <> 'queued'",
  );
  const [done] = await peek<{ tried: number; waves: number }>(
    portal().database,
    `select (select coalesce(sum(attempts), 0)::int from log_deliveries) as tried,
      (select count(done_at)::int from invitation_batches) as waves`,
  );
  return { ...counts, sent: sent!.n, ...done! };
};

/** A payload for a task of ours, with B's things in it. */
async function foreignPayloads(): Promise<Record<string, Record<string, string>>> {
  const one = async (table: string) =>
    (
      await peek<{ id: string }>(portal().database, `select id from ${table} where workspace_id = $1 limit 1`, [
        b.world.workspaceId,
      ])
    )[0]!.id;
  const { platform } = portal();
  // An address for documentation: nothing is ever sent there.
  const stream = await inWorkspace(platform, b.world.workspaceId, (ctx) =>
    addStream(asMember(ctx, b.world.owner) as CtxOf<Member>, 'https://203.0.113.1/log'),
  );
  const batch = newId();
  await peek(portal().database, 'insert into invitation_batches (workspace_id, id, made_by) values ($1, $2, $3)', [
    b.world.workspaceId,
    batch,
    b.world.owner.id,
  ]);
  await portal().workJobs();
  return {
    react: { event: await one('events'), reaction: 'tickets.tell-team-of-new' },
    'mail.send': { mail: await one('mails') },
    'audit.deliver': { stream },
    'invitations.wave': { batch },
  };
}

/** Tasks that are given a thing of the workspace, and not the workspace alone. */
const aboutThings = tasks.filter((task) => Object.keys((task.payload as unknown as z.ZodObject).shape).length > 1);

test('TRUST 6: every task given the workspace A and an object of B fails or finds nothing, and nothing comes of it', async () => {
  const payloads = await foreignPayloads();
  const before = await effects();
  for (const task of aboutThings) {
    const payload = payloads[task.name];
    expect(payload, `a foreign payload for ${task.name} is missing in this test`).toBeDefined();
    const parsed = task.payload.parse({ ...payload, workspace: a.world.workspaceId });
    await task.run(portal().platform, parsed).catch(() => undefined);
    expect(await effects(), task.name).toEqual(before);
  }
});

test('TRUST 6, control: the same payloads with their own workspace are accepted', async () => {
  const payloads = await foreignPayloads();
  // A reaction and a mail are done once, and these have been: that they are found is all that can be seen.
  const before = await effects();
  for (const task of aboutThings) {
    const parsed = task.payload.parse({ ...payloads[task.name], workspace: b.world.workspaceId });
    await task.run(portal().platform, parsed);
  }
  expect(await effects()).toMatchObject({ tried: before.tried! + 1, waves: before.waves! + 1 });
});

const queueJob = (named: string | null) =>
  asSystem(portal().platform.pool, a.world.workspaceId, (db) =>
    named === null
      ? enqueue({ db, workspace: {} as never }, 'react', {})
      : enqueue({ db, workspace: { id: named } as never }, 'react', { event: a.world.workspaceId, reaction: 'x' }),
  );

test('TRUST 6: a job that names another workspace, or none, is refused when it is added', async () => {
  await expect(queueJob(b.world.workspaceId)).rejects.toThrow('a job must name the workspace');
  await expect(queueJob(null)).rejects.toThrow('a job must name the workspace');
});

test('TRUST 6: the running role reaches the queue by that one door only', async () => {
  await expect(
    asSystem(portal().platform.pool, a.world.workspaceId, async (db) => {
      const { sql } = await import('kysely');
      await sql`select graphile_worker.add_job('react', '{}'::json)`.execute(db);
    }),
  ).rejects.toThrow(/permission denied/);
});

test('TRUST 6, control: without its check the door takes the same job', async () => {
  const [kept] = await peek<{ definition: string }>(
    portal().database,
    "select pg_get_functiondef(oid) as definition from pg_proc where oid::regprocedure::text like 'app.enqueue%'",
  );
  await peek(portal().database, kept!.definition.replace(/if payload[\s\S]*?end if;/, ''));
  try {
    await queueJob(b.world.workspaceId);
    const [job] = await peek<{ n: number }>(
      portal().database,
      "delete from graphile_worker._private_jobs where payload ->> 'reaction' = 'x' returning 1 as n",
    );
    expect(job!.n).toBe(1);
  } finally {
    await peek(portal().database, kept!.definition);
  }
  await expect(queueJob(b.world.workspaceId)).rejects.toThrow('a job must name the workspace');
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
  }
});
