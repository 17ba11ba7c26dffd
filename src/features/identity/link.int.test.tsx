import { beforeEach, expect, test } from 'vitest';
import { untilAnswered, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  askForLinkTo,
  eventsOf,
  givePassword,
  invite,
  isIn,
  linkTo,
  mailsTo,
  sessionsOf,
  shapeOf,
  spend,
  tokenIn,
  within,
} from './doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

test('a link is mailed to the address, leads to a page, and its button signs in', async () => {
  const { answer, mails } = await askForLinkTo(portal(), world, world.dana.email, '/support?view=all');
  expect(answer.status).toBe(303);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ kind: 'identity.sign_in_link', subject: 'Sign in to Northwind Studio' });
  const path = new RegExp(`${world.origin}(/sign-in/link\\S+)`).exec(mails[0]!.text)![1]!;

  const dana = visitor(portal(), world);
  const page = await dana.get(path);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Welcome back, Dana');
  expect(page.text.replaceAll('<wbr/>', '')).toContain(world.dana.email);
  const entered = await dana.submit(path, '/sign-in/link/session');
  expect([entered.status, entered.location]).toEqual([303, '/support?view=all']);
  expect(await isIn(dana)).toBe(true);
  expect((await sessionsOf(portal(), world.dana.identityId)).at(-1)?.method).toBe('link');
  const [event] = await eventsOf(portal(), world, 'identity.signed_in');
  expect(event).toMatchObject({ actor_identity_id: world.dana.identityId, data: { method: 'link' } });
});

test('the page after asking names the address that was typed, and only because we sealed it', async () => {
  const { answer } = await askForLinkTo(portal(), world, world.dana.email);
  const asked = visitor(portal(), world);
  expect((await asked.get(answer.location!)).text).toContain(world.dana.email);
  const forged = await asked.get('/sign-in/sent?to=evil@example.com');
  expect(forged.status).toBe(200);
  expect(forged.text).not.toContain('evil');
  expect(forged.text).toContain('If your address may sign in here');
});

test('TRUST 25: opening a link uses nothing up, however often, and pressing its button does', async () => {
  const token = await linkTo(portal(), world.dana);
  const scanner = visitor(portal(), world);
  for (let time = 0; time < 5; time++) expect((await scanner.get(`/sign-in/link?token=${token}`)).status).toBe(200);
  expect(scanner.cookies.has('portico_session')).toBe(false);

  const dana = visitor(portal(), world);
  expect((await spend(dana, token)).status).toBe(303);
  const again = await scanner.get(`/sign-in/link?token=${token}`);
  expect([again.status, again.text.includes('action="/sign-in/link"')]).toEqual([410, true]);
  // Where it let somebody in it needs no other one.
  const inside = await dana.get(`/sign-in/link?token=${token}`);
  expect([inside.status, inside.text.includes('you are signed in as Dana')]).toEqual([410, true]);
  expect(inside.text).not.toContain('action="/sign-in/link"');
});

test('TRUST 25: of fifty who use a link at once, one gets in', { timeout: 90_000 }, async () => {
  const before = (await sessionsOf(portal(), world.dana.identityId)).length;
  const token = await linkTo(portal(), world.dana);
  const form = await visitor(portal(), world).form(`/sign-in/link?token=${token}`, '/sign-in/link/session');
  const race = () => visitor(portal(), world).postRaw('/sign-in/link/session', form);
  const answers = await Promise.all(Array.from({ length: 50 }, () => untilAnswered(race)));

  const statuses = answers.map((answer) => answer.status).sort();
  expect(statuses).toEqual([303, ...Array(49).fill(410)]);
  expect(
    answers.filter((answer) => answer.headers.getSetCookie().some((one) => one.startsWith('portico_session'))),
  ).toHaveLength(1);
  expect(await sessionsOf(portal(), world.dana.identityId)).toHaveLength(before + 1);
});

test('TRUST 25, control: five links used at once are five sessions', async () => {
  const people = [world.dana, world.viewer, world.rival, world.owner, world.agent];
  const forms: Record<string, string>[] = [];
  for (const one of people) {
    const page = `/sign-in/link?token=${await linkTo(portal(), one)}`;
    forms.push(await visitor(portal(), world).form(page, '/sign-in/link/session'));
  }
  const answers = await Promise.all(
    forms.map((form) => untilAnswered(() => visitor(portal(), world).postRaw('/sign-in/link/session', form))),
  );
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303]);
});

