import { sql } from 'kysely';
import { z } from 'zod';
import { reveal } from '#platform/at-rest.ts';
import { newId } from '#platform/db/ids.ts';
import { type Answer, NoAnswer, safeFetch } from '#platform/egress/safe-fetch.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { type Chore, defineTask } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { entriesBetween } from '../entries.ts';
import { logStreamFailed } from '../events.ts';
import { namesIn } from '../names.ts';
import { lineOf } from '../present.ts';
import { placeOf, stopStream } from './stream.ts';
import { signedHeaders } from './webhook.ts';

/** Events in one message, and messages in one job. */
const EVENTS = 100;
const MESSAGES = 50;
/** All receivers take turns: one that answers slowly, and has much to get, goes on at its next one. */
const TURN_MS = 20_000;
const LEASE_MS = 60_000;
const MINUTE = 60_000;
/** How long until the next attempt, by how often it was tried. */
const WAITS = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE);
/** A receiver that takes nothing for so long is stopped, and the team is told. */
const GIVE_UP_MS = 3 * 24 * 3_600_000;

/** A receiver gets what is sealed: by then the order is settled, and no number can still appear in between. */
export const streamLog: Chore = {
  name: 'stream-log',
  at: '* * * * *',
  async run(platform) {
    const due = await platform.pool.question<{ workspace_id: string; id: string }>(
      'select * from app.due_log_streams()',
    );
    for (const { workspace_id, id } of due) {
      await inWorkspace(platform, workspace_id, (ctx) =>
        enqueue(ctx, 'audit.deliver', { stream: id }, { key: `audit.deliver ${id}`, maxAttempts: 3 }),
      );
    }
  },
};

export const deliverTask = defineTask({
  name: 'audit.deliver',
  payload: z.object({ workspace: z.uuid(), stream: z.uuid() }),
  async run(platform, { workspace, stream }) {
    const began = performance.now();
    for (let sent = 0; sent < MESSAGES && performance.now() - began < TURN_MS; sent++) {
      const parcel = await inWorkspace(platform, workspace, (ctx) => pack(ctx, stream));
      if (!parcel) return;
      const outcome = await send(platform, parcel);
      await inWorkspace(platform, workspace, (ctx) => settle(ctx, stream, parcel, outcome));
      if (!outcome.arrived && parcel.kind !== 'test') return;
    }
  },
});

interface Parcel {
  id: string;
  kind: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  lastSeq: number | null;
  attempts: number;
  failingSince: Date | null;
}

interface Outcome {
  arrived: boolean;
  gone: boolean;
  status: number | null;
  problem: string | null;
  millis: number;
}

/** The next message of a stream. Undefined when there is none, or another worker is at it. */
async function pack(ctx: Ctx, streamId: string): Promise<Parcel | undefined> {
  const { db, workspace, now } = ctx;
  const stream = await db
    .selectFrom('log_streams')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', streamId)
    .where('stopped_at', 'is', null)
    .where((row) => row.or([row('busy_until', 'is', null), row('busy_until', '<', now)]))
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  const delivery = stream && ((await waitingIn(ctx, streamId)) ?? (await nextOf(ctx, streamId, stream.after_seq)));
  if (!stream || !delivery) return undefined;
  await db
    .updateTable('log_streams')
    .set({ busy_until: new Date(now.getTime() + LEASE_MS) })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', streamId)
    .execute();
  const kept = [stream.secret, stream.previous_until && stream.previous_until > now ? stream.previous_secret : null];
  const place = placeOf(workspace.id, streamId);
  const secrets = kept.filter((each) => each !== null).map((each) => reveal(ctx.platform.masterKey, place, each));
  const body = await bodyOf(ctx, delivery);
  return {
    id: delivery.id,
    kind: delivery.kind,
    url: stream.url,
    body,
    headers: signedHeaders({ id: delivery.id, at: new Date(), body }, secrets),
    lastSeq: delivery.last_seq,
    attempts: delivery.attempts,
    failingSince: stream.failing_since,
  };
}

type Delivery = NonNullable<Awaited<ReturnType<typeof waitingIn>>>;

