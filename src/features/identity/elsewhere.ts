import { elevate } from '#platform/db/scope.ts';
import type { Contact, Ctx, CtxOf } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Browser } from './browser.ts';
import { endSessions } from './end-sessions.ts';
import type { Passed } from './first-factor.ts';
import { holdRoles, livingPerson } from './person.ts';
import { providers } from './providers.ts';
import { beginHalf } from './second-step/half.ts';
import { roleAsks, secondStepWanted } from './second-step/wanted.ts';

/**
 * What stands between this session and another customer of the same person: that customer's rules are asked as if they signed in there.
 * Else whoever has two customers would come in by the laxer one's way and change over. Null: nothing. Elevates, so it is the last
 * thing before the change.
 */
export async function wantedElsewhere(
  ctx: CtxOf<Contact>,
  accountId: string,
  browser: Browser,
): Promise<Exclude<Passed, { session: string }> | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const { identityId, sessionId } = ctx.actor;
  await holdRoles(ctx, identityId);
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: identityId }, accountId);
  if (living?.person.kind !== 'contact' || living.person.accountId !== accountId) {
    throw notFound();
  }
  const session = await ctx.db
    .selectFrom('sessions')
    .select(['method', 'second'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow();
  // A provider is one customer's: whom it vouched for, in one step or two, it vouched for to no other.
  const vouched = session.second === 'provider';
  const provider = await providers().required(ctx, living.person);
  if (provider) return { provider: provider.href };
  if (session.second !== null && !vouched) return null;
  const wanted = await secondStepWanted(ctx, living.person, browser);
  if (wanted === 'nothing' || wanted === 'remembered') return null;
  const method = session.method as Parameters<typeof beginHalf>[1]['method'];
  return { step: await beginHalf(ctx, { identityId, method, accountId }) };
}

/**
 * The same for whoever finds themselves at a customer without having turned to it, because another became this one: sessions that have not
 * passed what it asks for end, and those of another one's provider have not. Elevates, like `wantedElsewhere`.
 */
export async function endSessionsNotLetIn(ctx: Ctx, identityIds: readonly string[], accountId: string): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  for (const id of identityIds) {
    const living = await livingPerson(ctx.db, ctx.workspace.id, { id }, accountId);
    if (living?.person.kind !== 'contact') continue;
    if (await providers().required(ctx, living.person)) await endSessions(ctx, [id]);
    else if (await roleAsks(ctx, living.person)) await endSessions(ctx, [id], { withoutSecond: 'ours' });
  }
}
