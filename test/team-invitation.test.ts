import { expect, test } from 'vitest';
import { as, visitor } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('TRUST 34: an invitation to the team gives no more than whoever sent it may give when it is opened: rights, and sight of customers; control: who may', async () => {
  const world = await newWorld(portal());
  const db = (statement: string, ...values: unknown[]) =>
    peek<{ text: string; id: string }>(portal().database, statement, values);
  await db(
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     select $1::uuid, gen_random_uuid(), 'member', 'keeper', 'Keeper', '{members.manage}', 'all'
     union all select $1::uuid, gen_random_uuid(), 'member', 'limited', 'Limited', rights, 'assigned' from roles
       where workspace_id = $1::uuid and side = 'member' and key = 'admin'`,
    world.workspaceId,
  );
  const become = (role: string) => db('update members set role = $2 where id = $1', world.agent.id, role);
  await become('admin');
  const [admin] = await db(
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'admin'",
    world.workspaceId,
  );
  const email = `ben@${world.agent.email.split('@')[1]}`;
  const form = { name: 'Ben Adeyemi', email, role: admin!.id };
  await as(portal(), world.agent).submit('/settings/members/new', '/settings/members/new', form);
  const [mail] = await db('select text from mails where to_address = $1', email);
  const path = /\/team-invitation\?token=[\w-]+/.exec(mail!.text)![0];
  const status = async () => (await visitor(portal(), world).get(path)).status;
  const seen: unknown[] = [];
  for (const role of ['admin', 'keeper', 'limited', 'owner']) {
    await become(role);
    seen.push([role, await status()]);
  }
  expect(seen).toEqual([
    ['admin', 200],
    ['keeper', 410],
    ['limited', 410],
    ['owner', 200],
  ]);
});
