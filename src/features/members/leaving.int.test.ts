import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { madeField } from '#features/fields/fields.testing.ts';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectedDirectory, patch } from '#test/directory.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const db = <Row extends Record<string, unknown>>(text: string, values: unknown[]) =>
  peek<Row>(portal().database, text, values);

const wordsOf = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** Priya has two open tickets, a solved one, an article and a customer in hand. */
async function inHand(world: World) {
  const dana = as(portal(), world.dana);
  for (const subject of ['One', 'Two', 'Three'])
    await dana.submit('/support/new', '/support', { subject, urgency: 'question', body: 'Hello' });
  const { agent, workspaceId } = world;
  await db('update tickets set assignee_id = $2 where workspace_id = $1', [workspaceId, agent.id]);
  await as(portal(), agent).submit('/inbox/3', '/inbox/3/triage', { status: 'solved' });
  const category = await makeCategory(portal(), world, 'Email');
  const { id } = await makeArticle(portal(), world, category, 'Signatures');
  await db('update articles set owner_id = $2 where id = $1', [id, agent.id]);
  await db('insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, $4)', [
    workspaceId,
    world.rivalAccountId,
    agent.id,
    'Designer',
  ]);
}

async function holders({ workspaceId }: World) {
  const [row] = await db<Record<string, string | null>>(
    `select (select string_agg(t.number || coalesce(m.name, 'nobody'), ' ' order by t.number)
        from tickets t left join members m on m.id = t.assignee_id where t.workspace_id = $1) as tickets,
      (select m.name from articles a join members m on m.id = a.owner_id where a.workspace_id = $1) as article,
      (select string_agg(m.name || ' ' || a.name, ', ' order by a.name, m.name) from account_members t join members m on m.id = t.member_id
        join accounts a on a.id = t.account_id where t.workspace_id = $1) as customers`,
    [workspaceId],
  );
  return row;
}

const away = (world: World) => {
  const page = `/settings/members/${world.agent.id}`;
  const maya = as(portal(), world.owner);
  return { maya, page, end: (heir: string) => maya.submit(page, `${page}/deactivation`, { heir }) };
};

test('whoever takes a colleague’s access away reads what they have in hand, and gives it to another', async () => {
  const world = await newWorld(portal());
  await inHand(world);
  const { maya, page, end } = away(world);
  expect(wordsOf((await maya.get(page)).text)).toContain(
    'Priya Raman has 2 open tickets, 1 article and 1 customer in hand.',
  );
  expect((await end(world.owner.id)).status).toBe(303);
  expect(await holders(world)).toEqual({
    tickets: '1Maya Lindqvist 2Maya Lindqvist 3Priya Raman',
    article: 'Maya Lindqvist',
    customers: 'Maya Lindqvist Acme Robotics, Maya Lindqvist Harbor Pine',
  });
  expect(wordsOf((await maya.get('/audit?area=member')).text)).toContain(
    'handed over what Priya Raman had in hand: 2 open tickets, 1 article and 1 customer',
  );
  expect((await maya.get(page)).text).not.toContain('/handover');
});

test('without another the tickets wait as nobody’s, and what is left can be handed over later; nobody may who may not take access away', async () => {
  const world = await newWorld(portal());
  await inHand(world);
  const { maya, page, end } = away(world);
  await end('');
  expect((await holders(world))!.tickets).toBe('1nobody 2nobody 3Priya Raman');
  expect((await maya.get('/inbox?view=nobody')).text).toContain('Two');
  const form = await maya.form(page, `${page}/handover`);
  // To somebody who is gone, or unknown, nothing is handed over; nor by somebody who looks after nobody.
  expect((await maya.postRaw(`${page}/handover`, { ...form, heir: world.agent.id })).status).toBe(409);
  expect((await as(portal(), world.agent).get(page)).status).toBe(303);
  const later = { ...form, _once: crypto.randomUUID(), heir: world.owner.id };
  expect((await maya.postRaw(`${page}/handover`, later)).status).toBe(303);
  expect(await holders(world)).toMatchObject({
    article: 'Maya Lindqvist',
    customers: 'Maya Lindqvist Acme Robotics, Maya Lindqvist Harbor Pine',
  });
});

