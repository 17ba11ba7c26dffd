import { beforeEach, expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { anHourLater, contactsWith, proofFor, prove, setRules, vouchFor } from './newcomers.testing.ts';

const portal = usePortal();
let world: World;

const CARLA = 'carla@bigcorp.example';
const BIGCORP = { name: 'Carla Ceo', company: 'BigCorp' };

/** Dana, who looks after Acme's people, has written down the address of somebody she may not know at all. */
beforeEach(async () => {
  world = await newWorld(portal());
  await anHourLater(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const given = { contact_name: 'Carla', email: CARLA, role: 'viewer' };
  expect((await as(portal(), world.dana).submit('/company', '/company/people', given)).status).toBe(303);
});

const at = async (email: string) => (await contactsWith(portal(), world, email)).map(({ account }) => account);

test('TRUST 34: whose address a customer has written down comes to a customer of their own, or where they are invited, as they say', async () => {
  await setRules(portal(), world);
  const token = await proofFor(portal(), world, CARLA, BIGCORP);
  const { text } = await visitor(portal(), world).get(`/sign-up/proof?token=${token}`);
  for (const words of ['To Acme Robotics', 'Dana Whitfield has invited you there', 'value="BigCorp"'])
    expect(text).toContain(words);
  await prove(visitor(portal(), world), token, BIGCORP);
  expect(await at(CARLA)).toEqual(['BigCorp']);
});

test('TRUST 34, control: who says that they belong there, whom the team has written down, or whose domain it is, comes to that customer', async () => {
  await setRules(portal(), world);
  const token = await proofFor(portal(), world, CARLA, BIGCORP);
  await prove(visitor(portal(), world), token, { ...BIGCORP, comes: 'invited' });
  expect(await at(CARLA)).toEqual(['Acme Robotics']);

  const [noor, ben] = ['noor@elsewhere.example', 'ben@acme.example'];
  const page = `/customers/${world.rivalAccountId}/contacts/new`;
  await as(portal(), world.owner).submit(page, page, { contact_name: 'Noor', email: noor, role: 'viewer' });
  await prove(visitor(portal(), world), await proofFor(portal(), world, noor, BIGCORP), BIGCORP);
  expect(await at(noor)).toEqual(['Harbor Pine']);

  await vouchFor(portal(), world, 'acme.example', world.accountId);
  const given = { contact_name: 'Ben', email: ben, role: 'viewer' };
  await as(portal(), world.dana).submit('/company', '/company/people', given);
  await prove(visitor(portal(), world), await proofFor(portal(), world, ben, BIGCORP), BIGCORP);
  expect(await at(ben)).toEqual(['Acme Robotics']);
});

test('TRUST 34: a customer who takes such an invitation back keeps nobody out, either', async () => {
  await setRules(portal(), world);
  const [entry] = await peek<{ id: string }>(
    portal().database,
    'select id from contacts where workspace_id = $1 and email = $2',
    [world.workspaceId, CARLA],
  );
  await as(portal(), world.dana).submit('/company', `/company/people/${entry!.id}/invitation/revocation`);
  await prove(visitor(portal(), world), await proofFor(portal(), world, CARLA, BIGCORP), BIGCORP);
  expect(await at(CARLA)).toEqual(['BigCorp']);
});

test('TRUST 34: where the team decides, a new customer is proposed and the page says who has invited the address; control: written down by the team, theirs is', async () => {
  await setRules(portal(), world, { mode: 'moderated' });
  const owner = as(portal(), world.owner);
  const waiting = async (email: string) => {
    await prove(visitor(portal(), world), await proofFor(portal(), world, email, BIGCORP), BIGCORP);
    const [row] = await peek<{ id: string }>(
      portal().database,
      'select id from sign_ups where workspace_id = $1 and email = $2 and proved_at is not null',
      [world.workspaceId, email],
    );
    const path = `/newcomers/${row!.id}`;
    const page = (await owner.get(path)).text;
    const [choice] = /name="account"[\s\S]*?<\/select>/.exec(page)!;
    return { page, account: /<option value="([^"]*)" selected/.exec(choice)?.[1] };
  };
  const carla = await waiting(CARLA);
  expect(carla.account).toBe('');
  expect(carla.page).toContain('by Dana Whitfield of Acme Robotics');
  const page = `/customers/${world.rivalAccountId}/contacts/new`;
  await owner.submit(page, page, { contact_name: 'Noor', email: 'noor@elsewhere.example', role: 'viewer' });
  const noor = await waiting('noor@elsewhere.example');
  expect(noor.account).toBe(world.rivalAccountId);
  expect(noor.page).not.toContain('who may know them or not');
});
