import { createMember } from '#features/identity/index.ts';
import { inviteMember } from '#features/members/index.ts';
import { addRole, changeRole, rolesOf } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Stage } from '../stage.ts';

type On = CtxOf<Member>;

const contractor = async (ctx: On) => (await rolesOf(ctx, 'member')).find((role) => role.name === 'Contractor')!;

/** A role of the studio's own, and somebody who has it and sees one customer. */
export async function hireNoor(stage: Stage, ctx: On, since: Date): Promise<void> {
  const agent = (await rolesOf(ctx, 'member')).find((role) => role.key === 'agent')!;
  const role = await addRole(ctx, { name: 'Contractor', like: agent.id });
  const { memberId } = await createMember(stage.system(since), {
    name: 'Noor Haddad',
    email: 'noor@haddad.design',
    title: 'Illustrator',
    role: role.key,
    createdAt: since,
  });
  const acme = ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('name', '=', 'Acme Robotics');
  const { id } = await acme.executeTakeFirstOrThrow();
  const place = { role: 'Illustrator', position: 3 };
  await ctx.db
    .insertInto('account_members')
    .values({ workspace_id: ctx.workspace.id, account_id: id, member_id: memberId, ...place })
    .execute();
}

/** Whoever has the role sees their own customers only. */
export async function narrow(ctx: On): Promise<void> {
  const right = ['customers.see', 'tickets.reply', 'tickets.note'];
  await changeRole(ctx, (await contractor(ctx)).id, { name: 'Contractor', reach: 'assigned', right });
}

/** Somebody who has not come yet. */
export async function askIn(ctx: On): Promise<void> {
  const { id: role } = await contractor(ctx);
  await inviteMember(ctx, { name: 'Ben Castillo', email: 'ben@castillo.codes', title: 'Web engineer', role });
}
