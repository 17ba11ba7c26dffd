import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { tasks } from '#app/features.ts';
import { addStream } from '#features/audit/streams/stream.ts';
import { asMember } from '#features/identity/doors.testing.ts';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import type { World } from '../world.ts';
import { type Victim, victim } from './arena.ts';

const portal = usePortal();
let a: Victim;
let b: Victim;

beforeAll(async () => {
  a = await victim(portal());
  b = await victim(portal(), 'Lumen Cloud');
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
  const [done] = await peek<{
    tried: number;
    waves: number;
    imports: number;
    looks: number;
    articles: number;
    undone: number;
  }>(
    portal().database,
    `select (select coalesce(sum(attempts), 0)::int from log_deliveries) as tried,
      (select count(done_at)::int from invitation_batches) as waves,
      (select count(finished_at)::int from imports) as imports,
      (select count(ended_at)::int from portal_views) as looks,
      (select count(published_at)::int from article_texts) as articles,
      (select count(undone_at)::int from article_imports) as undone`,
  );
  return { ...counts, sent: sent!.n, ...done! };
};

/** An article that waits for a moment which has come, and nobody has said so. */
async function scheduledArticle({ workspaceId }: World): Promise<string> {
  const [article, category, version] = [newId(), newId(), newId()];
  const numbered = await peek<{ n: number }>(portal().database, 'select count(*)::int as n from articles');
  const n = numbered[0]!.n + 1;
  const put = (statement: string, ...values: unknown[]) => peek(portal().database, statement, [workspaceId, ...values]);
  await put('insert into categories (workspace_id, id, slug) values ($1, $2, $3)', category, `c${n}`);
  await put(
    'insert into articles (workspace_id, id, number, category_id) values ($1, $2, $3, $4)',
    article,
    n,
    category,
  );
  await put(
    `insert into article_versions (workspace_id, id, article_id, locale, n, title, body_html) values ($1, $2, $3, 'en', 1, 'Due', '')`,
    version,
    article,
  );
  await put(
    `insert into article_texts (workspace_id, article_id, locale, slug, version_id, live_from) values ($1, $2, 'en', $3, $4, now())`,
    article,
    `a${n}`,
    version,
  );
  return article;
}

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
  const file = newId();
  await peek(
    portal().database,
    `insert into imports (workspace_id, id, made_by, file_name, header, lines, mapping, line_count, started_at)
      values ($1, $2, $3, 'none.csv', '{}', '[]', '{}', 0, now())`,
    [b.world.workspaceId, file, b.world.owner.id],
  );
  const article = await scheduledArticle(b.world);
  const handed = newId();
  await peek(
    portal().database,
    `insert into article_imports (workspace_id, id, made_by, file_name, format, found, started_at, finished_at, undoing_at)
      values ($1, $2, $3, 'help.zip', 'markdown', '{}', now(), now(), now())`,
    [b.world.workspaceId, handed, b.world.owner.id],
  );
  const view = newId();
  await peek(
    portal().database,
    `insert into portal_views (workspace_id, id, token_hash, session_id, portal_id, member_id, contact_id, ends_at)
      select s.workspace_id, $2::uuid, encode(sha256($2::uuid::text::bytea), 'hex'), s.id, p.id, $3, $4, now()
      from sessions s join portals p using (workspace_id) where s.workspace_id = $1 limit 1`,
    [b.world.workspaceId, view, b.world.owner.id, b.world.dana.id],
  );
  await portal().workJobs();
  return {
    react: { event: await one('events'), reaction: 'tickets.tell-team-of-new' },
    'mail.send': { mail: await one('mails') },
    'audit.deliver': { stream },
    'invitations.wave': { batch },
    'imports.run': { import: file },
    'search.fill': {},
    'search.words': {},
    'segments.weigh': { account: b.world.accountId },
    'view-as.end': { view },
    'articles.due': { article },
    'articles.look': { import: handed },
    'articles.import': { import: handed },
    'articles.undo': { import: handed, by: b.world.owner.id },
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
  expect(await effects()).toMatchObject({
    tried: before.tried! + 1,
    waves: before.waves! + 1,
    imports: before.imports! + 1,
    looks: before.looks! + 1,
    undone: before.undone! + 1,
  });
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

test('work that takes minutes comes after what somebody waits for, with two places for imports and one for the log', async () => {
  const given = ['imports.run', 'articles.import', 'articles.undo', 'audit.deliver', 'articles.look', 'mail.send'];
  for (const { world } of [a, b])
    await inWorkspace(portal().platform, world.workspaceId, async (ctx) => {
      for (const task of given) await enqueue(ctx, task, { waits: true }, { runAt: new Date(Date.now() + 3_600_000) });
    });
  const rows = await peek<{ task: string; priority: number; queue: string | null }>(
    portal().database,
    `select t.identifier as task, j.priority, q.queue_name as queue from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
     where j.payload ->> 'waits' = 'true'`,
  );
  const long = { priority: 10, queue: expect.stringMatching(/^long [01]$/) };
  const expected = {
    ...{ 'imports.run': long, 'articles.import': long, 'articles.undo': long },
    'audit.deliver': { priority: 10, queue: 'log' },
    'articles.look': { priority: 10, queue: null },
    'mail.send': { priority: 0, queue: null },
  };
  expect(rows).toHaveLength(2 * given.length);
  for (const { task, ...place } of rows) expect({ [task]: place }).toEqual({ [task]: expected[task as 'mail.send'] });
  await peek(portal().database, "delete from graphile_worker._private_jobs where payload ->> 'waits' = 'true'");
});

test('a job that opens another business in the middle of its own work fails, and keeps nothing of it; control: its own, and one after the other', async () => {
  const { platform } = portal();
  const [mine, theirs] = [a.world.workspaceId, b.world.workspaceId];
  const tagline = async () =>
    (await peek<{ tagline: string }>(portal().database, 'select tagline from workspaces where id = $1', [mine]))[0]!
      .tagline;
  const work = (other: string) =>
    inWorkspace(platform, mine, async (ctx) => {
      await ctx.db.updateTable('workspaces').set({ tagline: other }).where('id', '=', mine).execute();
      // Even much later, and from within other work.
      await Promise.resolve().then(() => asSystem(platform.pool, other, async () => undefined));
    });
  const before = await tagline();
  await expect(work(theirs)).rejects.toThrow('none of another can be opened');
  expect(await tagline()).toBe(before);
  await work(mine);
  expect(await tagline()).toBe(mine);
  await peek(portal().database, 'update workspaces set tagline = $2 where id = $1', [mine, before]);
  await inWorkspace(platform, mine, async () => undefined);
  await asSystem(platform.pool, theirs, async () => undefined);
});
