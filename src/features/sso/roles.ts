import type { Ctx } from '#platform/http/context.ts';

/** A group of the provider's, and the role it gives here. */
export interface GroupRole {
  group: string;
  role: string;
}

/** What every group gives that somebody has thought of, the one that counts first on top. */
export async function groupRoles(
  { db, workspace }: Pick<Ctx, 'db' | 'workspace'>,
  connectionId: string,
): Promise<GroupRole[]> {
  return (
    db
      .selectFrom('sso_group_roles')
      .select(['group_name as group', 'role'])
      .where('workspace_id', '=', workspace.id)
      .where('connection_id', '=', connectionId)
      // A role that has been removed since gives nothing.
      .where('role', 'in', (one) => one.selectFrom('roles').select('key').where('workspace_id', '=', workspace.id))
      .orderBy('position')
      .orderBy('group_name')
      .execute()
  );
}

/**
 * The role of somebody with these groups: what the first of them gives. Without any that is known it is the connection's usual
 * one; null when nothing is said about groups, so that a role given by hand stays.
 */
export function roleFor(known: readonly GroupRole[], groups: readonly string[], usual: string): string | null {
  if (known.length === 0) return null;
  const lower = new Set(groups.map((each) => each.toLowerCase()));
  return known.find(({ group }) => lower.has(group.toLowerCase()))?.role ?? usual;
}
