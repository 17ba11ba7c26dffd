import { sha256Hex } from '#platform/crypto.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { SignInMethod } from './auth/frame.ts';
import type { Browser } from './browser.ts';
import { newDevice, signedIn, signedOut } from './events.ts';
import { asPerson, type Person } from './person.ts';
import type { SecondStep } from './second-step/kinds.ts';

interface Begun {
  /** What goes into the cookie; the table has its hash. */
  token: string;
  person: Person;
  method: SignInMethod;
  second: SecondStep | undefined;
}

/**
 * Ends a way in: the session this browser had before is over, whoever's it was, so that nothing known from before the
 * sign-in is worth anything after it. It stands for the customer whose rules were asked, whichever others come. A browser this person has never come with is written down as new.
 */
export async function beginSession(
  ctx: Ctx,
  { token, person, method, second }: Begun,
  browser: Browser,
): Promise<void> {
  const device = browser.device ? sha256Hex(browser.device) : null;
  const account_id = person.kind === 'contact' ? person.accountId : null;
  const session = await markDevice(ctx, token, { device, second: second ?? null, account_id });
  const strange = await isStrange(ctx, person.identityId, session, { device, session: browser.session });
  if (browser.session) await revoke(ctx, browser.session);
  const them = asPerson(ctx, { ...person, method }, session);
  const about = { subjectId: person.identityId, accountId: person.kind === 'contact' ? person.accountId : null };
  await record(them, signedIn, { ...about, data: { method, session, ...(second && { second }) } });
  if (strange) await record(them, newDevice, { ...about, data: { session } });
}

/**
 * Whether this person has been here before, and never with this browser. Their very first time is nothing strange; when all their
 * sessions are so old that they are gone, the log knows. A session without a device is older than devices, or was disowned and is revoked.
 */
async function isStrange(
  ctx: Ctx,
  identityId: string,
  begun: string,
  now: { device: string | null; session: string },
): Promise<boolean> {
  const before = await ctx.db
    .selectFrom('sessions')
    .select(['device', 'token_hash', 'revoked_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('id', '!=', begun)
    .execute();
  const hash = now.session ? sha256Hex(now.session) : null;
  const known = before.some((one) =>
    one.device === null ? one.token_hash === hash && one.revoked_at === null : one.device === now.device,
  );
  return !known && (before.length > 0 || (await hasBeenHere(ctx, identityId)));
}

async function hasBeenHere(ctx: Ctx, identityId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('subject_id', '=', identityId)
    .where('kind', '=', signedIn.kind)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the session behind a token; the browser's copy of it is worthless from the commit on. */
export async function endSession(ctx: Ctx, token: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'contact' && actor.kind !== 'member') return;
  await revoke(ctx, token);
  await record(ctx, signedOut, {
    subjectId: actor.identityId,
    accountId: actor.kind === 'contact' ? actor.accountId : null,
    data: { session: actor.sessionId },
  });
}

/** Ends the session behind a token, without a word. */
export async function revoke(ctx: Ctx, token: string): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .where('revoked_at', 'is', null)
    .execute();
}

async function markDevice(
  ctx: Ctx,
  token: string,
  facts: { device: string | null; second: SecondStep | null; account_id: string | null },
): Promise<string> {
  const row = await ctx.db
    .updateTable('sessions')
    .set(facts)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
