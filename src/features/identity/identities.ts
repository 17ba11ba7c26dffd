import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { hashPassword } from './auth/password.ts';
import { forgetLinks } from './link.ts';
import { forgetHalves } from './second-step/half.ts';
import { forgetBrowsers } from './second-step/remembered.ts';
import { startOver } from './start-over.ts';

export interface NewIdentity {
  /** Drawn here unless a seed has drawn one. */
  drawnId?: string | undefined;
  email: string;
  name: string;
  password?: string | undefined;
  locale?: Locale | undefined;
  zone?: string | undefined;
}

/**
 * The identity with this address, made when there is none; `made` says which. `proved`: that the address is its owner's (an invitation that was
 * mailed there, an operator's word). Whoever proves an address that nobody had proved before begins with nothing of whoever used it until
 * then, sessions included (`begunAnew`). Only the system may: elevate first.
 */
export async function identityFor(
  ctx: Ctx,
  given: NewIdentity,
  proved = true,
): Promise<{ id: string; made: boolean; usable: boolean; begunAnew: boolean }> {
  const { id: workspaceId } = ctx.workspace;
  const { drawnId: id = newId() } = given;
  const inserted = await ctx.db
    .insertInto('identities')
    .values({
      workspace_id: workspaceId,
      id,
      email: given.email,
      // For the engine, which would take everything away at the first mailed link: what an unproved address means is said by the next.
      email_verified: true,
      address_proved: proved,
      name: given.name,
      locale: given.locale ?? null,
      zone: given.zone ?? null,
      zone_follows: given.zone !== undefined,
    })
    .onConflict((same) => same.columns(['workspace_id', 'email']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) {
    if (given.password) await setPassword(ctx, id, given.password);
    return { id, made: true, usable: true, begunAnew: false };
  }
  const known = await ctx.db
    .selectFrom('identities')
    .select(['id', 'disabled_at', 'address_proved as isProved'])
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', given.email)
    // Of two invitations of one address that are taken up at once, to the team and to a customer, the second sees the first.
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const begunAnew = proved && !known.isProved;
  if (begunAnew) {
    await startOver(ctx, known.id);
    if (given.password) await setPassword(ctx, known.id, given.password);
    await ctx.db
      .updateTable('identities')
      .set({ address_proved: true })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', known.id)
      .execute();
  }
  return { id: known.id, made: false, usable: known.disabled_at === null, begunAnew };
}

/** Replaces the password and makes every sign-in link that is under way worthless. Only the system may. */
export async function setPassword(ctx: Ctx, identityId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  const key = { workspace_id: ctx.workspace.id, provider_id: 'credential', subject: identityId };
  await ctx.db
    .insertInto('credentials')
    .values({ ...key, id: newId(), identity_id: identityId, password: hash })
    .onConflict((same) =>
      same.columns(['workspace_id', 'provider_id', 'subject']).doUpdateSet({ password: hash, updated_at: ctx.now }),
    )
    .execute();
  await ctx.db
    .updateTable('identities')
    .set({ password_set_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', identityId)
    .execute();
  await forgetLinks(ctx, identityId);
  await forgetHalves(ctx, identityId);
  await forgetBrowsers(ctx, identityId);
}
