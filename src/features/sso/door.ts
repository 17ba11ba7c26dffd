import type { Context } from 'hono';
import { deriveKey, sign } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { twiceIfNeeded } from '#platform/http/once-more.ts';
import { networkOf, take } from '#platform/http/rate-limit.ts';
import { contextOf } from '#platform/http/scoped.ts';
import type { Attempt } from './attempts.ts';
import { type Asserted, type Connection, isSetUp, type OidcConnection, SsoRefused } from './connection.ts';
import { connectionById, secretOf } from './connections.ts';
import { keepTest } from './keep-test.ts';
import { noteRefusal } from './refused.ts';

/** Many people of one office come at nine o'clock; this only bounds the work. */
const BUDGET = { purpose: 'sso network', limit: 600, windowSeconds: 15 * 60 };

/** As the system, in a transaction that is kept unless `work` throws. It is done once more if somebody stood in its way. */
export const asDoor = <T>(c: Context<Env>, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  twiceIfNeeded(c, async () => {
    const marks = new Set<string>();
    const { platform, workspace } = c.var;
    const value = await inScope(platform.pool, { workspaceId: workspace.id, system: true }, async (db, principal) => ({
      value: await work(contextOf(c, db, principal, marks)),
      commit: true,
    }));
    platform.hub.publish(workspace.id, marks);
    return value;
  });

/** Whom an answer is for, as soon as that is known: a refused test is told to whoever makes it. */
export interface Journey {
  connection?: Connection;
  attempt?: Attempt;
  /** What the provider has said, once that has been verified. */
  asserted?: Asserted;
}

export async function connectionAt(c: Context<Env>, ctx: Ctx): Promise<Connection> {
  const connection = await connectionById(ctx, c.req.param('id') ?? '');
  if (!connection || !isSetUp(connection)) throw notFound();
  return connection;
}

export function tripOf(c: Context<Env>, connection: OidcConnection, state: string) {
  const { platform, workspace, portal } = c.var;
  const secret = secretOf(c.var, connection);
  return { platform, workspaceId: workspace.id, origin: portal.origin, connection, secret, state };
}

/** What is refused is written down, and told on a page that says no more than the person may know. */
export async function refusing(c: Context<Env>, work: (journey: Journey) => Promise<Response>): Promise<Response> {
  const journey: Journey = {};
  try {
    await take(c.var.platform, c.var.workspace.id, BUDGET, networkOf(c.var.ip));
    return await work(journey);
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error;
    const { connection, attempt } = journey;
    c.var.platform.log.warn({ err: error, request: c.var.requestId, reason: error.why }, 'single sign-on refused');
    if (connection && attempt?.purpose === 'test') {
      await asDoor(c, (ctx) => keepTest(ctx, connection, { refused: error, testedBy: attempt.testedBy! }));
      return c.redirect(shownAt(connection), 303);
    }
    if (connection) await asDoor(c, (ctx) => noteRefusal(ctx, connection, error.why, journey.asserted));
    return c.redirect(problemAt(c, error, connection), 303);
  }
}

function problemAt(c: Context<Env>, { why }: SsoRefused, connection?: Connection): string {
  const key = deriveKey(c.var.platform.masterKey, 'sso problem', c.var.workspace.id);
  const about = { why, request: c.var.requestId, connection: connection?.id ?? null };
  return `/sso/problem?about=${sign(key, about, new Date(Date.now() + 10 * 60_000))}`;
}

/** Where a test is told of: to the team in the settings, to a customer's own on their page. One of the two finds nothing there. */
export const shownAt = ({ id }: Pick<Connection, 'id'>): string => `/sso/${id}/tested`;
