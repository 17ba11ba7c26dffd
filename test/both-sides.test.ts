import { beforeAll, expect, test } from 'vitest';
import { as, visitor } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
});

const db = <Row extends Record<string, unknown>>(statement: string, ...values: unknown[]) =>
  peek<Row>(portal().database, statement, values);

/** The page behind the newest link that went to an address. */
async function linkTo(email: string): Promise<string> {
  const [mail] = await db<{ text: string }>(
    'select text from mails where to_address = $1 order by created_at desc',
    email,
  );
  return /\/(team-)?invitation\?token=[\w-]+/.exec(mail!.text)![0];
}

async function invitedAsCustomer(email: string): Promise<string> {
  const page = `/customers/${world.accountId}/contacts/new`;
  await as(portal(), world.owner).submit(page, page, { contact_name: 'Theo Okafor', email, role: 'contributor' });
  return linkTo(email);
}

async function invitedToTeam(email: string): Promise<string> {
  const [role] = await db<{ id: string }>(
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    world.workspaceId,
  );
  const page = '/settings/members/new';
  await as(portal(), world.owner).submit(page, page, { name: 'Theo Okafor', email, role: role!.id });
  return linkTo(email);
}

/** Whoever this is has the address from now on, as after a change of address. */
const takesAddress = (identityId: string, email: string) =>
  db('update identities set email = $2 where id = $1', identityId, email);

async function accept(link: string): Promise<number> {
  const fields = { name: 'Theo Okafor', password: 'seven blue lanterns drift' };
  return (await visitor(portal(), world).submit(link, link.split('?')[0]!, fields)).status;
}

test('TRUST 34: an invitation to a customer opens nothing for who came onto the team meanwhile; control: who did not comes in', async () => {
  const link = await invitedAsCustomer('late@acme.example');
  await takesAddress(world.agent.identityId, 'late@acme.example');
  expect(await accept(link)).toBe(410);
  expect(await db('select from contacts where identity_id = $1', world.agent.identityId)).toEqual([]);
  expect(await accept(await invitedAsCustomer('timely@acme.example'))).toBe(303);
});

test('TRUST 34: nor one to the team for who became a customer’s person meanwhile; control: who did not joins', async () => {
  const link = await invitedToTeam('late@northwind.example');
  await takesAddress(world.dana.identityId, 'late@northwind.example');
  expect(await accept(link)).toBe(410);
  expect(await db('select from members where identity_id = $1', world.dana.identityId)).toEqual([]);
  expect(await accept(await invitedToTeam('timely@northwind.example'))).toBe(303);
});

test('TRUST 34: an invitation to the team that was handed over proves no address; control: one that was mailed does', async () => {
  const proves = async (email: string, handedOver: boolean) => {
    const link = await invitedToTeam(email);
    await db('update member_invitations set handed_over = $2 where email = $1', email, handedOver);
    expect(await accept(link)).toBe(303);
    const [login] = await db<{ address_proved: boolean }>(
      'select address_proved from identities where email = $1',
      email,
    );
    return login!.address_proved;
  };
  expect([await proves('by.hand@northwind.example', true), await proves('by.mail@northwind.example', false)]).toEqual([
    false,
    true,
  ]);
});