test('whom a directory takes away has no ticket any more, and whoever looks after the team is told; one that is solved is nobody’s when it comes back', async () => {
  const { world, ask } = await connectedDirectory(portal());
  await inHand(world);
  const { body } = await ask('POST', '/Users', { userName: world.agent.email, displayName: world.agent.name });
  const off = patch({ op: 'replace', path: 'active', value: false });
  expect((await ask('PATCH', `/Users/${body.id}`, off)).status).toBe(200);
  await portal().workJobs();
  const tickets = async () => (await holders(world))!.tickets;
  await expect.poll(tickets, { timeout: 15_000 }).toBe('1nobody 2nobody 3Priya Raman');
  const bell = async () => wordsOf((await as(portal(), world.owner).get('/notifications')).text);
  await expect
    .poll(bell, { timeout: 15_000 })
    .toContain('Priya Raman has no access any more. Nobody has now: 2 open tickets');
  await as(portal(), world.dana).submit('/support/3', '/support/3/replies', { body: 'Once more' });
  await expect.poll(tickets, { timeout: 15_000 }).toBe('1nobody 2nobody 3nobody');
});

test('no customer is sent to somebody who is gone; the team sees whom a field names', async () => {
  const world = await newWorld(portal());
  const field = await madeField(portal(), world, { label: 'When your lead is away', kind: 'person', customer: 'read' });
  const values = '(workspace_id, field_id, account_id, person_id)';
  await db(`insert into field_values ${values} values ($1, $2, $3, $4)`, [
    world.workspaceId,
    field,
    world.accountId,
    world.agent.id,
  ]);
  const [dana, maya] = [as(portal(), world.dana), as(portal(), world.owner)];
  const shown = async (client: typeof maya, page: string) => wordsOf((await client.get(page)).text);
  expect(await shown(dana, '/company/details')).toContain('Priya Raman');
  await away(world).end('');
  expect(await shown(dana, '/company/details')).not.toContain('Priya Raman');
  expect(await shown(maya, `/customers/${world.accountId}`)).toContain('Priya Raman');
});

test('open tickets of those who had left before are nobody’s by the migration, and no others', async () => {
  const world = await newWorld(portal());
  await inHand(world);
  // Without its locks: the worker of this portal is at work.
  const text = await readFile('migrations/0781-tickets-of-those-who-left.sql', 'utf8');
  const migrate = () => db(/^update tickets[\s\S]*?;$/m.exec(text)![0], []);
  await migrate();
  expect((await holders(world))!.tickets).toBe('1Priya Raman 2Priya Raman 3Priya Raman');
  await db('update members set disabled_at = now() where id = $1', [world.agent.id]);
  await migrate();
  expect((await holders(world))!.tickets).toBe('1nobody 2nobody 3Priya Raman');
});

test('TRUST 26: a session of somebody whose access was taken away does not come back with it; control: had it not ended it would', async () => {
  const world = await newWorld(portal());
  const { workspaceId, agent } = world;
  const maya = as(portal(), world.owner);
  const before = as(portal(), agent);
  expect((await before.get('/inbox')).status).toBe(200);
  const page = `/settings/members/${agent.id}`;
  expect((await maya.submit(page, `${page}/deactivation`, { heir: '' })).status).toBe(303);
  expect((await maya.submit(page, `${page}/reactivation`)).status).toBe(303);
  expect((await before.get('/inbox')).location).toContain('/sign-in');
  const open = 'update sessions set revoked_at = null where workspace_id = $1 and identity_id = $2';
  await db(open, [workspaceId, agent.identityId]);
  expect((await before.get('/inbox')).status).toBe(200);
});
