import { sha256Hex } from '#platform/crypto.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { SignInMethod } from './auth/frame.ts';
import { signedIn, signedOut } from './events.ts';
import { asPerson, type Person } from './person.ts';

interface Begun {
  /** What goes into the cookie; the table has its hash. */
  token: string;
  person: Person;
  method: SignInMethod;
}

/**
 * Ends a way in: the session this browser had before is over, whoever's it was, so that nothing known from before the
 * sign-in is worth anything after it. `before` is its token, empty for none.
 */
export async function beginSession(ctx: Ctx, { token, person, method }: Begun, before: string): Promise<void> {
  const session = await sessionId(ctx, token);
  if (before) await revoke(ctx, before);
  await record(asPerson(ctx, person, session), signedIn, {
    subjectId: person.identityId,
    accountId: person.kind === 'contact' ? person.accountId : null,
    data: { method, session },
  });
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

async function revoke(ctx: Ctx, token: string): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .where('revoked_at', 'is', null)
    .execute();
}

async function sessionId(ctx: Ctx, token: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .executeTakeFirstOrThrow();
  return row.id;
}
