import { beforeEach, expect, test } from 'vitest';
import { isIn, spend } from '#features/identity/doors.testing.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import type { Given } from './command.ts';
import { askedFrom, operateWorkspaces } from './workspace.ts';

const portal = usePortal();
let world: World;
/** A name of its own each time. */
let count = 0;
const fresh = (name: string): string => {
  count += 1;
  return `${name}${count}`;
};

beforeEach(async () => {
  world = await newWorld(portal());
});

const operate = async (act: string, given: Given = {}): Promise<string[]> =>
  operateWorkspaces(portal().platform, askedFrom({ act, ...given }));
const host = () => `${fresh('fern')}.localhost`;
const tokenIn = (lines: string[]): string => /token=([\w-]+)/.exec(lines.at(-1)!)![1]!;
const at = (where: string): World => ({ ...world, host: where, origin: `http://${where}:3000` });
const kinds = async (workspaceHost: string) =>
  (
    await peek<{ kind: string }>(
      portal().database,
      `select e.kind from events e join portals p on p.workspace_id = e.workspace_id
       where p.host = $1 and e.kind ~ '^(workspace|member)[.]' order by e.seq`,
      [workspaceHost],
    )
  ).map(({ kind }) => kind);

test('a second business is made with its host and its owner, who comes in by the link and stands apart from the first', async () => {
  const fern = host();
  const owner = { email: 'Ann@fern.example', 'owner-name': 'Ann Lee' };
  const lines = await operate('create', {
    name: 'Fern & Co',
    'short-name': 'Fern',
    host: fern,
    locale: 'de',
    ...owner,
  });
  expect(lines[0]).toBe(`Fern & Co is at http://${fern}:3000`);
  const ann = visitor(portal(), at(fern));
  await spend(ann, tokenIn(lines));
  expect(await isIn(ann)).toBe(true);
  expect((await ann.get('/customers')).text).not.toContain('Acme Robotics');
  expect((await ann.get('/settings/members')).text).toContain('ann@fern.example');
  expect(await kinds(fern)).toEqual(['workspace.begun', 'member.made_owner']);
  const all = await operate('list');
  expect(all.join('\n')).toMatch(new RegExp(`Fern & Co \\(fern-co-[0-9a-f]{6}\\)\n  ${fern}`));
  expect(all.join('\n')).toContain(world.host);
  await expect(operate('create', { name: 'Other', host: fern, ...owner })).rejects.toThrow(
    `${fern} is a host of Fern & Co already.`,
  );
});

test('hosts come, lead, and go; the first one only when there is another', async () => {
  const more = host();
  const given = { workspace: world.host, host: more };
  expect((await visitor(portal(), at(more)).get('/sign-in')).status).toBe(421);
  expect(await operate('add-host', given)).toEqual([world.name, `  ${world.host}  (first)`, `  ${more}`]);
  expect((await visitor(portal(), at(more)).get('/sign-in')).status).toBe(200);
  await expect(operate('remove-host', { workspace: world.host, host: world.host })).rejects.toThrow('the first host');
  expect(await operate('add-host', { ...given, first: true })).toEqual([
    world.name,
    `  ${more}  (first)`,
    `  ${world.host}`,
  ]);
  expect(await operate('remove-host', { workspace: more, host: world.host })).toEqual([
    world.name,
    `  ${more}  (first)`,
  ]);
  expect((await visitor(portal(), world).get('/sign-in')).status).toBe(421);
  await expect(operate('remove-host', { workspace: more, host: 'never.example' })).rejects.toThrow('has no host');
  expect(await kinds(more)).toEqual(Array.from({ length: 3 }, () => 'workspace.hosts_changed'));
});

test('an owner is somebody new, or of the team; nobody of a customer, and nobody who was sent away', async () => {
  const make = (email: string, name?: string) =>
    operate('owner', { workspace: world.host, email, ...(name && { 'owner-name': name }) });
  await expect(make('ben@fern.example')).rejects.toThrow('Say with --owner-name');
  const ben = visitor(portal(), world);
  await spend(ben, tokenIn(await make('ben@fern.example', 'Ben Okoye')));
  expect((await ben.get('/settings/members')).status).toBe(200);
  expect((await make(world.agent.email))[0]).toContain('is an owner now');
  expect((await make(world.agent.email))[0]).toContain('is an owner already');
  await expect(make(world.dana.email, 'Dana')).rejects.toThrow('signs in for a customer');
  await peek(portal().database, 'update members set disabled_at = now() where id = $1', [world.agent.id]);
  await expect(make(world.agent.email)).rejects.toThrow('has no access any more');
  expect(await kinds(world.host)).toEqual(['member.made_owner', 'member.made_owner']);
});

