import { expect, test } from 'vitest';
import { kinds as kept } from '#features/privacy/retention.ts';
import { priorities, statuses } from '#features/tickets/ticket.ts';
import { sights } from '#features/visibility/rule.ts';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { say } from './messages.ts';

const portal = usePortal();

/** The page of the newest entry of a kind, as text. */
async function newest(world: World, client: Client, kind: string): Promise<string> {
  const [row] = await peek<{ id: string }>(
    portal().database,
    'select id from events where workspace_id = $1 and kind = $2 order by seq desc limit 1',
    [world.workspaceId, kind],
  );
  return wordsOf((await client.get(`/audit/${row!.id}`)).text);
}

const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('before and after of the sign-in rules are words, in the reader’s language', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const ways = ['password', 'link', 'code', 'passkey'];
  const on = ['member', 'contact'].flatMap((side) => ways.map((way) => [`${side}_${way}`, 'on']));
  const saved = await owner.submit('/settings/sign-in', '/settings/sign-in', {
    ...Object.fromEntries(on.filter(([name]) => name !== 'contact_code')),
    member_remember: '30',
    contact_remember: '7',
    longest: '24',
    idle: '60',
    asking: 'contact:viewer',
    anyway: 'on',
  });
  expect(saved.status).toBe(303);
  const english = await newest(world, owner, 'identity.rules_changed');
  for (const line of [
    'Customers: code by mail On Off',
    'Customers: without the second step for 30 days 7 days',
    'Customers, Can read: second step Off On',
    'Without being used',
  ]) {
    expect(english).toContain(line);
  }
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.owner.identityId]);
  const german = await newest(world, owner, 'identity.rules_changed');
  expect(german).toContain('Kunden: Code per E-Mail An Aus');
  expect(german).toContain('Kunden, Liest mit: zweiter Schritt Aus An');
});

test('a role is called by its name in the log, with its rights as sentences; one that is gone as it was called', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const form = '/settings/roles/new?side=member';
  const [{ id: like }] = (await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'viewer'",
    [world.workspaceId],
  )) as [{ id: string }];
  const added = await owner.submit(form, '/settings/roles', { name: 'Contractor', like });
  const id = new URL(added.location!, 'http://x').searchParams.get('role')!;
  const page = `/settings/roles?side=member&role=${id}`;
  const changed = { name: 'Freelancer', reach: 'assigned', right: ['customers.see', 'settings.manage'] };
  expect((await owner.submit(page, `/settings/roles/${id}`, changed)).status).toBe(303);
  const text = await newest(world, owner, 'role.changed');
  expect(text).toContain('changed the role Freelancer: one right given');
  expect(text).toContain('Name Contractor Freelancer');
  expect(text).toContain('Customers seen All customers Only those they are on the team of');
  expect(text).toContain('About Role: Freelancer');
  expect(text.slice(text.indexOf('Before and after'), text.indexOf('Data'))).not.toContain('settings.manage');
  // What one reads one finds.
  expect(wordsOf((await owner.get('/audit?q=freelancer')).text)).toContain('changed the role Freelancer');
  expect(wordsOf((await owner.get('/audit?q=nobody-is-called-so')).text)).not.toContain('changed the role');
  expect((await owner.submit(page, `/settings/roles/${id}/removal`)).status).toBe(303);
  expect(await newest(world, owner, 'role.removed')).toContain('deleted the role Freelancer');
  expect(wordsOf((await owner.get('/audit')).text)).toContain('added a role for the team');
});

test('fields of one’s own are named in the log, and their values read as their kind; a file has both', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const shape = { subject: 'account', hint: '', choices: '', customer: 'hidden', edits: 'apply' };
  const values: Record<string, string> = {};
  for (const [label, kind, value] of [
    ['Seats', 'number', '1250'],
    ['Contract ends', 'date', '2027-03-31'],
    ['status', 'text', 'new'],
  ] as const) {
    const made = await owner.submit('/settings/fields/new', '/settings/fields', { ...shape, label, kind });
    expect(made.status).toBe(303);
    const [field] = await peek<{ id: string }>(
      portal().database,
      'select id from field_definitions where workspace_id = $1 and label = $2',
      [world.workspaceId, label],
    );
    values[`f-${field!.id}`] = value;
  }
  expect(await newest(world, owner, 'field.defined')).toContain('made the field status');
  const page = `/customers/${world.accountId}/fields`;
  expect((await owner.submit(page, page, values)).status).toBe(303);
  const text = await newest(world, owner, 'field.values_changed');
  expect(text).toMatch(/filled in (?=[^.]*Seats)(?=[^.]*Contract ends)(?=[^.]*status).* of this customer/);
  expect(text).toContain('Seats Nothing 1,250');
  expect(text).toContain('Contract ends Nothing 31 Mar 2027');
  // What a business wrote is never taken for a key.
  expect(text).toContain('status Nothing new');
  const file = await owner.submit('/audit', '/audit/export', { format: 'jsonl', area: 'field' });
  const line = file.text
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each) as { kind: string; changes: unknown[]; changes_in_words: string })
    .find(({ kind }) => kind === 'field.values_changed')!;
  expect(line.changes).toContainEqual({ what: 'Seats', from: null, to: '1250' });
  expect(line.changes_in_words).toContain('Seats: – → 1,250');
});

test('what the product counts up has a word each', () => {
  const has = (key: string) => expect(Object.keys(say.messages.en), key).toContain(key);
  for (const status of statuses) has(`value.status.${status}`);
  for (const priority of priorities) has(`value.priority.${priority}`);
  for (const sight of sights) has(`value.see.${sight}`);
  for (const kind of kept) has(`fact.privacy.${kind}`);
});
