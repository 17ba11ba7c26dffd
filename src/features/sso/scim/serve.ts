import type { Context } from 'hono';
import { inScope } from '#platform/db/scope.ts';
import { bodyChunks, declaredTooLong } from '#platform/http/body.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { FormError } from '#platform/http/form-error.ts';
import { formLimits } from '#platform/http/form-limits.ts';
import { HttpError } from '#platform/http/http-error.ts';
import { twiceIfNeeded } from '#platform/http/once-more.ts';
import { type Budget, networkOf, take } from '#platform/http/rate-limit.ts';
import { contextOf } from '#platform/http/scoped.ts';
import type { Connection } from '../connection.ts';
import { connectionById } from '../connections.ts';
import { ScimError } from './scim-error.ts';
import { connectionBehind } from './tokens.ts';

const MOST_BYTES = 2 * 1024 * 1024;
const BODY = formLimits({ bodyBytes: MOST_BYTES });
const WRONG_TOKENS = { purpose: 'scim wrong', limit: 60, windowSeconds: 15 * 60 };
const REQUESTS = { purpose: 'scim', limit: 6_000, windowSeconds: 5 * 60 };

export type Handler = (ctx: Ctx, connection: Connection, c: Context<Env>) => Promise<Response>;

/**
 * Who asks is looked at before anything of theirs is read, and their budget before anything is done. Then one transaction, as the
 * system, in which the connection is the only one there is. It is kept unless something is refused, and done once more if somebody
 * stood in its way: whom a directory makes may come in by their invitation at the same moment.
 */
export async function serve(c: Context<Env>, handler: Handler): Promise<Response> {
  const token = /^Bearer ([\w-]+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  await knock(c, token);
  bodies.set(c.req.raw, ['POST', 'PUT', 'PATCH'].includes(c.req.method) ? await bodyOf(c) : undefined);
  return twiceIfNeeded(c, () => handled(c, token, handler));
}

async function handled(c: Context<Env>, token: string, handler: Handler): Promise<Response> {
  const { platform, workspace } = c.var;
  const marks = new Set<string>();
  const response = await inScope(platform.pool, { workspaceId: workspace.id, system: true }, async (db, principal) => {
    const ctx = contextOf(c, db, principal, marks);
    const behind = await connectionBehind(ctx, token);
    const connection = behind && (await connectionById(ctx, behind.connectionId));
    if (!connection) throw unknown();
    await ctx.db
      .updateTable('scim_tokens')
      .set({ used_at: ctx.now })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', behind.tokenId)
      .execute();
    return { value: await handler(asDirectory(ctx, behind.ending), connection, c), commit: true };
  });
  platform.hub.publish(workspace.id, marks);
  return response;
}

/** The log says of what happens here that a directory did it, with which program and which token. */
const asDirectory = (ctx: Ctx, ending: string): Ctx => ({
  ...ctx,
  actor: { kind: 'system', method: 'directory' },
  request: { ...ctx.request, agent: `${ctx.request.agent.slice(0, 200)} (token …${ending})`.trim() },
});

const unknown = () => new ScimError(401, 'a token of this portal is wanted');

async function knock(c: Context<Env>, token: string): Promise<void> {
  const { platform, workspace, ip } = c.var;
  const scope = { workspaceId: workspace.id, system: true };
  const behind = await inScope(platform.pool, scope, async (db, principal) => ({
    value: await connectionBehind(contextOf(c, db, principal, new Set()), token),
    commit: false,
  }));
  if (behind) return spend(c, REQUESTS, behind.tokenId);
  await spend(c, WRONG_TOKENS, networkOf(ip));
  throw unknown();
}

/** A budget that is used up is said in the directory's own language, too: it waits and asks again. */
async function spend(c: Context<Env>, budget: Budget, who: string): Promise<void> {
  try {
    await take(c.var.platform, c.var.workspace.id, budget, who);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.retryAfter) c.header('retry-after', String(error.retryAfter));
    throw new ScimError(429, 'that is too much at once: ask again later');
  }
}

const bodies = new WeakMap<Request, unknown>();
/** What came with the request, read once. */
export const sent = (c: Context<Env>): unknown => bodies.get(c.req.raw);

async function bodyOf(c: Context<Env>): Promise<unknown> {
  if (!/^application\/(scim\+)?json\b/i.test(c.req.header('content-type') ?? ''))
    throw new ScimError(400, 'JSON is wanted', 'invalidSyntax');
  const text = await textOf(c.req.raw);
  try {
    return JSON.parse(text, storable);
  } catch (error) {
    if (error instanceof ScimError) throw error;
    throw new ScimError(400, 'that is no JSON', 'invalidSyntax');
  }
}

async function textOf(request: Request): Promise<string> {
  const pieces: Uint8Array[] = [];
  try {
    const tooLong = declaredTooLong(request, MOST_BYTES);
    if (tooLong) throw tooLong;
    if (request.body) for await (const piece of bodyChunks(request.body, BODY)) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    if (error.problem === 'body-too-large') throw new ScimError(413, 'that is too much at once', 'tooMany');
    throw new ScimError(error.problem === 'too-slow' ? 408 : 400, 'it did not come whole', 'invalidSyntax');
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** No column holds a null, or half of a sign. */
function storable(name: string, value: unknown): unknown {
  for (const text of [name, value]) {
    if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed()))
      throw new ScimError(400, 'a text has a sign in it that cannot be kept', 'invalidValue');
  }
  return value;
}
