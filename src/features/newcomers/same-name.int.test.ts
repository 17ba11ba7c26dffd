import { beforeEach, expect, test } from 'vitest';
import { type Answer, as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { anHourLater, contactsWith, mailsTo, proofFor, prove, setRules } from './newcomers.testing.ts';

const portal = usePortal();
let world: World;
let maya: Client;
let agent: Client;

beforeEach(async () => {
  world = await newWorld(portal());
  maya = as(portal(), world.owner);
  agent = as(portal(), world.agent);
  await anHourLater(portal());
  await setRules(portal(), world);
});

const EMAIL = 'dana.acme@mailbox.example';

/** Somebody opens a customer by signing up, and asks something there. Returns the pages of both. */
async function stranger(company: string, email = EMAIL): Promise<{ customer: string; ticket: string }> {
  const client = visitor(portal(), world);
  const said = { name: 'Dana Whitfield', company };
  await prove(client, await proofFor(portal(), world, email, said), said);
  const asked = { subject: 'Our contract', urgency: 'question', body: 'Please send it once more' };
  const sent = await client.submit('/support/new', '/support', asked);
  const [contact] = await contactsWith(portal(), world, email);
  return { customer: `/customers/${contact!.account_id}`, ticket: `/inbox/${sent.location!.split('/').at(-1)}` };
}

const inDoubt = ({ text }: Answer) => text.includes('id="in-doubt"');
const marked = ({ text }: Answer) => text.includes('Signed up under a known name');

test('a stranger who gives a customer’s name is told apart from it: on their page, in the list, before an answer, in bell and log', async () => {
  const { customer, ticket } = await stranger('ACME  Robotics, Inc.');
  for (const reader of [maya, agent]) {
    const page = await reader.get(customer);
    expect(page.text).toContain(`from ${EMAIL}`);
    expect(page.text).toMatch(new RegExp(`Same name as <a[^>]*href="/customers/${world.accountId}"`));
    expect(inDoubt(await reader.get(ticket))).toBe(true);
    expect(marked(await reader.get('/customers'))).toBe(true);
  }
  await portal().workJobs();
  const bells = (await maya.get('/notifications')).text.replaceAll(/<\/?b>/g, '');
  expect(bells).toContain(`Dana Whitfield (${EMAIL}) signed up and opened a new customer, ACME  Robotics, Inc.`);
  expect(bells).toContain('There was one of that name already');
  expect((await maya.get('/audit')).text).toContain(`first of a new customer: ACME  Robotics, Inc., ${EMAIL}`);
  // The one whose name it is is in no doubt, and of the team's view the customers are told nothing.
  expect(inDoubt(await maya.get(`/customers/${world.accountId}`))).toBe(false);
  expect((await as(portal(), world.dana).get('/company')).text).not.toContain(EMAIL);
});

test('control: a name that is nobody else’s, and a customer of that name whom the team wrote down, are in no doubt', async () => {
  const { customer, ticket } = await stranger('Blue Fern');
  for (const path of [customer, ticket]) expect(inDoubt(await maya.get(path))).toBe(false);
  const added = await maya.submit('/customers/new', '/customers/new', { name: 'Acme Robotics' });
  expect(inDoubt(await maya.get(added.location!))).toBe(false);
  expect(marked(await maya.get('/customers'))).toBe(false);
  await portal().workJobs();
  expect((await maya.get('/notifications')).text).not.toContain('There was one of that name');
});

test.each(['Acme-Robotics GmbH', 'Αcme Rоbotics', 'Acrne R0botlcs', 'ácme robotics'])(
  'a name that only looks the same is the same: %s',
  async (company) => {
    const { customer } = await stranger(company);
    expect(inDoubt(await maya.get(customer))).toBe(true);
  },
);

test('the doubt ends when somebody who sees every customer has looked, and that stands in the log; or by another name', async () => {
  const one = await stranger('Acme Robotics');
  // An agent may not say so: they see the words, and no button.
  expect((await agent.get(one.customer)).text).not.toContain(`${one.customer}/recognition`);
  const form = await maya.form(one.customer, `${one.customer}/recognition`);
  expect((await agent.postRaw(`${one.customer}/recognition`, { ...form })).status).toBe(403);
  expect((await maya.submit(one.customer, `${one.customer}/recognition`)).status).toBe(303);
  for (const path of [one.customer, one.ticket]) expect(inDoubt(await maya.get(path))).toBe(false);
  expect((await maya.get('/audit')).text).toContain('saw that this customer is another than Acme Robotics');
  const two = await stranger('Harbor Pine', 'two@mailbox.example');
  expect(inDoubt(await maya.get(two.customer))).toBe(true);
  await maya.submit(`${two.customer}/details`, `${two.customer}/details`, { name: 'Somebody Else' });
  expect(inDoubt(await maya.get(two.customer))).toBe(false);
});

test('walls: who sees some customers only is told of no other by its name; control: with both they are', async () => {
  const { customer, ticket } = await stranger('Acme Robotics');
  const db = (sql: string, ...values: unknown[]) => peek(portal().database, sql, values);
  await db(`update roles set reach = 'assigned' where workspace_id = $1 and key = 'agent'`, world.workspaceId);
  const joins = `insert into account_members (workspace_id, account_id, member_id) values ($1, $2, $3)`;
  await db(joins, world.workspaceId, customer.split('/').at(-1), world.agent.id);
  const page = await agent.get(customer);
  expect([page.status, inDoubt(page), page.text.includes(world.accountId)]).toEqual([200, false, false]);
  // How it came is theirs to know in any case.
  expect(page.text).toContain('Signed up by');
  expect(inDoubt(await agent.get(ticket))).toBe(false);
  expect(marked(await agent.get('/customers'))).toBe(false);
  await db(joins, world.workspaceId, world.accountId, world.agent.id);
  expect(inDoubt(await agent.get(customer))).toBe(true);
  expect(inDoubt(await agent.get(ticket))).toBe(true);
});

test('who lets people in is told, before they do, that there is a customer of the name that somebody gives', async () => {
  await setRules(portal(), world, { mode: 'moderated' });
  const said = { name: 'Dana Whitfield', company: 'acme robotics' };
  await prove(visitor(portal(), world), await proofFor(portal(), world, EMAIL, said), said);
  await portal().workJobs();
  const [mail] = (await mailsTo(portal(), world, world.agent.email)).filter(({ kind }) => kind === 'newcomer.waiting');
  expect(mail!.text).toContain('You have a customer called Acme Robotics already');
  const [{ id }] = (await peek<{ id: string }>(
    portal().database,
    'select id from sign_ups where workspace_id = $1 and proved_at is not null',
    [world.workspaceId],
  )) as [{ id: string }];
  expect((await agent.get(`/newcomers/${id}`)).text).toContain('You have a customer called Acme Robotics already');
});