test('TRUST 25: a link runs out, and its page offers a new one', async () => {
  const token = await linkTo(portal(), world.dana);
  const form = await visitor(portal(), world).form(`/sign-in/link?token=${token}`, '/sign-in/link/session');
  await within(portal(), world, (db) =>
    db
      .updateTable('verifications')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('workspace_id', '=', world.workspaceId)
      .execute(),
  );
  const late = visitor(portal(), world);
  const page = await late.get(`/sign-in/link?token=${token}`);
  expect(page.status).toBe(410);
  expect(page.text).toContain('This link no longer works');
  expect(page.text).toMatch(/<form[^>]+action="\/sign-in\/link"/);
  expect((await late.postRaw('/sign-in/link/session', form)).status).toBe(410);
  expect(await isIn(late)).toBe(false);
});

test('TRUST 25: only a hash of the token is stored', async () => {
  const token = await linkTo(portal(), world.dana);
  const rows = await within(portal(), world, (db) => db.selectFrom('verifications').selectAll().execute());
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(token);
  // The control: what it is bound to does stand there.
  expect(JSON.stringify(rows)).toContain(world.dana.identityId);
});

test('TRUST 25: a link is worthless once the address has become another one, even if somebody else has it now', async () => {
  const [kept, lost] = [await linkTo(portal(), world.viewer), await linkTo(portal(), world.dana)];
  const rename = (id: string, email: string) =>
    within(portal(), world, (db) =>
      db
        .updateTable('identities')
        .set({ email })
        .where('workspace_id', '=', world.workspaceId)
        .where('id', '=', id)
        .execute(),
    );
  await rename(world.dana.identityId, 'dana.new@acme.example');
  await rename(world.rival.identityId, world.dana.email);
  const thief = visitor(portal(), world);
  expect((await spend(thief, lost)).status).toBe(410);
  expect(await isIn(thief)).toBe(false);
  expect((await spend(visitor(portal(), world), kept)).status).toBe(303);
});

test('TRUST 25: a link is worthless once the password has changed, or another link was used', async () => {
  const [first, second] = [await linkTo(portal(), world.dana), await linkTo(portal(), world.dana)];
  expect((await spend(visitor(portal(), world), second)).status).toBe(303);
  expect((await visitor(portal(), world).get(`/sign-in/link?token=${first}`)).status).toBe(410);

  const third = await linkTo(portal(), world.dana);
  expect((await visitor(portal(), world).get(`/sign-in/link?token=${third}`)).status).toBe(200);
  await givePassword(portal(), world.dana);
  expect((await visitor(portal(), world).get(`/sign-in/link?token=${third}`)).status).toBe(410);
});

test('TRUST 16: a link and an invitation of one workspace are nothing at another', async () => {
  const other = await newWorld(portal(), 'Lumen Energy');
  const token = await linkTo(portal(), world.dana);
  const invitation = await invite(portal(), world.owner);
  const nonsense = 'A'.repeat(43);
  const shape = async (path: string) => shapeOf(await visitor(portal(), other).get(path));
  expect(await shape(`/sign-in/link?token=${token}`)).toEqual(await shape(`/sign-in/link?token=${nonsense}`));
  expect(await shape(`/invitation?token=${invitation.token}`)).toEqual(await shape(`/invitation?token=${nonsense}`));

  const form = { ...(await visitor(portal(), other).form('/sign-in', '/sign-in/password')), name: 'Nora' };
  const there = visitor(portal(), other);
  expect((await there.postRaw('/sign-in/link/session', { ...form, token })).status).toBe(410);
  expect((await there.postRaw('/invitation', { ...form, token: invitation.token })).status).toBe(410);
  // The control: at home both still work.
  expect((await spend(visitor(portal(), world), token)).status).toBe(303);
  expect((await visitor(portal(), world).get(`/invitation?token=${invitation.token}`)).status).toBe(200);
});

test('TRUST 13: a link leads to the portal it was asked at, whatever the request claims to have come through', async () => {
  const other = await newWorld(portal(), 'Lumen Energy');
  const client = visitor(portal(), world);
  const form = await client.form('/sign-in', '/sign-in/password');
  await client.postRaw(
    '/sign-in/link',
    { ...form, email: world.dana.email },
    { 'x-forwarded-host': `${other.host}:3000` },
  );
  await portal().workJobs();
  const [mail] = await mailsTo(portal(), world, world.dana.email);
  const { html, text } = mail!;
  expect(text).toContain(`${world.origin}/sign-in/link?token=${tokenIn(mail)}`);
  expect(html + text).not.toContain(other.host);
});

test('a link for somebody else ends the session that this browser had, after saying so', async () => {
  const token = await linkTo(portal(), world.dana);
  const browser = visitor(portal(), world);
  browser.cookies.set('portico_session', world.agent.token);
  const page = await browser.get(`/sign-in/link?token=${token}`);
  expect(page.text).toContain('You are signed in as Priya Raman in this browser');
  expect((await spend(browser, token)).status).toBe(303);
  const agent = visitor(portal(), world);
  agent.cookies.set('portico_session', world.agent.token);
  expect(await isIn(agent)).toBe(false);
  expect((await browser.get('/notifications')).text).toContain('Dana Whitfield');
});
