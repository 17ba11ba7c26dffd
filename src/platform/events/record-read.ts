import type { Context, MiddlewareHandler } from 'hono';
import { asSystem } from '../db/scope.ts';
import type { Env } from '../http/env.ts';
import type { EventKind } from './define.ts';
import { record } from './record.ts';

interface Read {
  kind: EventKind;
  what: { subjectId: string; accountId: string | null; data: unknown };
}

const noted = new WeakMap<Request, Read[]>();
/** Who has read what, and when that was written down: looking at the same thing again and again is one reading. */
const written = new Map<string, number>();
const AGAIN_MS = 10 * 60_000;
const MOST = 20_000;

/**
 * Says that this request reads something sensitive. A GET's own transaction is READ ONLY, so it is written down when that is
 * over and before the answer leaves.
 */
export function recordRead<Data>(
  c: Context<Env>,
  kind: EventKind<Data>,
  what: { subjectId: string; accountId: string | null; data: NoInfer<Data> },
): void {
  noted.set(c.req.raw, [...(noted.get(c.req.raw) ?? []), { kind: kind as EventKind, what }]);
}

/** Mounted around `scoped`. Nothing sensitive is given out that could not be written down. */
export const readsRecorded: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const reads = noted.get(c.req.raw);
  if (!reads || c.req.method !== 'GET' || c.error || c.res.status < 200 || c.res.status >= 300) return;
  const { ctx } = c.var;
  // Who looks as somebody else has read it, not whom they look as.
  const actor = ctx.viewing?.by ?? ctx.actor;
  const session = actor.kind === 'contact' || actor.kind === 'member' ? actor.sessionId : ctx.request.ip;
  const since = ctx.now.getTime() - AGAIN_MS;
  const named = reads.map((read) => ({ ...read, name: nameOf(session, read) }));
  const fresh = named.filter(({ name }) => (written.get(name) ?? 0) <= since);
  if (fresh.length === 0) return;
  const marks = new Set<string>();
  try {
    await asSystem(ctx.platform.pool, ctx.workspace.id, async (db) => {
      for (const { kind, what } of fresh) await record({ ...ctx, actor, db, marks }, kind, what);
    });
  } catch (error) {
    await c.res.body?.cancel();
    throw error;
  }
  if (written.size >= MOST) written.clear();
  for (const { name } of fresh) written.set(name, ctx.now.getTime());
  ctx.platform.hub.publish(ctx.workspace.id, marks);
};

const nameOf = (session: string, { kind, what }: Read): string =>
  `${session} ${kind.kind} ${what.subjectId} ${JSON.stringify(what.data)}`;
