import { expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { mailsTo } from '#test/mails.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const THEO = 'theo@castillo.example';
const HOME = '/settings/members';

/** A customer's admin writes an address down as a colleague's. */
async function writtenDown(world: World): Promise<void> {
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const given = { contact_name: 'Theo', email: THEO, role: 'viewer' };
  expect((await as(portal(), world.dana).submit('/company', '/company/people', given)).status).toBe(303);
}

async function invite(by: Client, world: World) {
  const [role] = await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  return by.submit(`${HOME}/new`, `${HOME}/new`, { name: 'Theo Okafor', email: THEO, role: role!.id });
}

const linkIn = async (world: World, path: string): Promise<string> => {
  const texts = (await mailsTo(portal(), world, THEO)).map(({ text }) => text ?? '');
  return texts.map((text) => new RegExp(`${path}\\?token=[\\w-]+`).exec(text)?.[0]).findLast(Boolean) ?? '';
};

test('TRUST 34: a customer who writes an address down keeps nobody from the team; control: whoever has come stands in the way', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await writtenDown(world);
  const theirs = await linkIn(world, '/invitation');
  expect((await invite(maya, world)).status).toBe(303);
  const [open] = await peek<{ id: string }>(
    portal().database,
    'select id from member_invitations where workspace_id = $1 and revoked_at is null',
    [world.workspaceId],
  );
  const again = await maya.submit(HOME, `${HOME}/invitations/${open!.id}/renewal`);
  expect(again.location).toBe(HOME);
  const link = await linkIn(world, '/team-invitation');
  const theo = visitor(portal(), world);
  const said = { name: 'Theo Okafor', password: 'seven blue lanterns drift' };
  expect((await theo.submit(link, '/team-invitation', said)).location).toBe('/');
  expect((await theo.get('/inbox')).status).toBe(200);
  // What the customer sent opens nothing any more.
  expect((await visitor(portal(), world).get(theirs)).text).not.toContain('name="name"');
});

test('TRUST 34, control: somebody of a customer is not invited to the team, and the list says why when it is sent again', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  expect((await invite(maya, world)).status).toBe(303);
  const [open] = await peek<{ id: string }>(
    portal().database,
    'select id from member_invitations where workspace_id = $1 and revoked_at is null',
    [world.workspaceId],
  );
  await peek(portal().database, 'update contacts set email = $2 where id = $1', [world.viewer.id, THEO]);
  const refused = await maya.submit(HOME, `${HOME}/invitations/${open!.id}/renewal`);
  expect(refused.location).toBe(HOME);
  expect((await maya.get(HOME)).text).toContain('belongs to somebody of a customer');
  const sent = await invite(maya, world);
  expect([sent.status, sent.text.includes('belongs to somebody of a customer')]).toEqual([422, true]);
});
