import { endSessionsOf, endSessionsWithoutSecondStep } from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from '../connection.ts';
import { roleGiven } from '../events.ts';
import { groupRoles, roleFor } from '../roles.ts';

/** The names of the groups somebody is in, by the directory of a connection. */
export async function directoryGroups(ctx: Ctx, connectionId: string, identityId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('scim_group_members as m')
    .innerJoin('scim_users as u', (join) =>
      join.onRef('u.workspace_id', '=', 'm.workspace_id').onRef('u.id', '=', 'm.user_id'),
    )
    .innerJoin('scim_groups as g', (join) =>
      join.onRef('g.workspace_id', '=', 'm.workspace_id').onRef('g.id', '=', 'm.group_id'),
    )
    .select('g.display_name as name')
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.connection_id', '=', connectionId)
    .where('u.identity_id', '=', identityId)
    .execute();
  return rows.map((row) => row.name);
}

/** Gives these people the roles that their groups give now. An owner stays one, and no group makes one. */
export async function renewRoles(ctx: Ctx, connection: Connection, userIds: readonly string[]): Promise<void> {
  const known = await groupRoles(ctx, connection.id);
  if (known.length === 0 || userIds.length === 0) return;
  const people = (connection.accountId === null ? 'members' : 'contacts') as 'contacts';
  const users = await ctx.db
    .selectFrom('scim_users as u')
    .innerJoin(`${people} as p`, (join) =>
      join.onRef('p.workspace_id', '=', 'u.workspace_id').on((on) =>
        // Of two entries that became one, the one that stayed.
        on('p.id', '=', (one) =>
          one.fn.coalesce(
            one
              .selectFrom('contacts as was')
              .innerJoin('contacts as now', (then) =>
                then
                  .onRef('now.workspace_id', '=', 'was.workspace_id')
                  .onRef('now.id', '=', 'was.continues_as')
                  .on('now.account_id', '=', connection.accountId),
              )
              .select('now.id')
              .whereRef('was.workspace_id', '=', 'u.workspace_id')
              .whereRef('was.id', '=', 'u.person_id'),
            'u.person_id',
          ),
        ),
      ),
    )
    .select(['u.identity_id as knownAs', 'p.identity_id as identityId', 'p.id as personId', 'p.role'])
    .where('u.workspace_id', '=', ctx.workspace.id)
    .where('u.connection_id', '=', connection.id)
    .where('u.id', 'in', [...userIds])
    .execute();
  for (const { knownAs, identityId: login, personId, role: before } of users) {
    const identityId = login ?? knownAs;
    const role = roleFor(known, await directoryGroups(ctx, connection.id, knownAs), connection.defaultRole);
    if (!role || role === before || role === 'owner' || before === 'owner') continue;
    await ctx.db
      .updateTable(people)
      .set({ role })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', personId)
      .execute();
    const data = { connection: connection.id, person: personId, role, before };
    await record(ctx, roleGiven, { subjectId: identityId, accountId: connection.accountId, data });
    // As by hand: whoever is of the team signs in again to have another role.
    if (connection.accountId === null) await endSessionsOf(ctx, [identityId]);
    else await endSessionsWithoutSecondStep(ctx, identityId, role);
  }
}
