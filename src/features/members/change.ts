import { demandNoDirectory, endSessionsOf } from '#features/identity/index.ts';
import { findRole, type Role } from '#features/roles/index.ts';
import { record } from '#platform/events/record.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { mayChangeMember, mayGiveRole } from './access.ts';
import { memberDisabled, memberEnabled, memberRoleChanged } from './events.ts';
import { heirNamed, passOn } from './leaving.tsx';
import { findMember, type On, type TeamMember } from './member.ts';

/**
 * Gives somebody of the team another role. They sign in again to have it: what their sessions were begun with is over. Throws
 * 409 when they are the last owner.
 */
export async function changeRoleOf(ctx: On, id: string, roleId: string): Promise<TeamMember> {
  const owners = await lockOwners(ctx);
  const member = await findMember(ctx, id);
  const role = await findRole(ctx, roleId);
  demand(mayChangeMember(ctx.actor, member, member.role) && mayGiveRole(ctx.actor, role));
  if (role.key === member.role.key) return member;
  demandAnother(owners, member);
  await row(ctx, id).set({ role: role.key }).execute();
  const data = { changes: { role: { from: nameOf(member.role), to: nameOf(role) } } };
  await record(ctx, memberRoleChanged, { subjectId: id, accountId: null, data });
  await endSessionsOf(ctx, [member.identityId]);
  return { ...member, role };
}

/** As they are now, and nobody else changes them until this transaction is over; owners first, as everywhere. */
export async function lockMember(ctx: On, id: string): Promise<TeamMember> {
  await lockOwners(ctx);
  const { id: found } = await findMember(ctx, id);
  await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', found)
    .forUpdate()
    .execute();
  return findMember(ctx, found);
}

/** What the form of their role shows. */
export const shownRole = ({ role }: Pick<TeamMember, 'role'>) => ({ role: role.id });

/**
 * Takes somebody's access away: sessions end with the commit, open pages within seconds. What they wrote stays theirs, what they had in
 * hand goes to whoever was chosen.
 */
export async function disableMember(ctx: On, id: string, chosen?: string): Promise<TeamMember> {
  const owners = await lockOwners(ctx);
  const member = await findMember(ctx, id);
  demand(mayChangeMember(ctx.actor, member, member.role));
  demandStill(member.disabledAt === null);
  demandAnother(owners, member);
  await row(ctx, id).set({ disabled_at: ctx.now }).execute();
  const heir = await heirNamed(ctx, id, chosen);
  await record(ctx, memberDisabled, { subjectId: id, accountId: null, data: {} });
  await passOn(ctx, id, heir);
  await endSessionsOf(ctx, [member.identityId]);
  return member;
}

export async function enableMember(ctx: On, id: string): Promise<TeamMember> {
  await lockOwners(ctx);
  const member = await findMember(ctx, id);
  demand(mayChangeMember(ctx.actor, member, member.role));
  demandStill(member.disabledAt !== null);
  await demandNoDirectory(ctx, id);
  await row(ctx, id).set({ disabled_at: null }).execute();
  await record(ctx, memberEnabled, { subjectId: id, accountId: null, data: {} });
  return member;
}

const row = (ctx: On, id: string) =>
  ctx.db.updateTable('members').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id);

const nameOf = (role: Role): string => role.name || role.key;

/**
 * Every owner there is, in one order, and nobody changes one of them until the transaction ends: of two who take each
 * other's place away the second waits, and then finds one owner.
 */
async function lockOwners(ctx: On): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

function demandAnother(owners: string[], member: TeamMember): void {
  demandStill(!owners.includes(member.id) || owners.length > 1);
}
