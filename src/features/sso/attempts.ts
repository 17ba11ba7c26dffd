import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Asserted } from './connection.ts';

/** How long somebody may take at their provider. */
export const ATTEMPT_MINUTES = 15;
/** How long the way from a provider's post to its browser's return may take. */
const ARRIVAL_SECONDS = 120;

/** A sign-in that is under way at a provider. */
export interface Attempt {
  id: string;
  purpose: 'sign-in' | 'test';
  next: string;
  testedBy: string | null;
  createdAt: Date;
}

interface Begun {
  connectionId: string;
  purpose: Attempt['purpose'];
  /** The state, or the id of the request: what the answer will name. */
  handle: string;
  /** The cookie of the browser that goes. */
  browser: string;
  next: string;
  testedBy: string | null;
}

/** Only the system may. */
export async function beginAttempt(
  ctx: Ctx,
  { connectionId, handle, browser, testedBy, ...given }: Begun,
): Promise<void> {
  await ctx.db
    .insertInto('sso_attempts')
    .values({
      ...given,
      workspace_id: ctx.workspace.id,
      id: newId(),
      connection_id: connectionId,
      handle: sha256Hex(handle),
      browser: sha256Hex(browser),
      tested_by: testedBy,
      expires_at: new Date(ctx.now.getTime() + ATTEMPT_MINUTES * 60_000),
      created_at: ctx.now,
    })
    .execute();
}

const shown = ['id', 'purpose', 'next', 'tested_by as testedBy', 'created_at as createdAt'] as const;

const waiting = (ctx: Ctx, connectionId: string, handle: string) =>
  ctx.db
    .selectFrom('sso_attempts')
    .select(shown)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connectionId)
    .where('handle', '=', sha256Hex(handle))
    .where('taken_at', 'is', null)
    .where('expires_at', '>', ctx.now);

/** The attempt an answer names, not yet used up by it. */
export const attemptFor = async (ctx: Ctx, connectionId: string, handle: string): Promise<Attempt | undefined> =>
  (await waiting(ctx, connectionId, handle).executeTakeFirst()) as Attempt | undefined;

/** Takes an attempt: of many answers at once one gets it. `browser` is undefined where a browser's cookie cannot come along. */
export async function takeAttempt(
  ctx: Ctx,
  connectionId: string,
  handle: string,
  browser?: string,
): Promise<Attempt | undefined> {
  const row = await ctx.db
    .updateTable('sso_attempts')
    .set({ taken_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connectionId)
    .where('handle', '=', sha256Hex(handle))
    .where('taken_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .$if(browser !== undefined, (one) => one.where('browser', '=', sha256Hex(browser!)))
    .returning(shown)
    .executeTakeFirst();
  return row as Attempt | undefined;
}

/** Keeps what was verified until the browser comes for it. Returns the ticket it comes with; the cookie must fit as well. */
export async function keepAnswer(ctx: Ctx, attempt: Attempt, answer: Asserted): Promise<string> {
  const ticket = randomToken();
  await ctx.db
    .updateTable('sso_attempts')
    .set({ answer: JSON.stringify(answer), ticket: sha256Hex(ticket) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', attempt.id)
    .execute();
  return ticket;
}

export async function takeAnswer(
  ctx: Ctx,
  connectionId: string,
  given: { ticket: string; browser: string },
): Promise<{ attempt: Attempt; answer: Asserted } | undefined> {
  const row = await ctx.db
    .updateTable('sso_attempts')
    .set({ ended_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connectionId)
    .where('ticket', '=', sha256Hex(given.ticket))
    .where('browser', '=', sha256Hex(given.browser))
    .where('ended_at', 'is', null)
    .where('taken_at', '>', new Date(ctx.now.getTime() - ARRIVAL_SECONDS * 1_000))
    .returning([...shown, 'answer'])
    .executeTakeFirst();
  if (!row) return undefined;
  const { answer, ...attempt } = row;
  await ctx.db
    .updateTable('sso_attempts')
    .set({ answer: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  return { attempt: attempt as Attempt, answer: answer as unknown as Asserted };
}

/** Whether this assertion is accepted for the first time. */
export async function isFirst(ctx: Ctx, connectionId: string, assertionId: string, forgetAt: Date): Promise<boolean> {
  const made = await ctx.db
    .insertInto('sso_assertions')
    .values({
      workspace_id: ctx.workspace.id,
      connection_id: connectionId,
      assertion: sha256Hex(assertionId),
      expires_at: forgetAt,
    })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}
