import { expect, test } from 'vitest';
import { as, type Client, type Fields } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();

/** Two people (one person in two tabs) open the same form, and save it one after the other. */
async function bothSave(owner: Client, page: string, path: string, one: Fields, other: Fields): Promise<void> {
  const [first, second] = [await owner.form(page, path), await owner.form(page, path)];
  expect((await owner.postRaw(path, { ...first, ...one })).status, path).toBe(303);
  expect((await owner.postRaw(path, { ...second, ...other })).status, path).toBe(303);
}

const setUp = async () => {
  const world = await newWorld(portal());
  return { world, owner: as(portal(), world.owner) };
};

const row = async <T extends object>(world: World, sql: string): Promise<T> =>
  (await peek<T>(portal().database, sql, [world.workspaceId]))[0]!;

const ways = (but?: string): Fields => {
  const boxes = ['member', 'contact'].flatMap((side) =>
    ['password', 'link', 'code', 'passkey'].map((way) => `${side}_${way}`),
  );
  const ticked = boxes.filter((name) => name !== but).map((name) => [name, 'on'] as const);
  const limits = { member_remember: '30', contact_remember: '30', longest: '720', idle: 'off' };
  return { ...Object.fromEntries(ticked), ...limits };
};

test('sign-in rules: an older page takes back neither a second step nor a limit that it did not know', async () => {
  const { world, owner } = await setUp();
  await bothSave(
    owner,
    '/settings/sign-in',
    '/settings/sign-in',
    { ...ways(), asking: 'member:viewer', idle: '60' },
    ways('contact_code'),
  );
  expect(await row(world, 'select idle_minutes from workspaces where id = $1')).toEqual({ idle_minutes: 60 });
  const rules = "select code from sign_in_rules where side = 'contact' and workspace_id = $1";
  expect(await row(world, rules)).toEqual({ code: false });
  expect((await owner.get('/settings/sign-in')).text).toMatch(/value="member:viewer"[^>]*checked/);
});

test('a role: an older page neither takes back a right nor gives one back', async () => {
  const { world, owner } = await setUp();
  const page = await owner.get('/settings/roles/new');
  const like = /<option value="([0-9a-f-]+)"[^>]*>Agent/.exec(page.text)![1]!;
  const made = await owner.submit('/settings/roles/new', '/settings/roles', { name: 'Contractor', like });
  const address = made.location!;
  const path = `/settings/roles/${/role=(.+)$/.exec(address)![1]!}`;
  const rights = async () =>
    (
      await row<{ rights: string[] }>(world, "select rights from roles where name = 'Contractor' and workspace_id = $1")
    ).rights.sort();
  const before = await rights();
  const [gone, ...stay] = before;
  const first = 'data.export';
  expect(before).not.toContain(first);
  const fields = (right: string[]) => ({ name: 'Contractor', reach: 'all', right });
  await bothSave(owner, address, path, fields(stay), fields([...before, first]));
  expect(await rights()).toEqual([...stay, first].sort());
  expect(await rights()).not.toContain(gone);
});

test('rooms: an older page opens no room that was narrowed meanwhile', async () => {
  const { world, owner } = await setUp();
  const open = { 'support-to': 'everyone', 'company-to': 'everyone', 'activity-to': 'everyone', 'help-to': 'everyone' };
  const narrow = (name: string) => ({ ...open, [name]: 'nobody' });
  await bothSave(owner, '/settings/rooms', '/settings/rooms', narrow('support-to'), narrow('company-to'));
  const shut = await peek<{ object: string }>(
    portal().database,
    'select object from segment_gates where workspace_id = $1 order by object',
    [world.workspaceId],
  );
  expect(shut.map(({ object }) => object)).toEqual(['company', 'support']);
});

test('the details of a person and of a customer: each keeps what the other wrote', async () => {
  const { world, owner } = await setUp();
  const person = `/customers/${world.accountId}/contacts/${world.dana.id}/details`;
  const known = { name: 'Dana Whitfield', title: '', phone: '', role: 'contributor' };
  await peek(portal().database, "update contacts set name = $2, title = '', phone = '', role = $3 where id = $1", [
    world.dana.id,
    known.name,
    known.role,
  ]);
  await bothSave(
    owner,
    person,
    person,
    { ...known, title: 'Head' },
    { ...known, phone: '+49 30 1234', flag: 'billing' },
  );
  const dana = `select title, phone, role, flags from contacts where id = '${world.dana.id}' and workspace_id = $1`;
  expect(await row(world, dana)).toMatchObject({ title: 'Head', phone: '+49 30 1234', role: 'contributor' });
  const customer = `/customers/${world.accountId}/details`;
  const facts = await owner.get(customer);
  const name = /name="name"[^>]*value="([^"]*)"/.exec(facts.text)![1]!;
  const short = /name="shortName"[^>]*value="([^"]*)"/.exec(facts.text)![1]!;
  const of = (more: Fields) => ({ name, shortName: short, ...more });
  await bothSave(owner, customer, customer, of({ plan: 'Gold' }), of({ place: 'Graz' }));
  const acme = `select plan, place from accounts where id = '${world.accountId}' and workspace_id = $1`;
  expect(await row(world, acme)).toEqual({ plan: 'Gold', place: 'Graz' });
});

test('how long things stay, what colleagues see, who may sign up: what an older page did not change stays', async () => {
  const { world, owner } = await setUp();
  const days = { log_client: '', mails: '', contacts: '', tickets: '' };
  await bothSave(owner, '/settings/data', '/settings/data', { ...days, mails: '400' }, { ...days, tickets: '900' });
  const kept = await peek<{ kind: string }>(
    portal().database,
    'select kind, days from retention_rules where workspace_id = $1 order by kind',
    [world.workspaceId],
  );
  expect(kept).toEqual([
    { kind: 'mails', days: 400 },
    { kind: 'tickets', days: 900 },
  ]);
  const sight = '/settings/visibility';
  await bothSave(owner, sight, sight, { see: 'everyone', may: 'read' }, { see: 'named', may: 'reply' });
  const usual = 'select colleagues_see, colleagues_may from workspaces where id = $1';
  expect(await row(world, usual)).toEqual({ colleagues_see: 'named', colleagues_may: 'read' });
  const door = '/settings/sign-up';
  const rules = { attaches: 'on', role: 'viewer', first_role: 'account_admin', terms_url: '' };
  await owner.submit(door, door, { ...rules, mode: 'open' });
  const terms = 'https://northwind.example/terms';
  await bothSave(owner, door, door, { ...rules, mode: 'off' }, { ...rules, mode: 'open', terms_url: terms });
  const now = 'select mode, terms_url from sign_up_rules where workspace_id = $1';
  expect(await row(world, now)).toEqual({ mode: 'off', terms_url: terms });
});

test('a form that is refused, or comes back when a session has ended, still knows what it showed', async () => {
  const { world, owner } = await setUp();
  const path = `/customers/${world.accountId}/details`;
  const name = 'Acme Robotics';
  const form = await owner.form(path, path);
  await owner.submit(path, path, { name, plan: 'Gold' });
  const refused = await owner.postRaw(path, { ...form, name: '', place: 'Graz' });
  expect(refused.status).toBe(422);
  expect(refused.text).toMatch(/name="plan"[^>]*value="Gold"/);
});
