import { createMember } from '#features/identity/index.ts';
import { inviteMember } from '#features/members/index.ts';
import { addRole, changeRole, rolesOf } from '#features/roles/index.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Stage } from '../stage.ts';

/** A role of the studio's own, somebody who has it and sees one customer, and somebody who has not come yet. */
export async function makeTeam(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Promise<void> {
  const person = cast.member('maya');
  const at = (when: string) => stage.as(person, clock(when));
  const roles = await rolesOf(at('60d 10:00'), 'member');
  const agent = roles.find((role) => role.key === 'agent')!;
  const contractor = await addRole(at('60d 10:00'), { name: 'Contractor', like: agent.id });
  const right = ['customers.see', 'tickets.reply', 'tickets.note'];
  await changeRole(at('1d 14:22'), contractor.id, { name: 'Contractor', reach: 'assigned', right });
  const since = clock('58d 09:00');
  const { memberId } = await createMember(stage.system(since), {
    name: 'Noor Haddad',
    email: 'noor@haddad.design',
    title: 'Illustrator',
    role: contractor.key,
    createdAt: since,
  });
  const { db, workspace } = stage.system(since);
  const acme = db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('name', '=', 'Acme Robotics');
  const { id } = await acme.executeTakeFirstOrThrow();
  const place = { role: 'Illustrator', position: 3 };
  await db
    .insertInto('account_members')
    .values({ workspace_id: workspace.id, account_id: id, member_id: memberId, ...place })
    .execute();
  await inviteMember(at('2d 11:05'), {
    name: 'Ben Castillo',
    email: 'ben@castillo.codes',
    title: 'Web engineer',
    role: contractor.id,
  });
}
