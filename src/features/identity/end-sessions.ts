import { type Expression, sql } from 'kysely';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { sessionTopic } from '#platform/live/hub.ts';
import type { SignInMethod } from './auth/frame.ts';
import { roleAsks } from './second-step/wanted.ts';

interface Which {
  /** Those that began by this method stay. */
  but?: SignInMethod | undefined;
  /** Those that began by this method, and no others. */
  only?: SignInMethod | undefined;
  /** Those with a second step stay; with `ours`, of those whom a provider vouched for none. */
  withoutSecond?: 'any' | 'ours';
}

/** Ends sessions of these people, and their open pages with the commit. Returns how many there were. Only the system may. */
export async function endSessions(
  ctx: Ctx,
  whose: readonly string[] | Expression<{ identity_id: string | null }>,
  { but, only, withoutSecond }: Which = {},
): Promise<number> {
  // First, as `finish` does: whoever is about to pass the second step is waited for, and the session they got then is seen.
  if (!withoutSecond) await endHalves(ctx, whose, { but, only });
  const ended = await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', 'in', whose as readonly string[])
    .where('revoked_at', 'is', null)
    .$if(but !== undefined, (one) => one.where('method', '!=', but!))
    .$if(only !== undefined, (one) => one.where('method', '=', only!))
    .$if(withoutSecond === 'any', (one) => one.where('second', 'is', null))
    .$if(withoutSecond === 'ours', (one) => one.where(sql<boolean>`second is null or second = 'provider'`))
    .returning('id')
    .execute();
  for (const { id } of ended) ctx.marks.add(sessionTopic(id));
  return ended.length;
}

/** Whoever is between the two steps is on the way to just such a session. */
async function endHalves(ctx: Ctx, whose: Parameters<typeof endSessions>[1], { but, only }: Which): Promise<void> {
  await ctx.db
    .deleteFrom('half_sign_ins')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', 'in', whose as readonly string[])
    .$if(but !== undefined, (one) => one.where('method', '!=', but!))
    .$if(only !== undefined, (one) => one.where('method', '=', only!))
    .execute();
}

/** `endSessions` for whoever is not the system. The last thing a verb does: from here on the transaction is the system's. */
export async function endSessionsOf(
  ctx: Ctx,
  identityIds: readonly string[],
  which: Pick<Which, 'but' | 'only'> = {},
): Promise<void> {
  if (identityIds.length === 0) return;
  await elevate(ctx.db, ctx.workspace.id);
  await endSessions(ctx, identityIds, which);
}

/**
 * After a customer's person has another role: where it asks for a second step, whoever is signed in without one signs in again, and sets
 * one up. The last thing a verb does, like `endSessionsOf`.
 */
export async function endSessionsWithoutSecondStep(ctx: Ctx, identityId: string | null, role: string): Promise<void> {
  if (!identityId) return;
  await elevate(ctx.db, ctx.workspace.id);
  if (await roleAsks(ctx, { kind: 'contact', role })) await endSessions(ctx, [identityId], { withoutSecond: 'any' });
}
