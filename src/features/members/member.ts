import { sql } from 'kysely';
import { type Role, rolesOf } from '#features/roles/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Member as Actor, CtxOf } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';

/** Somebody of the team, for those who look after it. */
export interface TeamMember {
  id: string;
  identityId: string;
  name: string;
  email: string;
  title: string;
  photo: string | null;
  role: Role;
  disabledAt: Date | null;
  joinedAt: Date;
  seenAt: Date | null;
  /** How many customers they are on the team of. */
  customers: number;
}

export type On = CtxOf<Actor>;

export async function membersOf(ctx: On): Promise<TeamMember[]> {
  const [rows, roles] = await Promise.all([select(ctx).orderBy('m.name').execute(), rolesOf(ctx, 'member')]);
  const seen = await lastSeen(ctx);
  return rows.map((row) => memberOf(row, roles, seen.get(row.identity_id) ?? null));
}

/** Throws 404 for one that is not there. */
export async function findMember(ctx: On, id: string): Promise<TeamMember> {
  const row = isId(id) ? await select(ctx).where('m.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  const [roles, seen] = await Promise.all([rolesOf(ctx, 'member'), lastSeen(ctx)]);
  return memberOf(row, roles, seen.get(row.identity_id) ?? null);
}

const select = (ctx: On) =>
  ctx.db
    .selectFrom('members as m')
    .select([
      'm.id',
      'm.identity_id',
      'm.name',
      'm.email',
      'm.title',
      'm.photo',
      'm.role',
      'm.disabled_at',
      'm.created_at',
    ])
    .select((eb) =>
      eb
        .selectFrom('account_members as a')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('a.workspace_id', '=', 'm.workspace_id')
        .whereRef('a.member_id', '=', 'm.id')
        .as('customers'),
    )
    .where('m.workspace_id', '=', ctx.workspace.id);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const memberOf = (row: Row, roles: Role[], seenAt: Date | null): TeamMember => ({
  id: row.id,
  identityId: row.identity_id,
  name: row.name,
  email: row.email,
  title: row.title,
  photo: row.photo,
  role: roles.find((role) => role.key === row.role)!,
  disabledAt: row.disabled_at,
  joinedAt: row.created_at,
  seenAt,
  customers: Number(row.customers ?? 0),
});

async function lastSeen(ctx: On): Promise<Map<string, Date>> {
  const { rows } = await sql<{ identity_id: string; seen_at: Date }>`select * from app.members_seen()`.execute(ctx.db);
  return new Map(rows.map((row) => [row.identity_id, row.seen_at]));
}
