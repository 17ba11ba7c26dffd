import type { MiddlewareHandler } from 'hono';
import { newId } from '#platform/db/ids.ts';
import { asSystem } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import type { SignInMethod } from './auth/frame.ts';
import { signInFailed } from './events.ts';
import { giveBackPassword } from './limits.ts';

const TOUCH_MS = 5 * 60_000;
const MAX_SEEN = 50_000;

/** Attempts that a route turned down, by their request: its own transaction is rolled back and can keep no record of them. */
const failures = new WeakMap<Request, { email: string; method: SignInMethod }>();

export const noteFailure = (request: Request, method: SignInMethod, email: string): void => {
  failures.set(request, { method, email });
};

/** Requests whose password was right, with the address: their attempt is given back. */
const successes = new WeakMap<Request, string>();

export const noteRightPassword = (request: Request, email: string): void => {
  successes.set(request, email);
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
  const success = successes.get(c.req.raw);
  try {
    if (failure) await recordFailure(ctx, failure);
    else if (success) await giveBackPassword(ctx.platform, ctx.workspace.id, success);
    else await touch(ctx);
  } catch (error) {
    // The answer stands: it was right when it was made.
    ctx.platform.log.warn({ err: error, request: ctx.request.id }, 'nothing written after the answer');
  }
};

async function recordFailure(ctx: Ctx, { email, method }: { email: string; method: SignInMethod }): Promise<void> {
  await asSystem(ctx.platform.pool, ctx.workspace.id, async (db) => {
    const row = await db
      .selectFrom('identities')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('email', '=', email)
      .executeTakeFirst();
    const data = { method, identity: row?.id ?? null };
    await record({ ...ctx, db, marks: new Set() }, signInFailed, { subjectId: newId(), accountId: null, data });
  });
}

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
