import { expect, test } from 'vitest';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();

/** What holds for every customer, whoever looks after them. */
const PAGES = [
  '/settings/sign-in',
  '/settings/sign-up',
  '/settings/sso',
  '/settings/visibility',
  '/settings/fields',
  '/settings/view-as',
  '/settings/rooms',
];

async function withRole(world: World, rights: string, reach: string) {
  await peek(
    portal().database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach) values ($1, gen_random_uuid(), 'member', 'contractor', 'Contractor', $2, $3)
     on conflict (workspace_id, side, key) do update set rights = excluded.rights, reach = excluded.reach`,
    [world.workspaceId, rights, reach],
  );
  await peek(portal().database, "update members set role = 'contractor' where id = $1", [world.agent.id]);
  return as(portal(), world.agent);
}

test('TRUST 35: who sees some customers only says nothing that holds for all of them; control: who sees all does', async () => {
  const world = await newWorld(portal());
  const rights = '{customers.see,sign_in.manage,settings.manage,fields.manage,audiences.manage}';
  const statuses = async (reach: string) => {
    const client = await withRole(world, rights, reach);
    return Promise.all(PAGES.map(async (page) => [page, (await client.get(page)).status]));
  };
  expect(await statuses('assigned')).toEqual(PAGES.map((page) => [page, 404]));
  expect(await statuses('all')).toEqual(PAGES.map((page) => [page, 200]));
});

test('TRUST 35: a second step is taken off no role that may do more than whoever takes it off, and put on any; control: an owner takes it off', async () => {
  const world = await newWorld(portal());
  const page = '/settings/sign-in';
  const ways = Object.fromEntries(
    ['member', 'contact'].flatMap((side) =>
      ['password', 'link', 'code', 'passkey'].map((way) => [`${side}_${way}`, 'on']),
    ),
  );
  const rest = { member_remember: '30', contact_remember: '7', longest: '24', idle: '60', anyway: 'on' };
  const asking = async () =>
    (
      await peek<{ key: string }>(
        portal().database,
        'select key from roles where workspace_id = $1 and second_step_required order by key',
        [world.workspaceId],
      )
    ).map(({ key }) => key);
  const it = await withRole(world, '{customers.see,sign_in.manage}', 'all');
  const send = (client: typeof it, asking: string[]) => client.submit(page, page, { ...ways, ...rest, asking });
  expect((await send(it, ['member:admin'])).status).toBe(303);
  expect(await asking()).toEqual(['admin']);
  const refused = await send(it, []);
  expect([refused.text.includes('at least as much'), await asking()]).toEqual([true, ['admin']]);
  expect((await send(as(portal(), world.owner), [])).status).toBe(303);
  expect(await asking()).toEqual([]);
});
