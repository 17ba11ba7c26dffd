import type { Context } from 'hono';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { readCookie, writeCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { contextOf } from '#platform/http/scoped.ts';
import { may } from '#platform/rights.ts';
import { ATTEMPT_MINUTES, beginAttempt } from './attempts.ts';
import type { Connection, SamlProvider } from './connection.ts';
import { asDoor, connectionAt, refusing, tripOf } from './door.ts';
import { doorOf } from './oidc/flow.ts';
import { newRequestId, requestAddress } from './saml/request.ts';
import { mayManage } from './setup.ts';

const COOKIE = 'portico_sso';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** By what a browser is known that was sent to a provider; empty for one that was not. */
export function travellerOf(c: Context<Env>): string {
  const known = readCookie(c, COOKIE);
  return TOKEN.test(known) ? known : '';
}

/** A link, not a form: the page's policy lets no form leave for another site. */
export function go(c: Context<Env>): Response | Promise<Response> {
  // A browser that only looks ahead must not begin a sign-in.
  if (c.req.method !== 'GET' || c.req.header('sec-purpose')) return c.body(null, 204);
  return refusing(c, async () => {
    const testedBy = c.req.query('test') === '1' ? await testerOf(c) : null;
    const address = await begin(c, { testedBy, next: localPath(c.req.query('next')), hint: c.req.query('hint') });
    return c.redirect(address, 303);
  });
}

/** Who asks, by the session of this browser: whoever sets the connection up, or looks after the customer it is for. */
async function testerOf(c: Context<Env>): Promise<string> {
  const { workspace, sessionToken, platform } = c.var;
  if (!sessionToken) throw notFound();
  const scope = { workspaceId: workspace.id, tokenHash: sha256Hex(sessionToken), readOnly: true };
  return inScope(platform.pool, scope, async (db, principal) => {
    const ctx = contextOf(c, db, principal, new Set());
    if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'contact') throw notFound();
    // Through their own walls: a customer sees their own connection only.
    const connection = await connectionAt(c, ctx);
    const theirs = ctx.actor.kind === 'contact' && ctx.actor.accountId === connection.accountId;
    if (!mayManage(ctx) && !(theirs && may(ctx.actor, 'colleagues.manage'))) throw notFound();
    return { value: ctx.actor.identityId, commit: true };
  });
}

export async function begin(
  c: Context<Env>,
  { testedBy, next, hint }: { testedBy: string | null; next: string; hint?: string | undefined },
): Promise<string> {
  const browser = travellerOf(c) || randomToken();
  const address = await asDoor(c, async (ctx) => {
    const connection = await connectionAt(c, ctx);
    if (!testedBy && !connection.enabledAt) throw notFound();
    const handle = connection.kind === 'saml' ? newRequestId() : randomToken();
    const purpose = testedBy ? 'test' : 'sign-in';
    await beginAttempt(ctx, { connectionId: connection.id, purpose, handle, browser, next, testedBy });
    return addressOfDoor(c, connection, handle, hint);
  });
  writeCookie(c, COOKIE, browser, ATTEMPT_MINUTES * 60);
  return address;
}

function addressOfDoor(c: Context<Env>, connection: Connection, handle: string, hint?: string): Promise<string> {
  if (connection.kind === 'oidc') return doorOf(tripOf(c, connection, handle), hint?.slice(0, 254));
  const provider = connection.provider as SamlProvider;
  return requestAddress({ id: handle, provider, origin: c.var.portal.origin, connectionId: connection.id });
}
