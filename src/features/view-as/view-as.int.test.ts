import { beforeEach, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope, type Scope } from '#platform/db/scope.ts';
import { as, type Client, hiddenFields } from '#test/client.ts';
import type { World } from '#test/world.ts';
import { pageOf, useLooks } from './view-as.testing.ts';

const { portal, on } = useLooks();
const { see, sql, told, whyEnded } = on;
let world: World;
let maya: Client;

beforeEach(async () => {
  ({ world, maya } = await on.begin());
});

test('a member sees the portal as a contact sees it, says so on top, and comes back', async () => {
  expect((await see()).location).toBe('/');
  const home = await maya.get('/');
  expect(home.status).toBe(200);
  expect(home.text).toContain('You see what Dana Whitfield sees.');
  expect(home.text).toContain('The gripper jams');
  expect(home.text).not.toContain('href="/inbox"');
  const left = await maya.submit('/', '/view/ending');
  expect(left.location).toBe(pageOf(world.dana));
  expect(maya.cookies.has('portico_view')).toBe(false);
  expect((await maya.get('/inbox')).status).toBe(200);
  const again = await see();
  expect(again.status).toBe(303);
  const others = await maya.submit('/', '/view/ending', { to: 'others' });
  expect(others.location).toBe(`/customers/${world.accountId}/view`);
  const pick = await maya.get(others.location!);
  expect(pick.text).toContain('Luis Ortega');
  expect(pick.text).not.toContain('Ines Duarte');
});

test('whom nobody has invited yet can be looked as, too', async () => {
  await sql('update contacts set identity_id = null where workspace_id = $1 and id = $2', world.viewer.id);
  expect((await see(maya, world.viewer)).status).toBe(303);
  expect((await maya.get('/support')).text).toContain('The gripper jams');
  expect((await maya.get('/notifications')).status).toBe(200);
});

test('KB-6: what is looked for in a look is nothing that a customer missed; control: of the customer it is', async () => {
  const kept = async () =>
    (await sql<{ asked: string }>('select asked from searches where workspace_id = $1')).map(({ asked }) => asked);
  const look = async (client: Client, words: string) => {
    for (const path of [`/help/search?q=${words}`, `/search?q=${words}`])
      expect((await client.get(path)).status).toBe(200);
  };
  await see();
  await look(maya, 'blorpless');
  expect(await kept()).toEqual([]);
  await look(as(portal(), world.dana), 'blorpless');
  expect(await kept()).toEqual(['blorpless', 'blorpless']);
});

test('TRUST 37: no form of a look is taken, each is answered with a page that says why; control: it is without the look', async () => {
  const dana = as(portal(), world.dana);
  const shown = await dana.form('/support/1', '/support/1/replies');
  const { text } = await maya.get('/inbox/1');
  const own = hiddenFields(text, '/inbox/1/replies')!;
  await see();
  const words = { body: '<p>Written elsewhere meanwhile</p>' };
  for (const path of [
    '/support/1/replies',
    '/inbox/1/replies',
    '/support',
    '/preferences',
    '/uploads',
    '/sign-in/company',
    '/settings/sso/x/provider',
    '/nowhere',
  ])
    expect([path, (await maya.postRaw(path, { ...shown, ...own, ...words })).status]).toEqual([path, 403]);
  const refused = await maya.postRaw('/inbox/1/replies', { ...own, ...words });
  expect(refused.text).toContain('You are looking as Dana Whitfield');
  expect(refused.text).toContain('Written elsewhere meanwhile');
  expect(refused.text).toContain('action="/view/ending"');
  expect(await sql('select from replies where workspace_id = $1 and body_html like $2', '%elsewhere%')).toEqual([]);
  await maya.submit('/', '/view/ending');
  expect((await maya.postRaw('/inbox/1/replies', { ...own, ...words, outcome: 'wait' })).status).toBe(303);
});

test('TRUST 37: the database opens a look READ ONLY, whatever is asked of it; control: the member alone may write', async () => {
  await see();
  const [row] = await sql<{ portal: string }>('select id as portal from portals where workspace_id = $1');
  const member = { workspaceId: world.workspaceId, tokenHash: sha256Hex(world.owner.token) };
  const view = { hash: sha256Hex(maya.cookies.get('portico_view')!), portalId: row!.portal };
  const write = (scope: Scope) =>
    inScope(portal().platform.pool, scope, async (db, who) => {
      await db.updateTable('accounts').set({ place: 'Bristol' }).where('id', '=', world.accountId).execute();
      return { value: who.kind, commit: false };
    });
  await expect(write({ ...member, view, readOnly: false })).rejects.toThrow('read-only transaction');
  expect(await write(member)).toBe('member');
});

test('TRUST 37: forms stand there and are off, without a script; those that only ask, and the way back, are on', async () => {
  await see();
  const { text } = await maya.get('/support/1');
  const posting = (page: string) => page.match(/<form\b[^>]*method="post"[^>]*>/g) ?? [];
  const on = posting(text).filter((form) => !form.includes('data-still'));
  expect(on).toEqual([expect.stringContaining('/view/ending')]);
  expect(posting(text).length).toBeGreaterThan(3);
  expect(text).toMatch(/<textarea disabled[^>]* name="body"/);
  expect(text).toMatch(/<button (?!disabled)[^>]*name="to"/);
  expect((await as(portal(), world.dana).get('/support/1')).text).not.toContain('data-still');
  await sql('update notifications set read_at = null where workspace_id = $1');
  const { text: panel } = await maya.get('/notifications/latest', { 'turbo-frame': 'latest-notifications' });
  expect(panel).toContain('<turbo-frame');
  expect(posting(panel).filter((form) => !form.includes('data-still'))).toEqual([]);
});