const waitingIn = ({ db, workspace }: Ctx, streamId: string) =>
  db
    .selectFrom('log_deliveries')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('stream_id', '=', streamId)
    .where('state', '=', 'waiting')
    // A test does not stand in the queue: it is sent because the one before it does not arrive.
    .orderBy(sql`kind = 'test'`, 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();

async function nextOf(ctx: Ctx, streamId: string, after: number): Promise<Delivery | undefined> {
  const { db, workspace } = ctx;
  const { rows } = await sql<{ first: number | null; last: number | null; events: number }>`
    select min(e.seq) as first, max(e.seq) as last, count(*)::int as events from (
      select e.seq from events e where e.workspace_id = ${workspace.id} and e.seq > ${after} and e.seq <= coalesce(
        (select s.last_seq from seals s where s.workspace_id = ${workspace.id} order by s.size desc limit 1), 0)
      order by e.seq limit ${sql.lit(EVENTS)}) e`.execute(db);
  const { first, last, events } = rows[0]!;
  if (first === null) return undefined;
  return db
    .insertInto('log_deliveries')
    .values({
      workspace_id: workspace.id,
      id: newId(),
      stream_id: streamId,
      kind: 'events',
      first_seq: first,
      last_seq: last,
      events,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function bodyOf(ctx: Ctx, { kind, first_seq, last_seq, created_at }: Delivery): Promise<string> {
  const entries =
    first_seq === null || last_seq === null ? [] : await entriesBetween(ctx, first_seq - 1, last_seq, EVENTS);
  const names = await namesIn(ctx, entries);
  const events = entries.map((entry) => lineOf(ctx, names, entry));
  const type = kind === 'test' ? 'audit.test' : 'audit.events';
  return JSON.stringify({ type, timestamp: created_at, data: { portal: ctx.portal.origin, events } });
}

async function send(platform: Platform, { url, body, headers }: Parcel): Promise<Outcome> {
  const begin = performance.now();
  const took = () => Math.round(performance.now() - begin);
  try {
    const { status }: Answer = await safeFetch(platform.config, url, {
      method: 'POST',
      headers,
      body,
      mostBytes: 65_536,
    });
    const arrived = status >= 200 && status < 300;
    return { arrived, gone: status === 410, status, problem: arrived ? null : 'answer', millis: took() };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    platform.log.info({ reason: `${error.why}: ${error.message}` }, 'a receiver of the audit log gave no answer');
    // The same for what is refused and what is not there: nobody looks around in our network by this.
    const problem = error.why === 'slow' || error.why === 'large' ? error.why : 'unreachable';
    return { arrived: false, gone: false, status: null, problem, millis: took() };
  }
}

/** A test that does not arrive says so, and holds nothing up. */
const free = async ({ db, workspace }: Ctx, streamId: string): Promise<void> =>
  void (await db
    .updateTable('log_streams')
    .set({ busy_until: null })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', streamId)
    .execute());

async function settle(ctx: Ctx, streamId: string, parcel: Parcel, outcome: Outcome): Promise<void> {
  const { db, workspace, now } = ctx;
  const { arrived, status, problem, millis } = outcome;
  await db
    .updateTable('log_deliveries')
    .set({
      state: arrived ? 'arrived' : parcel.kind === 'test' ? 'failed' : 'waiting',
      attempts: parcel.attempts + 1,
      status,
      problem,
      millis,
      tried_at: now,
    })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', parcel.id)
    .execute();
  ctx.marks.add(`log-stream:${streamId}`);
  if (parcel.kind === 'test') return free(ctx, streamId);
  const wait = WAITS[Math.min(parcel.attempts, WAITS.length - 1)]!;
  await db
    .updateTable('log_streams')
    .set({
      busy_until: null,
      failing_since: arrived ? null : (parcel.failingSince ?? now),
      next_at: arrived ? now : new Date(now.getTime() + wait),
      ...(arrived && parcel.lastSeq !== null ? { after_seq: parcel.lastSeq } : {}),
    })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', streamId)
    .execute();
  const tooLong = parcel.failingSince !== null && now.getTime() - parcel.failingSince.getTime() > GIVE_UP_MS;
  if (arrived || !(outcome.gone || tooLong)) return;
  const why = outcome.gone ? 'gone' : 'failing';
  await stopStream(ctx, streamId, why);
  await record(ctx, logStreamFailed, { subjectId: streamId, accountId: null, data: { why } });
}