test('another operator is an owner at the operator’s host, which is not closed', async () => {
  await peek(portal().database, 'update workspaces set is_installation = true where id = $1', [world.workspaceId]);
  const lines = await operate('owner', { workspace: world.host, email: 'op@example.com', 'owner-name': 'Olu Ade' });
  const operator = visitor(portal(), world);
  await spend(operator, tokenIn(lines));
  expect((await operator.get('/')).text).toContain('Workspaces');
  await expect(operate('close', { workspace: world.host })).rejects.toThrow('not closed');
  await peek(portal().database, 'update workspaces set is_installation = false where id = $1', [world.workspaceId]);
});

test('closed, nobody comes in and nothing is sent; open again, everything is where it was', async () => {
  const dana = as(portal(), world.dana);
  const form = await dana.form('/support/new', '/support');
  expect(await operate('close', { workspace: world.host })).toEqual([`${world.name} is closed.`]);
  expect(await operate('close', { workspace: world.host })).toEqual([`${world.name} was closed already.`]);
  const page = await dana.get('/support', { 'accept-language': 'de' });
  expect([page.status, page.text.includes('Dieses Portal ist geschlossen')]).toEqual([410, true]);
  const sent = await dana.postRaw('/support', { ...form, subject: 'Lost?', urgency: 'slows', body: 'Not these words' });
  expect([sent.status, sent.text.includes('Not these words')]).toEqual([410, true]);
  expect((await as(portal(), world.owner).get('/live?t=x')).status).toBe(410);
  expect((await operate('list')).join('\n')).toContain(', closed\n');
  expect(await operate('open', { workspace: world.host })).toEqual([`${world.name} is open again.`]);
  expect((await dana.get('/support')).status).toBe(200);
  expect(await kinds(world.host)).toEqual(['workspace.closed', 'workspace.opened']);
});

test('while it is closed a mail is kept, and control: else it goes', async () => {
  const mail = async () => {
    await as(portal(), world.owner).submit('/settings/members/new', '/settings/members/new', {
      name: 'Theo',
      email: `${fresh('theo')}@fern.example`,
      role: (
        await peek<{ id: string }>(
          portal().database,
          "select id from roles where workspace_id = $1 and key = 'agent'",
          [world.workspaceId],
        )
      )[0]!.id,
    });
    return async () => {
      await portal().workJobs();
      const [row] = await peek<{ last_response: string | null }>(
        portal().database,
        'select last_response from mails where workspace_id = $1 order by created_at desc limit 1',
        [world.workspaceId],
      );
      return row!.last_response;
    };
  };
  const first = await mail();
  await operate('close', { workspace: world.host });
  expect(await first()).toBe('the portal is closed');
  await operate('open', { workspace: world.host });
  const second = await mail();
  expect(await second()).not.toBe('the portal is closed');
});

test('it is renamed, and everybody sees it', async () => {
  expect(await operate('rename', { workspace: world.host, name: 'Northwind House' })).toEqual([
    `${world.name} is Northwind House now.`,
  ]);
  expect((await as(portal(), world.dana).get('/')).text).toContain('Northwind House');
});

test.each<[Given, RegExp]>([
  [{ act: 'nonsense' }, /Say what to do: list, create/],
  [{ act: 'create', name: 'Fern' }, /workspace create needs --host and --email and --owner-name/],
  [{ act: 'add-host', workspace: 'x', host: 'https://fern.example/' }, /is no host: write it without scheme/],
  [{ act: 'owner', workspace: 'x', email: 'ann' }, /ann is no mail address/],
  [{ act: 'rename', workspace: 'x', name: 'Fe\u202ern' }, /none that nobody can see/],
  [{ act: 'list', zone: 'Mars/Olympus' }, /There is no time zone/],
])('%o is answered in a line', (given, line) => {
  expect(() => askedFrom(given)).toThrow(line);
  expect(() => askedFrom(given)).toThrow(OperatorError);
});
