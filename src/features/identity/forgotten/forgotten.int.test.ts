import { beforeEach, expect, test } from 'vitest';
import { as, type Client, untilAnswered, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectSaml } from '#test/idp/connect.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import {
  eventsOf,
  givePassword,
  isIn,
  linkTo,
  mailsTo,
  PASSWORD,
  sessionsOf,
  shapeOf,
  spend,
  tokenIn,
  tryPassword,
} from '../doors.testing.ts';
import { danaWithApp } from '../second-step.testing.ts';

const portal = usePortal();
const NEXT = 'a lamp under the river';
const ASK = '/sign-in/password/forgotten';
const SET = '/sign-in/password/new';
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

/** Asks for a link as a person does, and lets the worker send it. */
async function ask(email: string) {
  const client = visitor(portal(), world);
  const answer = await client.submit(ASK, ASK, { email });
  await portal().workJobs();
  const mails = await mailsTo(portal(), world, email);
  return { answer, client, mails: mails.filter(({ kind }) => kind === 'identity.password_link') };
}

const tokenFor = async ({ email }: Actor): Promise<string> => tokenIn((await ask(email)).mails.at(-1));

const set = (client: Client, token: string, password = NEXT) =>
  client.submit(`${SET}?token=${token}`, SET, { password });

const opens = async ({ email }: Actor, password: string): Promise<boolean> =>
  (await tryPassword(visitor(portal(), world), email, password)).status === 303;

/** What is left for customers to come in by. */
const leave = (...ways: string[]) =>
  as(portal(), world.owner).submit('/settings/sign-in', '/settings/sign-in', {
    ...Object.fromEntries(['password', 'link', 'code', 'passkey'].map((way) => [`member_${way}`, 'on'])),
    ...Object.fromEntries(ways.map((way) => [`contact_${way}`, 'on'])),
    member_remember: '30',
    contact_remember: '7',
    longest: '24',
    idle: '60',
    anyway: 'on',
  });

test('whoever has forgotten their password sets another one by a link from their mailbox, and everybody who was in with the old one is out', async () => {
  await givePassword(portal(), world.dana);
  const before = visitor(portal(), world);
  await tryPassword(before, world.dana.email, PASSWORD);
  expect((await visitor(portal(), world).get('/sign-in')).text).toContain(`href="${ASK}"`);

  const { answer, client, mails } = await ask(world.dana.email);
  expect((await client.get(answer.location!)).text).toContain('a link to set a new password is on its way');
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject: `Set a new password for ${world.name}` });
  const token = tokenIn(mails[0]);
  const page = await client.get(`${SET}?token=${token}`);
  expect(page.text).toContain('A new password, Dana');
  const short = await set(client, token, 'short');
  expect([short.status, short.text.includes('At least 10 characters')]).toEqual([422, true]);
  expect((await set(client, token, 'danawhitfield')).status).toBe(422);
  const done = await set(client, token);
  expect([done.status, done.location]).toEqual([303, '/']);
  expect([await isIn(client), await isIn(before)]).toEqual([true, false]);
  expect([await opens(world.dana, PASSWORD), await opens(world.dana, NEXT)]).toEqual([false, true]);

  await portal().workJobs();
  const told = (await mailsTo(portal(), world, world.dana.email)).filter((one) =>
    one.kind.endsWith('password_changed'),
  );
  expect(told).toHaveLength(1);
  expect(told[0]!.text).toContain('Forgot your password?');
  const [event] = await eventsOf(portal(), world, 'identity.password_changed');
  expect(event).toMatchObject({ actor_identity_id: world.dana.identityId, data: { by: 'mail' } });
  const log = (await as(portal(), world.owner).get('/audit')).text;
  expect(log).toContain('with a link from their mailbox');
});

