import { expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { eventsOf, invite, isIn, PASSWORD, tryPassword } from './doors.testing.ts';

const portal = usePortal();
const NEXT = 'a lamp under the river';
const CFO = 'cfo@bigbank.example';

/** Of a world in which somebody invited this address while no mail went out, and used the link themselves; then mail came. */
async function usedByAnother(handedOver = true) {
  const world = await newWorld(portal());
  const db = (statement: string) => peek(portal().database, statement, [world.workspaceId]);
  const join = (client: Client, token: string, password?: string) =>
    client.submit(`/invitation?token=${token}`, '/invitation', {
      name: 'Cleo Farrow',
      ...(password ? { password } : {}),
    });
  const first = await invite(portal(), world.agent, { email: CFO });
  if (handedOver) await db('update invitations set handed_over = true where workspace_id = $1');
  const ole = visitor(portal(), world);
  expect((await join(ole, first.token, PASSWORD)).status).toBe(303);
  const second = await invite(portal(), world.owner, { email: CFO, accountId: world.rivalAccountId });
  const opens = async (password: string) => (await tryPassword(visitor(portal(), world), CFO, password)).status === 303;
  const customers = async (client: Client) => (await client.get('/company')).text.includes('Harbor Pine');
  return { world, db, ole, join, token: second.token, opens, customers };
}

test('TRUST 34: who opened a handed-over invitation for an address that is not theirs is out once its owner proves it; control: an address that was proved keeps what it has', async () => {
  const { world, ole, join, token, opens } = await usedByAnother();
  const cfo = visitor(portal(), world);
  expect((await cfo.get(`/invitation?token=${token}`)).text).toContain('name="password"');
  expect((await join(cfo, token, NEXT)).status).toBe(303);
  expect([await isIn(cfo), await isIn(ole)]).toEqual([true, false]);
  expect([await opens(PASSWORD), await opens(NEXT)]).toEqual([false, true]);
  expect(await eventsOf(portal(), world, 'identity.login_begun_anew')).toHaveLength(1);

  const proved = await usedByAnother(false);
  const again = visitor(portal(), proved.world);
  expect((await again.get(`/invitation?token=${proved.token}`)).text).not.toContain('name="password"');
  expect((await proved.join(again, proved.token)).status).toBe(303);
  expect([await isIn(proved.ole), await proved.opens(PASSWORD)]).toEqual([true, true]);
});

test('who is signed in with it and opens what was mailed to the address has both, and keeps what they have', async () => {
  const { ole, join, token, opens, customers } = await usedByAnother();
  expect((await join(ole, token)).location).toBe('/');
  expect([await customers(ole), await opens(PASSWORD)]).toEqual([true, true]);
});

test('TRUST 34: a second link that is handed over opens nothing of a login that is there; it is for whoever signs in', async () => {
  const { world, db, ole, join, token, opens } = await usedByAnother();
  await db('update invitations set handed_over = true where workspace_id = $1');
  const guest = visitor(portal(), world);
  expect((await join(guest, token, NEXT)).location).toBe('/sign-in');
  expect([await isIn(guest), await isIn(ole), await opens(PASSWORD), await opens(NEXT)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('TRUST 34: nor does it come along to the team: whoever joins by mail begins with nothing of a stranger’s', async () => {
  const { world, db, ole, opens } = await usedByAnother();
  // A customer's person joins no team: it was taken away from there.
  await db(
    "update contacts set identity_id = null, email = 'old@acme.example' where workspace_id = $1 and email = '" +
      CFO +
      "'",
  );
  const [role] = await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  const page = '/settings/members/new';
  await as(portal(), world.owner).submit(page, page, { name: 'Cleo Farrow', email: CFO, role: role!.id });
  const [mail] = await peek<{ text: string }>(
    portal().database,
    "select text from mails where to_address = $1 and kind = 'member.invited'",
    [CFO],
  );
  const path = /\/team-invitation\?token=[\w-]+/.exec(mail!.text)![0];
  const cleo = visitor(portal(), world);
  expect((await cleo.submit(path, '/team-invitation', { name: 'Cleo Farrow', password: NEXT })).status).toBe(303);
  expect([await isIn(cleo), await isIn(ole)]).toEqual([true, false]);
  expect([await opens(PASSWORD), await opens(NEXT)]).toEqual([false, true]);
});
