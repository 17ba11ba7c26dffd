import { sql } from 'kysely';
import type { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from '../connection.ts';
import { renewRoles } from './group-roles.ts';
import { notThere, ScimError } from './scim-error.ts';
import { demandSeenText, GROUP, groupShape, shaped } from './shapes.ts';

export interface GroupRow {
  id: string;
  displayName: string;
  externalId: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  members: { value: string; display: string }[];
}

type Group = z.output<typeof groupShape>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const rows = (ctx: Ctx, { id }: Connection) =>
  ctx.db
    .selectFrom('scim_groups as g')
    .select(['g.id', 'g.display_name as displayName', 'g.external_id as externalId', 'g.version'])
    .select(['g.created_at as createdAt', 'g.updated_at as updatedAt'])
    .select(
      sql<
        GroupRow['members']
      >`coalesce((select json_agg(json_build_object('value', u.id, 'display', u.user_name) order by u.user_name)
        from scim_group_members m join scim_users u on u.workspace_id = m.workspace_id and u.id = m.user_id
        where m.workspace_id = g.workspace_id and m.connection_id = g.connection_id and m.group_id = g.id), '[]')`.as(
        'members',
      ),
    )
    .where('g.workspace_id', '=', ctx.workspace.id)
    .where('g.connection_id', '=', id)
    .orderBy('g.created_at')
    .orderBy('g.id');

export async function groupById(ctx: Ctx, connection: Connection, id: string): Promise<GroupRow> {
  const row = UUID.test(id) ? await rows(ctx, connection).where('g.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notThere();
  return row as GroupRow;
}

/** All of them: a directory has as many groups as somebody has thought of. */
export const allGroups = async (ctx: Ctx, connection: Connection): Promise<GroupRow[]> =>
  (await rows(ctx, connection).limit(5_000).execute()) as GroupRow[];

export async function createGroup(ctx: Ctx, connection: Connection, body: unknown): Promise<GroupRow> {
  const group = shaped<Group>(groupShape, body);
  demandSeenText('displayName', group.displayName);
  const id = newId();
  const made = await ctx.db
    .insertInto('scim_groups')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      connection_id: connection.id,
      display_name: group.displayName,
      external_id: group.externalId ?? null,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n) throw new ScimError(409, 'there is such a group', 'uniqueness');
  await setMembers(ctx, connection, id, { before: [], now: membersOf(group) });
  return groupById(ctx, connection, id);
}

export async function replaceGroup(ctx: Ctx, connection: Connection, row: GroupRow, body: unknown): Promise<GroupRow> {
  const group = shaped<Group>(groupShape, body);
  demandSeenText('displayName', group.displayName, row.displayName);
  const same = await ctx.db
    .selectFrom('scim_groups')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .where('display_name', '=', group.displayName)
    .where('id', '!=', row.id)
    .executeTakeFirst();
  if (same) throw new ScimError(409, 'there is such a group', 'uniqueness');
  await ctx.db
    .updateTable('scim_groups')
    .set({
      display_name: group.displayName,
      external_id: group.externalId ?? null,
      version: row.version + 1,
      updated_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  const before = row.members.map(({ value }) => value);
  await setMembers(ctx, connection, row.id, { before, now: membersOf(group) });
  // Under another name it may give another role.
  if (row.displayName !== group.displayName) await renewRoles(ctx, connection, membersOf(group));
  return groupById(ctx, connection, row.id);
}

export async function deleteGroup(ctx: Ctx, connection: Connection, row: GroupRow): Promise<void> {
  await ctx.db
    .deleteFrom('scim_groups')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await renewRoles(
    ctx,
    connection,
    row.members.map(({ value }) => value),
  );
}

const membersOf = ({ members }: Group): string[] => [...new Set(members.map(({ value }) => value))];

async function setMembers(
  ctx: Ctx,
  connection: Connection,
  groupId: string,
  { before, now }: { before: string[]; now: string[] },
): Promise<void> {
  const [gone, come] = [before.filter((id) => !now.includes(id)), now.filter((id) => !before.includes(id))];
  await demandUsers(ctx, connection, come);
  const key = { workspace_id: ctx.workspace.id, connection_id: connection.id, group_id: groupId };
  if (gone.length > 0) {
    await ctx.db
      .deleteFrom('scim_group_members')
      .where('workspace_id', '=', key.workspace_id)
      .where('connection_id', '=', key.connection_id)
      .where('group_id', '=', groupId)
      .where('user_id', 'in', gone)
      .execute();
  }
  if (come.length > 0) {
    // One value for them all, however many; and whoever was added by another request meanwhile is in it.
    await sql`insert into scim_group_members (workspace_id, connection_id, group_id, user_id)
      select ${key.workspace_id}::uuid, ${key.connection_id}::uuid, ${groupId}::uuid, id from unnest(${come}::uuid[]) id
      on conflict do nothing`.execute(ctx.db);
  }
  await renewRoles(ctx, connection, [...gone, ...come]);
}

/** Only people of this directory are in its groups. */
async function demandUsers(ctx: Ctx, { id }: Connection, userIds: string[]): Promise<void> {
  if (userIds.length === 0) return;
  const valid = userIds.every((each) => UUID.test(each));
  const found = valid
    ? await ctx.db
        .selectFrom('scim_users')
        .select('id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('connection_id', '=', id)
        .where('deleted_at', 'is', null)
        .where('id', 'in', userIds)
        .execute()
    : [];
  if (found.length < userIds.length) throw new ScimError(400, 'members: there is no such person', 'invalidValue');
}

export function presentGroup(row: GroupRow, base: string): Record<string, unknown> {
  return {
    schemas: [GROUP],
    id: row.id,
    ...(row.externalId ? { externalId: row.externalId } : {}),
    displayName: row.displayName,
    members: row.members.map((member) => ({ ...member, $ref: `${base}/Users/${member.value}` })),
    meta: {
      resourceType: 'Group',
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: `${base}/Groups/${row.id}`,
      version: `W/"${row.version}"`,
    },
  };
}
