import { z } from 'zod';
import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { withEngine } from './auth/engines.ts';
import type { Browser } from './browser.ts';
import { type LetterUse, letterUses, linkRequested } from './events.ts';
import { type Passed, passed } from './first-factor.ts';
import { livingPerson } from './person.ts';
import type { Sent } from './sent.ts';
import { sessionFacts } from './sign-in.ts';
import { LINK_MINUTES, minutesFrom } from './terms.ts';

/** What waits for the job that sends the link. */
export const askedFor = z.object({
  email: z.string(),
  next: z.string(),
  host: z.string(),
  locale: z.enum(['en', 'de']),
  to: z.enum(letterUses).default('sign-in'),
});

export const requestIdentifier = (id: string): string => `link-request:${id}`;

/**
 * Notes that somebody wants a letter to sign in with (a link, a code, or both), or to set another password. It does exactly the same for every address: whether anybody has it is looked up
 * in a job, where nobody can measure it.
 */
export async function askForLink(
  ctx: Ctx,
  email: string,
  next: string,
  to: LetterUse = 'sign-in',
): Promise<Pick<Sent, 'email' | 'request'>> {
  await elevate(ctx.db, ctx.workspace.id);
  const id = newId();
  const asked: z.infer<typeof askedFor> = { email, next, host: ctx.portal.host, locale: ctx.reader.locale, to };
  await ctx.db
    .insertInto('verifications')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      identifier: requestIdentifier(id),
      value: JSON.stringify(asked),
      agent: ctx.request.agent.slice(0, 300),
      expires_at: minutesFrom(ctx.now, LINK_MINUTES),
      created_at: ctx.now,
    })
    .execute();
  await record(ctx, linkRequested, { subjectId: id, accountId: null, data: { to } });
  return { email, request: id };
}

/** A link that can still be used. */
export interface SignInLink {
  identityId: string;
  name: string;
  email: string;
  /** The browser that asked for it. */
  agent: string;
  askedAt: Date;
  /** Made by the operator, on the machine itself: the rules do not hold for it. */
  byOperator: boolean;
  expiresAt: Date;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a token opens, without using it up; null for a spent, expired or foreign one. Elevates, and writes nothing. */
export async function linkBehind(ctx: Ctx, token: string): Promise<SignInLink | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const row = await ctx.db
    .selectFrom('verifications')
    .select(['identity_id', 'agent', 'created_at', 'expires_at', 'by_operator'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', linkIdentifier(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  const living = row?.identity_id && (await livingPerson(ctx.db, ctx.workspace.id, { id: row.identity_id }));
  if (!row || !living) return null;
  const { identityId, name, email } = living.person;
  const { agent, created_at: askedAt, expires_at: expiresAt, by_operator: byOperator } = row;
  return { identityId, name, email, agent: agent ?? '', askedAt, expiresAt, byOperator };
}

/**
 * Uses a link up and returns what it opens; null when it no longer works. Of many at once one succeeds. The
 * link is bound to the identity and the address it was made for: if either is another's by now, it opens nothing.
 */
export async function signInWithLink(ctx: Ctx, token: string, browser: Browser): Promise<Passed | null> {
  const link = await linkBehind(ctx, token);
  if (!link) return null;
  const result = await withEngine(ctx, { session: sessionFacts(ctx, 'link') }, (engine) =>
    engine.api.magicLinkVerify({ query: { token }, headers: new Headers() }),
  );
  if (!result || result.user.id !== link.identityId) return null;
  await forgetWaysIn(ctx, link.identityId);
  const { identityId, byOperator } = link;
  const first = { identityId, method: 'link', assurance: 'one', begun: result.token, byOperator } as const;
  return passed(ctx, first, browser);
}

/** Whoever has come in needs none of the links and codes that would let them in; one that proves a new address goes on. */
export async function forgetWaysIn(ctx: Ctx, identityId: string): Promise<void> {
  await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('identifier', 'not like', 'address-%')
    .execute();
}

/** Every link that was sent to an identity stops working: the address or password has changed, or access has ended. */
export async function forgetLinks(ctx: Ctx, identityId: string): Promise<void> {
  await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
}

/** How better-auth names a link by its token; the token itself is stored nowhere. */
export const linkIdentifier = (token: string): string => `magic-link:${sha256Hex(token)}`;
