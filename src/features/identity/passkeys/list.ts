import type { Ctx } from '#platform/http/context.ts';

export interface Passkey {
  id: string;
  name: string;
  credentialId: string;
  /** The host it works at. */
  host: string;
  usedAt: Date | null;
  createdAt: Date;
}

/** Somebody's passkeys: their own, or any for the system. */
export async function passkeysOf(ctx: Ctx, identityId: string): Promise<Passkey[]> {
  return ctx.db
    .selectFrom('passkeys')
    .select(['id', 'name', 'credential_id as credentialId', 'rp_id as host'])
    .select(['used_at as usedAt', 'created_at as createdAt'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Those of them that work at this portal. */
export const here = (ctx: Ctx, passkeys: readonly Passkey[]): Passkey[] =>
  passkeys.filter((one) => one.host === ctx.portal.host);

/** Where this business can be reached: a passkey of a host that is gone opens nothing. */
export const hostsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('portals')
    .select('host')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('verified_at', 'is not', null);

/** Removes one; the name it had, or null when it is not theirs. Only the system may. */
export async function removePasskey(ctx: Ctx, identityId: string, id: string): Promise<string | null> {
  const row = await ctx.db
    .deleteFrom('passkeys')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

export async function removePasskeys(ctx: Ctx, identityId: string): Promise<void> {
  await ctx.db
    .deleteFrom('passkeys')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .execute();
}