test('where only passwords are on, the button of the sign-in page for letters brings such a link, and the page names it', async () => {
  await givePassword(portal(), world.dana);
  await leave('password');
  const client = visitor(portal(), world);
  const form = await client.form('/sign-in', '/sign-in/password');
  await client.postRaw('/sign-in/link', { ...form, email: world.dana.email });
  await portal().workJobs();
  const [mail] = (await mailsTo(portal(), world, world.dana.email)).filter(
    (one) => one.kind === 'identity.password_link',
  );
  expect(mail!.text).toContain('you sign in another way: with your password');
  // Whoever asked for just that is told of no other way.
  expect((await ask(world.dana.email)).mails.at(-1)!.text).not.toContain('another way');
  expect((await set(client, tokenIn(mail))).status).toBe(303);
  expect(await isIn(client)).toBe(true);
});

test('TRUST 22: asking gets the same answer for any address; control: a mail goes to the known one only', async () => {
  const [somebody, nobody] = [await ask(world.dana.email), await ask(`nobody@${world.host}.example`)];
  expect(shapeOf(somebody.answer)).toEqual(shapeOf(nobody.answer));
  const pages = [];
  for (const { client, answer } of [somebody, nobody]) pages.push(shapeOf(await client.get(answer.location!)));
  const plain = pages.map((page) => page.text.replaceAll('<wbr/>', ''));
  expect(plain[0]!.replaceAll(world.dana.email, '…')).toBe(plain[1]!.replaceAll(`nobody@${world.host}.example`, '…'));
  expect([somebody.mails.length, nobody.mails.length]).toEqual([1, 0]);
});

test('TRUST 24: five letters an hour for one address; control: another address is not held up', async () => {
  const client = visitor(portal(), world);
  const form = await client.form(ASK, ASK);
  const statuses = [];
  for (let n = 0; n < 6; n++) statuses.push((await client.postRaw(ASK, { ...form, email: world.dana.email })).status);
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  expect((await client.postRaw(ASK, { ...form, email: world.viewer.email })).status).toBe(303);
});

test('TRUST 25: opening the link uses nothing up, setting a password does, once; control: what it set is what opens', {
  timeout: 90_000,
}, async () => {
  const token = await tokenFor(world.dana);
  const scanner = visitor(portal(), world);
  for (let time = 0; time < 5; time++) expect((await scanner.get(`${SET}?token=${token}`)).status).toBe(200);
  expect(scanner.cookies.has('portico_session')).toBe(false);
  const form = await scanner.form(`${SET}?token=${token}`, SET);
  const race = (password: string) => untilAnswered(() => visitor(portal(), world).postRaw(SET, { ...form, password }));
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => race(`${NEXT} ${n}`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(9).fill(410)]);
  expect(await opens(world.dana, `${NEXT} ${answers.findIndex(({ status }) => status === 303)}`)).toBe(true);
  const again = await scanner.get(`${SET}?token=${token}`);
  expect([again.status, again.text.includes(`href="${ASK}"`)]).toEqual([410, true]);
});

