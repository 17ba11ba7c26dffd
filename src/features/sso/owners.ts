import { hasOwnWayIn } from '#features/identity/index.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';

export interface Owner {
  name: string;
  photo: string | null;
  identityId: string;
}

/** Whether they get in without the provider: by a password, a link, a code or a passkey of their own. */
export type ReadyOwner = Owner & { ready: boolean };

/** Who still gets in when the provider does not let anybody in. */
export async function ownersOf({ db, workspace }: Ctx): Promise<Owner[]> {
  return db
    .selectFrom('members')
    .select(['name', 'photo', 'identity_id as identityId'])
    .where('workspace_id', '=', workspace.id)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .execute();
}

/** With what each has to come in by, which is behind walls; afterwards the transaction is its person's again. */
export async function readyOwners(ctx: Ctx, tokenHash: string): Promise<ReadyOwner[]> {
  const owners = await ownersOf(ctx);
  await elevate(ctx.db, ctx.workspace.id);
  const ready: ReadyOwner[] = [];
  for (const owner of owners) ready.push({ ...owner, ready: await hasOwnWayIn(ctx, owner.identityId) });
  await comeBack(ctx.db, ctx.workspace.id, tokenHash);
  return ready;
}