test('TRUST 37: what is the contact’s alone is shut, and so is the member’s own work', async () => {
  await see();
  for (const path of [
    '/account',
    '/account/data',
    '/account/password',
    '/account/passkeys/new',
    '/sign-in/step',
    '/sign-on',
  ]) {
    const { status, text } = await maya.get(path);
    expect([path, status]).toEqual([path, 403]);
    expect(text).toContain('alone');
  }
  for (const path of ['/inbox', '/inbox/1', '/customers', '/audit', '/settings/sso']) {
    const { status, text } = await maya.get(path);
    expect([path, status]).toEqual([path, 403]);
    expect(text).not.toContain('The gripper jams');
  }
  expect((await as(portal(), world.dana).get('/account')).status).toBe(200);
});

test('TRUST 37: looking marks nothing as read, touches no date of the contact, and tells nobody', async () => {
  const before = await traces();
  await see();
  for (const path of ['/', '/support/1', '/notifications', '/activity', '/company'])
    expect((await maya.get(path)).status).toBe(200);
  expect((await maya.get('/support/1')).text).not.toContain('data-mark-read');
  expect((await maya.get('/support/1')).text).not.toContain('portico-live');
  await maya.submit('/', '/view/ending');
  expect(await traces()).toEqual(before);
});

const traces = () =>
  sql(
    `select (select max(seen_at) from sessions s where s.workspace_id = $1 and s.identity_id = $2) as seen,
       (select active_at from accounts a where a.workspace_id = $1 and a.id = $3) as active,
       (select count(*)::int from mails m where m.workspace_id = $1) as mails,
       (select count(*)::int from notifications n where n.workspace_id = $1) as notices,
       (select count(*)::int from drafts d where d.workspace_id = $1) as drafts`,
    world.dana.identityId,
    world.accountId,
  );

test('TRUST 37: the beginning, every page and the end are in the log, with the member as actor and the contact as subject', async () => {
  await see();
  await maya.get('/');
  await maya.get('/support?q=secret+words');
  await maya.get('/support/1');
  await maya.get('/support/1');
  await maya.submit('/', '/view/ending');
  const rows = await told('view.%');
  expect(rows.map(({ kind, data }) => data.page ?? kind)).toEqual([
    'view.opened',
    '/',
    '/support',
    '/support/1',
    'view.ended',
  ]);
  for (const row of rows) expect(row).toMatchObject({ actor_person_id: world.owner.id, subject_id: world.dana.id });
  expect(await whyEnded()).toEqual(['left']);
  const log = await maya.get('/audit');
  expect(log.text).toContain('looked at the portal as Dana Whitfield');
  expect(log.text).toContain('saw /support/1 as Dana Whitfield');
});

test('customers hear of it where colleagues are looked after, and nowhere when the business says so', async () => {
  await sql("update contacts set role = 'account_admin' where workspace_id = $1 and id = $2", world.viewer.id);
  await see();
  await maya.submit('/', '/view/ending');
  const luis = as(portal(), world.viewer);
  expect((await luis.get('/activity')).text).toContain('looked at the portal as Dana Whitfield');
  expect((await as(portal(), world.dana).get('/activity')).text).not.toContain('looked at the portal');
  expect((await maya.submit('/settings/view-as', '/settings/view-as', {})).status).toBe(303);
  await see();
  expect((await told('view.opened%')).map(({ kind, audience }) => `${kind} ${audience}`)).toEqual([
    'view.opened customer',
    'view.opened_quietly team',
  ]);
  expect((await luis.get('/activity')).text.match(/looked at the portal/g)).toHaveLength(1);
  const priya = as(portal(), world.agent);
  expect((await priya.get('/settings/view-as')).status).toBe(404);
});

test('who has no right for it begins no look, nor as somebody out of reach; control: with the right they do', async () => {
  const priya = as(portal(), world.agent);
  expect((await priya.get(pageOf(world.dana))).text).not.toContain('/view"');
  expect((await priya.get(`/customers/${world.accountId}/view`)).status).toBe(403);
  const { text } = await priya.get(pageOf(world.dana));
  const guard = hiddenFields(text, `${pageOf(world.dana)}/deactivation`)!;
  expect((await priya.postRaw(`${pageOf(world.dana)}/view`, guard)).status).toBe(403);
  await sql("update members set role = 'manager' where workspace_id = $1 and id = $2", world.agent.id);
  expect((await priya.postRaw(`/customers/${world.accountId}/contacts/${world.rival.id}/view`, guard)).status).toBe(
    404,
  );
  expect((await see(priya)).status).toBe(303);
});

test('beginning a look asks for a proof once the sign-in is some time ago', async () => {
  await sql("update sessions set created_at = now() - interval '1 hour' where workspace_id = $1");
  expect((await see()).status).toBe(422);
  expect(await told('view.opened')).toEqual([]);
});
