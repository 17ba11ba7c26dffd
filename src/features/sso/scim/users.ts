import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from '../connection.ts';
import { describe } from './describe.ts';
import { renewRoles } from './group-roles.ts';
import { deactivate, reactivate, type TakenAway, takeIn } from './provision.ts';
import { notThere, ScimError } from './scim-error.ts';
import { demandSeen, shaped, USER, type User, userShape } from './shapes.ts';
import type { Standing } from './standing.ts';

export interface UserRow extends Standing {
  id: string;
  userName: string;
  externalId: string | null;
  attributes: Record<string, unknown>;
  version: number;
  deactivatedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  groups: { value: string; display: string }[];
}

/** Who they are by now: of two entries of one person that became one, the one that stayed with this customer. */
const rows = (ctx: Ctx, { id, accountId }: Connection) =>
  ctx.db
    .selectFrom('scim_users as u')
    .leftJoin('contacts as was', (join) =>
      join.onRef('was.workspace_id', '=', 'u.workspace_id').onRef('was.id', '=', 'u.person_id'),
    )
    .leftJoin('contacts as now', (join) =>
      join
        .onRef('now.workspace_id', '=', 'was.workspace_id')
        .onRef('now.id', '=', 'was.continues_as')
        .on('now.account_id', '=', accountId),
    )
    .select((one) => [
      one.fn.coalesce('now.identity_id', 'u.identity_id').as('identityId'),
      one.fn.coalesce('now.id', 'u.person_id').as('personId'),
      one('now.id', 'is not', null).as('merged'),
    ])
    .select(['u.id', 'u.user_name as userName'])
    .select(['u.external_id as externalId', 'u.attributes', 'u.version', 'u.deactivated_at as deactivatedAt'])
    .select(['u.created_at as createdAt', 'u.updated_at as updatedAt'])
    .select(
      sql<
        UserRow['groups']
      >`coalesce((select json_agg(json_build_object('value', g.id, 'display', g.display_name) order by g.display_name)
        from scim_group_members m join scim_groups g on g.workspace_id = m.workspace_id and g.id = m.group_id
        where m.workspace_id = u.workspace_id and m.connection_id = u.connection_id and m.user_id = u.id), '[]')`.as(
        'groups',
      ),
    )
    .where('u.workspace_id', '=', ctx.workspace.id)
    .where('u.connection_id', '=', id)
    .where('u.deleted_at', 'is', null)
    .orderBy('u.created_at')
    .orderBy('u.id');

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function userById(ctx: Ctx, connection: Connection, id: string): Promise<UserRow> {
  const row = UUID.test(id) ? await rows(ctx, connection).where('u.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notThere();
  return row as UserRow;
}

/** Those with this value of what directories look people up by, found by an index. */
export async function usersBy(
  ctx: Ctx,
  connection: Connection,
  by: 'userName' | 'externalId',
  value: string,
): Promise<UserRow[]> {
  const column = by === 'userName' ? 'u.user_name' : 'u.external_id';
  return (await rows(ctx, connection).where(column, '=', value).execute()) as UserRow[];
}

export async function usersFrom(ctx: Ctx, connection: Connection, start: number, count: number): Promise<UserRow[]> {
  return (await rows(ctx, connection).offset(start).limit(count).execute()) as UserRow[];
}

export async function countUsers(ctx: Ctx, { id }: Connection): Promise<number> {
  const row = await ctx.db
    .selectFrom('scim_users')
    .select((one) => one.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export async function createUser(ctx: Ctx, connection: Connection, body: unknown): Promise<UserRow> {
  const user = shaped<User>(userShape, body);
  demandSeen(user);
  if ((await usersBy(ctx, connection, 'userName', user.userName)).length > 0) {
    throw new ScimError(409, 'somebody else has this address or name', 'uniqueness');
  }
  const standing = await takeIn(ctx, connection, user, await takenAway(ctx, connection, user));
  const id = newId();
  const forgotten = await ctx.db
    .deleteFrom('scim_users')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .where('identity_id', '=', standing.identityId)
    .where('deleted_at', 'is not', null)
    .executeTakeFirst();
  const made = await ctx.db
    .insertInto('scim_users')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      connection_id: connection.id,
      identity_id: standing.identityId,
      person_id: standing.personId,
      created_at: ctx.now,
      ...columnsOf(ctx, user),
    })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n)
    throw new ScimError(409, 'somebody else has this address or name', 'uniqueness');
  await describe(ctx, connection, standing, user);
  if (forgotten.numDeletedRows > 0n) await renewRoles(ctx, connection, [id]);
  if (!user.active) await deactivate(ctx, connection, standing);
  return userById(ctx, connection, id);
}

/** Whom this directory has deleted before, by the name they had then. */
async function takenAway(ctx: Ctx, { id }: Connection, { userName }: User): Promise<TakenAway | null> {
  const row = await ctx.db
    .selectFrom('scim_users')
    .select(['person_id as personId', 'deactivated_at as at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', id)
    .where('user_name', '=', userName)
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

export async function replaceUser(ctx: Ctx, connection: Connection, row: UserRow, body: unknown): Promise<UserRow> {
  const user = shaped<User>(userShape, body);
  demandSeen(user, { ...(row.attributes as Omit<User, 'userName'>), userName: row.userName });
  const [other] = await usersBy(ctx, connection, 'userName', user.userName);
  if (other && other.id !== row.id) throw new ScimError(409, 'somebody else has this address or name', 'uniqueness');
  await describe(ctx, connection, row, user);
  const since = row.deactivatedAt;
  if (user.active && since) await reactivate(ctx, connection, row, { user, since });
  await ctx.db
    .updateTable('scim_users')
    .set({ ...columnsOf(ctx, user, row.deactivatedAt), version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  if (!user.active && !row.deactivatedAt) await deactivate(ctx, connection, row);
  return userById(ctx, connection, row.id);
}

/** Gone for the directory, deactivated here: what they have written stays theirs. */
export async function deleteUser(ctx: Ctx, connection: Connection, row: UserRow): Promise<void> {
  await ctx.db
    .updateTable('scim_users')
    .set({ deleted_at: ctx.now, deactivated_at: row.deactivatedAt ?? ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await ctx.db
    .deleteFrom('scim_group_members')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .where('user_id', '=', row.id)
    .execute();
  if (!row.deactivatedAt) await deactivate(ctx, connection, row);
}

function columnsOf(ctx: Ctx, { active, userName, externalId, ...attributes }: User, since: Date | null = null) {
  return {
    user_name: userName,
    external_id: externalId ?? null,
    attributes: JSON.stringify(attributes),
    deactivated_at: active ? null : (since ?? ctx.now),
    updated_at: ctx.now,
  };
}

/** As the directory reads it. */
export function presentUser(row: UserRow, base: string): Record<string, unknown> {
  const location = `${base}/Users/${row.id}`;
  return {
    schemas: [USER],
    id: row.id,
    ...(row.externalId ? { externalId: row.externalId } : {}),
    userName: row.userName,
    ...row.attributes,
    active: row.deactivatedAt === null,
    groups: row.groups.map((group) => ({ ...group, $ref: `${base}/Groups/${group.value}` })),
    meta: {
      resourceType: 'User',
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location,
      version: `W/"${row.version}"`,
    },
  };
}
