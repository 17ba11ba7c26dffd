import { expect, test } from 'vitest';
import { madeField } from '#features/fields/fields.testing.ts';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { peopleInTurn } from '#features/visibility/index.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

const contactPage = (account: string, id: string) => `/customers/${account}/contacts/${id}`;

async function move(world: World, from: string, id: string, into: string, more: Record<string, string> = {}) {
  const [page, client] = [contactPage(from, id), as(portal(), world.owner)];
  const form = await client.form(`${page}/details`, `${page}/details`);
  return client.postRaw(`${page}/move`, { ...form, into, sure: 'yes', ...more });
}

/** Who somebody's entry went on as. */
const wentOnAs = async (id: string) =>
  (await peek<{ as: string }>(portal().database, 'select continues_as as "as" from contacts where id = $1', [id]))[0]!
    .as;

test('whoever was moved by mistake is moved back in one step, as who they were; control: somebody else with the address', async () => {
  const world = await newWorld(portal());
  const { accountId: acme, rivalAccountId: harbor, dana, rival, workspaceId } = world;
  await givePassword(portal(), dana);
  const ask = { subject: 'The lights are out', urgency: 'slows', body: 'All of them.' };
  await as(portal(), dana).submit('/support/new', '/support', ask);
  expect((await move(world, acme, dana.id, harbor)).status).toBe(303);
  const there = await wentOnAs(dana.id);
  const details = `${contactPage(harbor, there)}/details`;
  const given = { name: 'Dana Whitfield-Roe', title: 'Director', phone: '', role: 'viewer' };
  await as(portal(), world.owner).submit(details, details, given);
  expect((await move(world, harbor, there, acme)).location).toBe(`/customers/${acme}`);
  // What is known of them since is known of them, and their address leads to where they are.
  const now = await peek(
    portal().database,
    'select id, account_id, name, role, continues_as from contacts where workspace_id = $1 and identity_id = $2',
    [workspaceId, dana.identityId],
  );
  expect(now).toEqual([
    { id: dana.id, account_id: acme, name: 'Dana Whitfield-Roe', role: 'viewer', continues_as: null },
  ]);
  expect(await wentOnAs(there)).toBe(dana.id);
  expect((await as(portal(), world.owner).get(contactPage(acme, dana.id))).status).toBe(200);
  const again = visitor(portal(), world);
  expect((await tryPassword(again, dana.email, PASSWORD, '/support/1')).status).toBe(303);
  expect((await again.get('/support/1')).text).toContain('The lights are out');

  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email) values ($1, gen_random_uuid(), $2, 'Another Ines', $3)`,
    [workspaceId, acme, rival.email],
  );
  const refused = await move(world, harbor, rival.id, acme);
  expect([refused.status, refused.text.includes('has somebody with this address already')]).toEqual([422, true]);
});

test('from the third customer back to the first, somebody takes up the entry they had there', async () => {
  const world = await newWorld(portal());
  const { accountId: acme, rivalAccountId: harbor, dana, workspaceId } = world;
  const [third] = await peek<{ id: string }>(
    portal().database,
    `insert into accounts (workspace_id, id, name, short_name)
     values ($1, gen_random_uuid(), 'Kestrel', 'Kestrel') returning id`,
    [workspaceId],
  );
  await move(world, acme, dana.id, harbor);
  const second = await wentOnAs(dana.id);
  await move(world, harbor, second, third!.id);
  const last = await wentOnAs(second);
  expect((await move(world, third!.id, last, acme)).status).toBe(303);
  expect([await wentOnAs(dana.id), await wentOnAs(second), await wentOnAs(last)]).toEqual([null, last, dana.id]);
});

test('what is filled in about somebody is named before a move, and goes along where it is asked to; control: else it stays, and is there when they come back', async () => {
  for (const along of [true, false]) {
    const world = await newWorld(portal());
    const { accountId: acme, rivalAccountId: harbor, dana, viewer } = world;
    const maya = as(portal(), world.owner);
    const id = await madeField(portal(), world, { subject: 'contact', label: 'Best reached' });
    expect((await maya.get(`${contactPage(acme, viewer.id)}/move`)).text).not.toContain('Best reached');
    const fields = `${contactPage(acme, dana.id)}/fields`;
    expect((await maya.submit(fields, fields, { [`f-${id}`]: 'In the mornings' })).status).toBe(303);
    expect((await maya.get(`${contactPage(acme, dana.id)}/move`)).text).toContain('Best reached');
    expect((await move(world, acme, dana.id, harbor, along ? { along: 'yes' } : {})).status).toBe(303);
    const there = await wentOnAs(dana.id);
    expect((await maya.get(contactPage(harbor, there))).text.includes('In the mornings')).toBe(along);
    expect((await move(world, harbor, there, acme)).status).toBe(303);
    expect((await maya.get(contactPage(acme, dana.id))).text).toContain('In the mornings');
  }
});

test('what they have emptied meanwhile is empty when it comes along, and a file stays; control: what they have written since comes, too', async () => {
  const world = await newWorld(portal());
  const { accountId: acme, rivalAccountId: harbor, dana } = world;
  const maya = as(portal(), world.owner);
  const labels = ['Best reached', 'Prefers', 'Passport'] as const;
  const [best, prefers, passport] = await Promise.all(
    labels.map((label) =>
      madeField(portal(), world, { subject: 'contact', label, kind: label === 'Passport' ? 'file' : 'text' }),
    ),
  );
  const write = (account: string, id: string, given: Parameters<typeof maya.submit>[2]) => {
    const fields = `${contactPage(account, id)}/fields`;
    return maya.submit(fields, fields, given);
  };
  const file = { name: 'passport.txt', content: 'P1234567' };
  const first = { [`f-${best}`]: 'In the mornings', [`f-${prefers}`]: 'Letters', [`f-${passport}`]: file };
  expect((await write(acme, dana.id, first)).status).toBe(303);
  const form = (await maya.get(`${contactPage(acme, dana.id)}/move`)).text;
  expect([...form.matchAll(/[^>]*Best reached[^<]*/g)].map(([said]) => said.includes('Passport'))).toEqual([
    true,
    false,
  ]);
  expect((await move(world, acme, dana.id, harbor, { along: 'yes' })).status).toBe(303);
  const there = await wentOnAs(dana.id);
  const page = (await maya.get(contactPage(harbor, there))).text;
  expect(['In the mornings', 'Letters', 'passport.txt'].filter((said) => page.includes(said))).toEqual([
    'In the mornings',
    'Letters',
  ]);
  expect((await write(harbor, there, { [`f-${best}`]: '', [`f-${prefers}`]: 'Calls' })).status).toBe(303);
  expect((await move(world, harbor, there, acme, { along: 'yes' })).status).toBe(303);
  const back = (await maya.get(contactPage(acme, dana.id))).text;
  expect(['In the mornings', 'Letters', 'Calls', 'passport.txt'].filter((said) => back.includes(said))).toEqual([
    'Calls',
    'passport.txt',
  ]);
});

test('two moves in opposite directions wait for one another before either holds a person: each takes the turns of both customers, in one order', async () => {
  const world = await newWorld(portal());
  const { accountId: acme, rivalAccountId: harbor, dana, rival, workspaceId } = world;
  // On a busy machine a form may wait for longer than anybody waits elsewhere.
  await peek(
    portal().database,
    `create function wait_longer() returns trigger language plpgsql as $$
      begin perform set_config('lock_timeout', '60s', true); return new; end $$`,
  );
  await peek(
    portal().database,
    'create trigger waits before insert on idempotency_keys for each row execute function wait_longer()',
  );
  const [held, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const gate = inWorkspace(portal().platform, workspaceId, async (ctx) => {
    await peopleInTurn(ctx, [acme, harbor].sort()[1]!);
    held.resolve();
    await goOn.promise;
  });
  await held.promise;
  let done = 0;
  const moves = [move(world, acme, dana.id, harbor), move(world, harbor, rival.id, acme)].map((moved) =>
    moved.finally(() => done++),
  );
  const waiting = () =>
    peek<{ locktype: string; objid: number }>(
      portal().database,
      `select distinct locktype, objid from pg_locks
       where database = (select oid from pg_database where datname = current_database()) and not granted`,
    );
  // The one has the turn of the first and waits for that of the second, the other waits for that of the first.
  await expect.poll(async () => done > 0 || (await waiting()).length === 2, { timeout: 15_000 }).toBe(true);
  expect([done, (await waiting()).map(({ locktype }) => locktype)]).toEqual([0, ['advisory', 'advisory']]);
  goOn.resolve();
  await gate;
  expect((await Promise.all(moves)).map(({ status }) => status)).toEqual([303, 303]);
  expect([await wentOnAs(dana.id), await wentOnAs(rival.id)].every(Boolean)).toBe(true);
});
