import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { readForm } from '#platform/http/multipart.ts';
import { attemptFor, isFirst, keepAnswer, takeAttempt } from './attempts.ts';
import { readClaims, saidOf } from './claims.ts';
import { type Asserted, type SamlConnection, type SamlProvider, SsoRefused } from './connection.ts';
import { asDoor, connectionAt, type Journey, refusing } from './door.ts';
import { begin } from './go.ts';
import { answeredRequest, type Verified, verifyResponse } from './saml/verify.ts';

const LIMITS = { fields: 4, fieldBytes: 700 * 1024, textBytes: 720 * 1024 };

/**
 * SAML: the provider has the browser post its answer. That is a form of another site, the only one that is let through (it stands
 * before `received`, which turns the others away). So it reads no session and changes nobody's: what it carries is verified and
 * kept, and counts only when the browser that was sent comes for it, with the cookie it was given (`arrival`).
 */
export function assertionConsumer(c: Context<Env>): Promise<Response> {
  return refusing(c, async (journey) => {
    const form = await readForm(c.req.raw, null, LIMITS).catch((error: unknown) => {
      throw new SsoRefused('unreadable', 'it is no form', error);
    });
    const response = form.get('SAMLResponse') ?? '';
    const requestId = await answeredRequest(response);
    if (!requestId) return unasked(c);
    return c.redirect(
      `/sso/${c.req.param('id')}/arrival?ticket=${await accept(c, { response, requestId }, journey)}`,
      303,
    );
  });
}

/** Verifies an answer and uses up its request and its assertion, together or not at all. */
const accept = (c: Context<Env>, given: { response: string; requestId: string }, journey: Journey): Promise<string> =>
  asDoor(c, async (ctx) => {
    const connection = await connectionAt(c, ctx);
    if (connection.kind !== 'saml') throw notFound();
    const attempt = await attemptFor(ctx, connection.id, given.requestId);
    Object.assign(journey, { connection, attempt });
    if (!attempt) throw new SsoRefused('not-asked', 'we have sent no such request, or it was answered');
    const verified = await verifyResponse(given.response, {
      requestId: given.requestId,
      sentAt: attempt.createdAt,
      provider: connection.provider as SamlProvider,
      origin: c.var.portal.origin,
      connectionId: connection.id,
      now: ctx.now,
    });
    const first = await isFirst(ctx, connection.id, verified.assertionId, verified.forgetAt);
    if (!first || !(await takeAttempt(ctx, connection.id, given.requestId))) {
      throw new SsoRefused('not-asked', 'this answer has been used');
    }
    return keepAnswer(ctx, attempt, assertedBy(connection, verified));
  });

function assertedBy(connection: SamlConnection, { issuer, subject, attributes }: Verified): Asserted {
  const said = saidOf({ ...attributes, NameID: subject });
  const read = readClaims(said, connection.attributes, issuer);
  const email = read.email ?? (subject.includes('@') ? subject : null);
  return { issuer, subject, emailVerified: true, said, ...read, email };
}

/** From the provider's own start page. Its answer is not believed; where that is allowed, it is taken as a wish to sign in. */
async function unasked(c: Context<Env>): Promise<Response> {
  const connection = await asDoor(c, (ctx) => connectionAt(c, ctx));
  if (!connection.startsElsewhere || !connection.enabledAt)
    throw new SsoRefused('not-asked', 'nobody asked for it here');
  return c.redirect(await begin(c, { testedBy: null, next: '/' }), 303);
}
