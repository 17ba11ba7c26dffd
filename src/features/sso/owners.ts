import type { Ctx } from '#platform/http/context.ts';

export interface Owner {
  name: string;
  photo: string | null;
  identityId: string;
}

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
