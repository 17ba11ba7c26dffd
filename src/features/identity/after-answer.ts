import type { Context, MiddlewareHandler } from 'hono';
import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import type { SignInMethod } from './auth/frame.ts';
import { rememberNetwork } from './crowd.tsx';
import { signInFailed, stepGuessed } from './events.ts';
import { giveBackTaken } from './limits.ts';
import type { SecondStep } from './second-step/kinds.ts';

const TOUCH_MS = 5 * 60_000;
const MAX_SEEN = 50_000;

/** Attempts that a route turned down, by their request: its own transaction is rolled back and can keep no record of them. */
const failures = new WeakMap<Request, Failure>();

interface Failure {
  email: string;
  method: SignInMethod;
  /** The second step, when it was that. */
  second: SecondStep | undefined;
}

export const noteFailure = (request: Request, method: SignInMethod, email: string, second?: SecondStep): void => {
  failures.set(request, { method, email, second });
};

/** Requests whose guess was right: what they have used up of their budgets is given back. */
const successes = new WeakSet<Request>();

export const noteRight = (request: Request): void => {
  successes.add(request);
};

/**
 * What is written down when the request's transaction is over: that a session is in use, that a sign-in failed or did not. Mounted
 * around `scoped`, so it waits for no connection while holding one. A GET's own transaction is READ ONLY, and a job for every
 * page would cost more than the row it writes; so the process remembers whom it has written down, and asks the database at
 * most every five minutes for each session.
 */
export const afterAnswer: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const ctx = c.get('ctx');
  if (!ctx) return;
  const failure = failures.get(c.req.raw);
  try {
    if (failure) await recordFailure(ctx, failure);
    else if (successes.has(c.req.raw)) {
      rememberNetwork(ctx.workspace.id, ctx.request.ip);
      await giveBackTaken(c);
    } else if (!bySelf(c)) await touch(ctx);
  } catch (error) {
    // The answer stands: it was right when it was made.
    ctx.platform.log.warn({ err: error, request: ctx.request.id }, 'nothing written after the answer');
  }
};

async function recordFailure(ctx: Ctx, { email, method, second }: Failure): Promise<void> {
  await asSystem(ctx.platform.pool, ctx.workspace.id, async (db) => {
    const row = await db
      .selectFrom('identities')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('email', '=', email)
      .executeTakeFirst();
    const data = { method, identity: row?.id ?? null, ...(second && { second }) };
    const by = { ...ctx, db, marks: new Set<string>() };
    await record(by, signInFailed, { subjectId: newId(), accountId: null, data });
    if (row && second && (await wrongSteps(by, row.id)) === TOLD_AT)
      await record(by, stepGuessed, { subjectId: row.id, accountId: null, data: {} });
  });
}

/** So many wrong second steps within a day are told to whose they are: the first step was right each time. */
const TOLD_AT = 5;

async function wrongSteps({ db, workspace, now }: Ctx, identityId: string): Promise<number> {
  const { n } = await db
    .selectFrom('events')
    .select((row) => row.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', workspace.id)
    .where('kind', '=', signInFailed.kind)
    .where(sql`data ->> 'identity'`, '=', identityId)
    .where(sql<boolean>`data ? 'second'`)
    .where('created_at', '>', new Date(now.getTime() - 86_400_000))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** An open page that follows what others do asks by itself: nobody is there for that reason. */
const bySelf = (c: Context<Env>): boolean => c.req.header('x-portico-refresh') === 'live';

const seen = new Map<string, number>();

async function touch(ctx: Ctx): Promise<void> {
  const { actor, now } = ctx;
  if (actor.kind !== 'contact' && actor.kind !== 'member') return;
  if ((seen.get(actor.sessionId) ?? 0) > now.getTime() - TOUCH_MS) return;
  if (seen.size >= MAX_SEEN) seen.clear();
  seen.set(actor.sessionId, now.getTime());
  await asSystem(ctx.platform.pool, ctx.workspace.id, (db) =>
    db
      .updateTable('sessions')
      .set({ seen_at: now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', actor.sessionId)
      // Another process may have been faster.
      .where('seen_at', '<', new Date(now.getTime() - TOUCH_MS))
      .execute(),
  );
}