test('TRUST 25: the link holds for half an hour, and only its hash is stored; control: until then it does', async () => {
  const token = await tokenFor(world.dana);
  const kept = await peek(portal().database, 'select * from verifications where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(token);
  const older = (minutes: number) =>
    peek(
      portal().database,
      'update verifications set expires_at = expires_at - make_interval(mins => $2) where workspace_id = $1',
      [world.workspaceId, minutes],
    );
  const client = visitor(portal(), world);
  const form = await client.form(`${SET}?token=${token}`, SET);
  await older(25);
  expect((await client.get(`${SET}?token=${token}`)).status).toBe(200);
  await older(5);
  expect((await client.get(`${SET}?token=${token}`)).status).toBe(410);
  expect((await client.postRaw(SET, { ...form, password: NEXT })).status).toBe(410);
  expect(await opens(world.dana, NEXT)).toBe(false);
});

test('TRUST 25: whoever has come in meanwhile, or has another password or address, has ended it; control: it opens before', async () => {
  const ended = async (meanwhile: (token: string) => Promise<unknown>) => {
    const token = await tokenFor(world.dana);
    const client = visitor(portal(), world);
    expect((await client.get(`${SET}?token=${token}`)).status).toBe(200);
    await meanwhile(token);
    return (await client.get(`${SET}?token=${token}`)).status;
  };
  expect(await ended(async () => spend(visitor(portal(), world), await linkTo(portal(), world.dana)))).toBe(410);
  expect(await ended(() => givePassword(portal(), world.dana))).toBe(410);
  const move = 'update identities set email = $2 where id = $1';
  const other = (email: string) => peek(portal().database, move, [world.dana.identityId, email]);
  expect(await ended(() => other('dana@elsewhere.example'))).toBe(410);
});

test('TRUST 16: a link of one business is nothing at another, and opens no session; control: at home it is a page', async () => {
  const token = await tokenFor(world.dana);
  const other = await newWorld(portal(), 'Lumen Energy');
  expect((await visitor(portal(), other).get(`${SET}?token=${token}`)).status).toBe(410);
  const link = await visitor(portal(), world).get(`/sign-in/link?token=${token}`);
  expect(link.status).toBe(410);
  expect((await visitor(portal(), world).get(`${SET}?token=${await linkTo(portal(), world.viewer)}`)).status).toBe(410);
  expect((await visitor(portal(), world).get(`${SET}?token=${token}`)).status).toBe(200);
});

test('TRUST 27: the second step stands behind a new password, too; control: without an app they are in', async () => {
  const own = await danaWithApp(portal());
  world = own.world;
  const client = visitor(portal(), world);
  expect((await set(client, await tokenFor(world.dana))).location).toBe('/sign-in/step');
  expect(await isIn(client)).toBe(false);
  const open = (await sessionsOf(portal(), world.dana.identityId)).filter((one) => !one.revoked_at);
  expect(open).toEqual([]);
  const viewer = visitor(portal(), world);
  expect((await set(viewer, await tokenFor(world.viewer))).location).toBe('/');
});

test('TRUST 29: who must come in by their company gets no such link, and one from before opens nothing; control: when it is not required', async () => {
  const token = await tokenFor(world.dana);
  const domain = world.dana.email.split('@')[1]!;
  const id = await connectSaml(portal(), world, { accountId: world.accountId, domains: [domain], required: true });
  expect((await visitor(portal(), world).get(`${SET}?token=${token}`)).status).toBe(410);
  expect((await ask(world.dana.email)).mails).toHaveLength(1);
  await peek(portal().database, 'update sso_connections set required_at = null where id = $1', [id]);
  expect((await visitor(portal(), world).get(`${SET}?token=${token}`)).status).toBe(200);
  expect((await ask(world.dana.email)).mails).toHaveLength(2);
});

test('whose passwords are off is mailed their usual way in; a link from before they were opens nothing', async () => {
  const token = await tokenFor(world.dana);
  await leave('link', 'code');
  expect((await visitor(portal(), world).get(`${SET}?token=${token}`)).status).toBe(410);
  expect((await ask(world.dana.email)).mails).toHaveLength(1);
  const mails = await mailsTo(portal(), world, world.dana.email);
  expect(mails.at(-1)!.kind).toBe('identity.sign_in_link');
});

test('the team has such a link mailed to somebody; control: who may not look after people does not', async () => {
  const page = `/people/${world.dana.id}/sign-in`;
  const path = `/people/${world.dana.id}/password`;
  const maya = as(portal(), world.owner);
  expect((await maya.submit(page, path)).location).toBe(page);
  await portal().workJobs();
  const [mail] = (await mailsTo(portal(), world, world.dana.email)).filter(
    (one) => one.kind === 'identity.password_link',
  );
  expect((await set(visitor(portal(), world), tokenIn(mail))).status).toBe(303);
  await peek(portal().database, "update members set role = 'viewer' where id = $1", [world.agent.id]);
  const agent = as(portal(), world.agent);
  const form = await agent.form('/account', '/preferences');
  expect([(await agent.get(page)).status, (await agent.postRaw(path, form)).status]).toEqual([404, 404]);
});
