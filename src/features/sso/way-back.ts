import type { Context } from 'hono';
import { browserOf, goOn } from '#features/identity/index.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { admit } from './admit.ts';
import { type Attempt, takeAnswer, takeAttempt } from './attempts.ts';
import { readClaims, saidOf } from './claims.ts';
import { type Asserted, type Connection, type OidcConnection, SsoRefused } from './connection.ts';
import { asDoor, connectionAt, refusing, shownAt, tripOf } from './door.ts';
import { travellerOf } from './go.ts';
import { keepTest } from './keep-test.ts';
import { exchange, type Returned } from './oidc/flow.ts';

/** OpenID Connect: the provider sends the browser back. Without the cookie of the browser that went it is nobody's answer. */
export function callback(c: Context<Env>): Response | Promise<Response> {
  if (c.req.method !== 'GET') return c.body(null, 204);
  return refusing(c, async (journey) => {
    const query = new URL(c.req.url).searchParams;
    const state = query.get('state') ?? '';
    const { connection, attempt } = await asDoor(c, async (ctx) => {
      const at = await connectionAt(c, ctx);
      return { connection: at, attempt: await takeAttempt(ctx, at.id, state, travellerOf(c)) };
    });
    if (connection.kind !== 'oidc') throw notFound();
    Object.assign(journey, { connection, attempt });
    if (!attempt) throw new SsoRefused('not-asked', 'no such sign-in is under way in this browser');
    const returned = await exchange(tripOf(c, connection, state), query);
    await keepKeys(c, connection, returned.jwks);
    journey.asserted = assertedBy(connection, returned);
    return arrive(c, connection, attempt, journey.asserted);
  });
}

function assertedBy(connection: OidcConnection, { issuer, subject, claims }: Returned): Asserted {
  const said = saidOf(claims);
  // A provider that says nothing about it vouches for its own domain's addresses; one that says no does not.
  const emailVerified = claims.email_verified === undefined || String(claims.email_verified) === 'true';
  return { issuer, subject, emailVerified, said, ...readClaims(said, connection.attributes, issuer) };
}

/** Keys that had to be fetched are good for the next one, too. */
async function keepKeys(c: Context<Env>, { id, provider }: OidcConnection, jwks: unknown): Promise<void> {
  if (!jwks || JSON.stringify(jwks) === JSON.stringify(provider.jwks)) return;
  await asDoor(c, (ctx) =>
    ctx.db
      .updateTable('sso_connections')
      .set({ provider: JSON.stringify({ ...provider, jwks }) })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      // Another provider, or its keys as they were read meanwhile, stay.
      .where('provider', '=', JSON.stringify(provider))
      .execute(),
  );
}

/** SAML: what was posted has been verified and waits for the browser that was sent, which is known by its cookie. */
export function arrival(c: Context<Env>): Response | Promise<Response> {
  if (c.req.method !== 'GET') return c.body(null, 204);
  return refusing(c, async (journey) => {
    const given = { ticket: c.req.query('ticket') ?? '', browser: travellerOf(c) };
    const { connection, kept } = await asDoor(c, async (ctx) => {
      const at = await connectionAt(c, ctx);
      return { connection: at, kept: await takeAnswer(ctx, at.id, given) };
    });
    Object.assign(journey, { connection, attempt: kept?.attempt, asserted: kept?.answer });
    if (!kept) throw new SsoRefused('not-asked', 'the answer came in another browser, or too late');
    return arrive(c, connection, kept.attempt, kept.answer);
  });
}

async function arrive(
  c: Context<Env>,
  connection: Connection,
  attempt: Attempt,
  asserted: Asserted,
): Promise<Response> {
  if (attempt.purpose === 'test') {
    await asDoor(c, (ctx) => keepTest(ctx, connection, { asserted, testedBy: attempt.testedBy! }));
    return c.redirect(shownAt(connection), 303);
  }
  const browser = browserOf(c);
  const result = await asDoor(c, (ctx) => admit(ctx, connection, asserted, browser));
  return goOn(c, result, browser, attempt.next);
}
