import { beforeEach, describe, expect, test } from 'vitest';
import { visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { endSessions, newWorld, type World } from '#test/world.ts';
import { eventsOf, givePassword, isIn, PASSWORD, sessionsOf, tryPassword, within } from './doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  await givePassword(portal(), world.dana);
});

test('a password opens the portal and leads to the page that was asked for', async () => {
  const dana = visitor(portal(), world);
  const turnedAway = await dana.get('/notifications');
  expect(turnedAway.location).toBe('/sign-in?next=%2Fnotifications');

  const answer = await tryPassword(dana, world.dana.email, PASSWORD, '/notifications');
  expect([answer.status, answer.location]).toEqual([303, '/notifications']);
  expect(await isIn(dana)).toBe(true);
  expect((await eventsOf(portal(), world, 'identity.signed_in')).map((event) => event.data.method)).toEqual([
    'password',
  ]);
});

test('the address may be written in capitals and with spaces around it', async () => {
  const dana = visitor(portal(), world);
  await tryPassword(dana, `  ${world.dana.email.toUpperCase()} `, PASSWORD);
  expect(await isIn(dana)).toBe(true);
});

test('the page works without scripts: one form, an address, and two ways on', async () => {
  const { text } = await visitor(portal(), world).get('/sign-in');
  expect(text).toContain('Sign in to Northwind Studio');
  expect(text).toMatch(/<form[^>]+action="\/sign-in\/password"/);
  expect(text).toMatch(/<button[^>]+formaction="\/sign-in\/link"/);
  expect(text).toContain('autocomplete="current-password"');
  expect(text).toContain('We reply within 2 hours.');
});

test('a wrong password keeps the address, never the password, and is written down for the team', async () => {
  const answer = await tryPassword(visitor(portal(), world), world.dana.email, 'not my password');
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('That email and password do not go together.');
  expect(answer.text).toContain(`value="${world.dana.email}"`);
  expect(answer.text).not.toContain('not my password');
  const [event] = await eventsOf(portal(), world, 'identity.sign_in_failed');
  expect(event).toMatchObject({ audience: 'team', data: { method: 'password', identity: world.dana.identityId } });
});

test('an empty form says what is missing beside each field', async () => {
  const answer = await tryPassword(visitor(portal(), world), '', '');
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('id="sign-in-email-error"');
  expect(answer.text).toContain('id="sign-in-password-error"');
});

test('whoever is signed in is led on from the sign-in page', async () => {
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  expect((await dana.get('/sign-in?next=/support')).location).toBe('/support');
});

test('somebody whose session has ended can sign in again, and is told that their words are kept', async () => {
  const dana = visitor(portal(), world);
  dana.cookies.set('portico_session', world.dana.token);
  await endSessions(portal().platform, world.dana);
  const page = await dana.get('/sign-in?next=%2Fsupport%2Fnew%3Fkept%3D1');
  expect(page.text).toContain('What you wrote is kept');
  expect((await dana.get('/sign-in?next=%2Fsupport%2Fnew')).text).not.toContain('What you wrote is kept');

  const answer = await tryPassword(dana, world.dana.email, PASSWORD, '/support/new?kept=1');
  expect(answer.location).toBe('/support/new?kept=1');
  expect(await isIn(dana)).toBe(true);
});

describe.each(['identity', 'contact'] as const)('when the %s is disabled', (who) => {
  test('the right password opens nothing and hears why, and a session that was open is over', async () => {
    const before = visitor(portal(), world);
    await tryPassword(before, world.dana.email, PASSWORD);
    expect(await isIn(before)).toBe(true);
    await within(portal(), world, (db) =>
      db
        .updateTable(who === 'identity' ? 'identities' : 'contacts')
        .set({ disabled_at: new Date() })
        .where('workspace_id', '=', world.workspaceId)
        .where('id', '=', who === 'identity' ? world.dana.identityId : world.dana.id)
        .execute(),
    );
    expect(await isIn(before)).toBe(false);
    const client = visitor(portal(), world);
    const answer = await tryPassword(client, world.dana.email, PASSWORD);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Your access to Northwind Studio has ended.');
    expect(await isIn(client)).toBe(false);
    const [event, ...others] = await eventsOf(portal(), world, 'identity.sign_in_failed');
    expect(event).toMatchObject({ audience: 'team', data: { method: 'password', identity: world.dana.identityId } });
    expect(others).toEqual([]);
    const wrong = await tryPassword(visitor(portal(), world), world.dana.email, `${PASSWORD}x`);
    expect(wrong.text).toContain('That email and password do not go together.');
  });
});

test('signing out ends the session everywhere it is known, and says so', async () => {
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const copy = visitor(portal(), world);
  copy.cookies.set('portico_session', dana.cookies.get('portico_session')!);
  expect(await isIn(copy)).toBe(true);

  const answer = await dana.submit('/notifications', '/sign-out');
  expect([answer.status, answer.location]).toEqual([303, '/sign-in']);
  expect(dana.cookies.has('portico_session')).toBe(false);
  expect((await dana.get('/sign-in')).text).toContain('You are signed out.');
  expect(await isIn(copy)).toBe(false);
  const [event] = await eventsOf(portal(), world, 'identity.signed_out');
  expect(event?.actor_identity_id).toBe(world.dana.identityId);
});

test('a session in use is touched, but not by every page', async () => {
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const seen = async () => (await sessionsOf(portal(), world.dana.identityId)).at(-1)!.seen_at.getTime();
  const long = Date.now() - 3_600_000;
  const old = () =>
    within(portal(), world, (db) =>
      db
        .updateTable('sessions')
        .set({ seen_at: new Date(long) })
        .where('workspace_id', '=', world.workspaceId)
        .execute(),
    );
  await old();
  await dana.get('/notifications');
  expect(await seen()).toBeGreaterThan(Date.now() - 60_000);
  await old();
  await dana.get('/notifications');
  expect(await seen()).toBe(long);
});

test('a page that follows what others do keeps no session alive; control: one that its reader asks for does', async () => {
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const long = Date.now() - 3_600_000;
  await within(portal(), world, (db) =>
    db
      .updateTable('sessions')
      .set({ seen_at: new Date(long) })
      .where('workspace_id', '=', world.workspaceId)
      .execute(),
  );
  const seen = async () => (await sessionsOf(portal(), world.dana.identityId)).at(-1)!.seen_at.getTime();
  expect((await dana.get('/notifications', { 'x-portico-refresh': 'live' })).status).toBe(200);
  expect(await seen()).toBe(long);
  await dana.get('/notifications');
  expect(await seen()).toBeGreaterThan(long);
});

test('preferences are kept, and lead back to the page they were chosen on', async () => {
  const dana = visitor(portal(), world);
  await tryPassword(dana, world.dana.email, PASSWORD);
  const chosen = await dana.submit('/notifications?view=all', '/preferences', { theme: 'dark' });
  expect([chosen.status, chosen.location]).toEqual([303, '/notifications?view=all']);
  expect((await dana.get('/notifications')).text).toContain('data-theme="dark"');

  await dana.submit('/notifications', '/preferences', { locale: 'de' });
  const page = (await dana.get('/notifications')).text;
  expect(page).toContain('lang="de"');
  expect(page).toContain('data-theme="dark"');

  const nonsense = await dana.submit('/notifications', '/preferences', { theme: '"><script>' });
  expect(nonsense.status).toBe(422);
  expect((await dana.get('/notifications')).text).toContain('data-theme="dark"');
});
