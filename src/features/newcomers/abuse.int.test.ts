import { beforeEach, expect, test } from 'vitest';
import { eventsOf, isIn, shapeOf } from '#features/identity/doors.testing.ts';
import { type Answer, as, untilAnswered, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  anHourLater,
  ask,
  contactsWith,
  everythingIn,
  mailsTo,
  proofFor,
  prove,
  RULES,
  setRules,
  vouchFor,
} from './newcomers.testing.ts';

const portal = usePortal();
let world: World;
let away: World;

beforeEach(async () => {
  world = await newWorld(portal());
  away = await newWorld(portal(), 'Lumen Cloud');
  await anHourLater(portal());
  await setRules(portal(), world);
});

const shape = async (email: string): Promise<ReturnType<typeof shapeOf>> =>
  shapeOf(await ask(visitor(portal(), world), email));

test('TRUST 22: signing up looks the same for an address of a customer, of the team, of another business, of nobody', async () => {
  await peek(portal().database, 'update identities set disabled_at = now() where id = $1', [world.viewer.identityId]);
  const nobody = await shape('nobody@bluefern.example');
  expect(nobody.status).toBe(303);
  for (const email of [world.dana.email, world.agent.email, world.viewer.email, away.dana.email]) {
    await peek(portal().database, 'delete from rate_limits');
    expect(await shape(email), email).toEqual(nobody);
  }
  const page = await visitor(portal(), world).get('/sign-up/sent');
  expect(page.text).not.toContain('@');
  // One row and one event each, with nothing that tells them apart.
  const events = await eventsOf(portal(), world, 'newcomer.asked');
  expect(events.map(({ data }) => data)).toEqual(Array.from({ length: 5 }, () => ({})));
});

test('TRUST 22, control: an answer that differs is found, and the mailbox is where the difference is told', async () => {
  const nobody = await shape('stranger@bluefern.example');
  expect(await shape('no address')).not.toEqual(nobody);
  await ask(visitor(portal(), world), world.dana.email);
  await ask(visitor(portal(), world), world.agent.email);
  await portal().workJobs();
  const kinds = async (email: string) => (await mailsTo(portal(), world, email)).map(({ kind }) => kind);
  expect(await kinds('stranger@bluefern.example')).toEqual(['newcomer.proof']);
  expect(await kinds(world.dana.email)).toEqual(['newcomer.known']);
  expect(await kinds(world.agent.email)).toEqual(['newcomer.known']);
});

test('TRUST 22: where only some domains may sign up, the door does not tell which: it would be a list of customers', async () => {
  await setRules(portal(), world, { mode: 'domains' });
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  expect(await shape('a@acme.example')).toEqual(await shape('a@unknown.example'));
});

test('TRUST 23: an address that is a list, is there twice, breaks the line or only looks like one: 400 or 422, and no mail', async () => {
  const stranger = visitor(portal(), world);
  const form = { ...(await stranger.form('/sign-up', '/sign-up')), name: 'N', company: 'C' };
  const statuses: number[] = [];
  for (const email of [
    ['a@fern.example', 'b@fern.example'],
    'a@fern.example\r\nBcc: b@fern.example',
    '"a b"@fern.example',
    'dаna@fern.example',
    'a@fern',
    '',
  ]) {
    statuses.push((await stranger.postRaw('/sign-up', { ...form, email } as never)).status);
  }
  statuses.push((await stranger.postRaw('/sign-up', { ...form, 'email[]': 'a@fern.example' })).status);
  expect(statuses).toEqual([400, 400, 422, 422, 422, 422, 400]);
  await portal().workJobs();
  expect(await peek(portal().database, 'select 1 from mails where workspace_id = $1', [world.workspaceId])).toEqual([]);
});

test('TRUST 23, control: the same form with an address is taken, and one mail goes out', async () => {
  await proofFor(portal(), world, 'a@fern.example');
  expect(await mailsTo(portal(), world, 'a@fern.example')).toHaveLength(1);
});

test('TRUST 40: whoever types a stranger’s address has them written to once an hour, from all portals together, in our words only', async () => {
  await setRules(portal(), away);
  const victim = 'victim@inbox.example';
  for (const at of [world, world, away]) {
    const evil = { name: 'WIN A PRIZE', company: 'visit evil.example now' };
    const answer = await ask(visitor(portal(), at), victim, evil);
    expect(answer.status).toBe(303);
  }
  await portal().workJobs();
  const mails = [...(await mailsTo(portal(), world, victim)), ...(await mailsTo(portal(), away, victim))];
  expect(mails).toHaveLength(1);
  expect(mails[0]!.text + mails[0]!.subject).not.toMatch(/PRIZE|evil/);
});

test('TRUST 40, control: without the count the second wish is written to as well', async () => {
  const victim = 'victim@inbox.example';
  await proofFor(portal(), world, victim);
  await anHourLater(portal());
  await proofFor(portal(), world, victim);
  expect(await mailsTo(portal(), world, victim)).toHaveLength(2);
});

test('TRUST 24: an address may be typed three times an hour, a network sixty times, whoever has it', async () => {
  const counted: number[] = [];
  for (let n = 0; n < 4; n += 1) counted.push((await ask(visitor(portal(), world), world.dana.email)).status);
  expect(counted).toEqual([303, 303, 303, 429]);
  await peek(portal().database, 'update rate_limits set used = 54 where used = (select max(used) from rate_limits)');
  const others: number[] = [];
  for (let n = 0; n < 7; n += 1) others.push((await ask(visitor(portal(), world), `n${n}@fern.example`)).status);
  expect(others).toEqual([303, 303, 303, 303, 303, 303, 429]);
  // Control: what refuses is the hour.
  await anHourLater(portal());
  expect((await ask(visitor(portal(), world), world.dana.email)).status).toBe(303);
});

test('TRUST 25: of many at once one link is used once; older links, late ones and those of another business open nothing', async () => {
  const older = await proofFor(portal(), world, 'noor@bluefern.example');
  await anHourLater(portal());
  const token = await proofFor(portal(), world, 'noor@bluefern.example');
  await setRules(portal(), away);
  expect((await visitor(portal(), away).get(`/sign-up/proof?token=${token}`)).status).toBe(410);
  const [stored] = await peek<{ all: string }>(
    portal().database,
    "select string_agg(s::text, ' ') as all from sign_ups s where workspace_id = $1",
    [world.workspaceId],
  );
  expect(stored!.all).not.toContain(token);
  const clients = Array.from({ length: 8 }, () => visitor(portal(), world));
  const forms = await Promise.all(clients.map((one) => one.form(`/sign-up/proof?token=${token}`, '/sign-up/proof')));
  await anHourLater(portal());
  const fields = { name: 'Noor', company: 'Blue Fern' };
  const done: Answer[] = await Promise.all(
    clients.map((one, at) => untilAnswered(() => one.postRaw('/sign-up/proof', { ...forms[at]!, ...fields }))),
  );
  expect(done.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 7 }, () => 410)]);
  expect(await contactsWith(portal(), world, 'noor@bluefern.example')).toHaveLength(1);
  expect((await visitor(portal(), world).get(`/sign-up/proof?token=${older}`)).status).toBe(410);
  const late = await proofFor(portal(), world, 'late@bluefern.example');
  await peek(
    portal().database,
    "update sign_ups set expires_at = now() - interval '1 second' where email = 'late@bluefern.example'",
  );
  expect((await visitor(portal(), world).get(`/sign-up/proof?token=${late}`)).status).toBe(410);
});

test('TRUST 25, control: a link that was not used, in time, here, opens the door', async () => {
  const noor = visitor(portal(), world);
  await prove(noor, await proofFor(portal(), world, 'noor@bluefern.example'));
  expect(await isIn(noor)).toBe(true);
});

/** What the mail says that comes for an address. */
async function answerFor(email: string): Promise<string | undefined> {
  await anHourLater(portal());
  await ask(visitor(portal(), world), email);
  await portal().workJobs();
  return (await mailsTo(portal(), world, email)).at(-1)?.kind;
}

test('TRUST 34: signing up brings nobody back who was sent away, closed or put away with their company, nor into the team', async () => {
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  const set = (sql: string, id: string) => peek(portal().database, sql, [id]);
  expect(await answerFor(world.agent.email)).toBe('newcomer.known');
  await set('update members set disabled_at = now() where id = $1', world.agent.id);
  expect(await answerFor(world.agent.email)).toBe('newcomer.nowhere');
  await set('update identities set disabled_at = now() where id = $1', world.dana.identityId);
  expect(await answerFor(world.dana.email)).toBe('newcomer.nowhere');
  await set('update accounts set archived_at = now() where id = $1', world.rivalAccountId);
  expect(await answerFor(world.rival.email)).toBe('newcomer.nowhere');
  expect(await answerFor('gone@forgotten.invalid')).toBe('newcomer.nowhere');
  // A domain whose customer was put away brings its people to no new one.
  await set('update accounts set archived_at = now() where id = $1', world.accountId);
  expect(await answerFor('new@acme.example')).toBe('newcomer.nowhere');
  const before = await everythingIn(portal(), world);
  await set('update accounts set archived_at = null where id = $1', world.accountId);
  // Control: with its customer back, the same address comes in.
  expect(await answerFor('new@acme.example')).toBe('newcomer.proof');
  expect(await everythingIn(portal(), world)).toEqual(before);
});

test('TRUST 34: an entry that goes on as another is nobody’s way in by signing up', async () => {
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email, role, continues_as)
     select workspace_id, gen_random_uuid(), account_id, name, 'old@acme.example', role, id from contacts where id = $1`,
    [world.dana.id],
  );
  expect(await answerFor('old@acme.example')).toBe('newcomer.nowhere');
  // Control: an address that is nobody's there comes in.
  expect(await answerFor('new@acme.example')).toBe('newcomer.proof');
});

test('TRUST 34: an invitation that was taken back lets nobody in by signing up; one that stands, or a new one, does', async () => {
  const owner = as(portal(), world.owner);
  const customer = `/customers/${world.accountId}`;
  const given = { contact_name: 'Lena Fox', email: 'lena@fox.example', title: '', role: 'account_admin', message: '' };
  await owner.submit(`${customer}/contacts/new`, `${customer}/contacts/new`, given);
  const [contact] = await peek<{ id: string }>(
    portal().database,
    'select id from contacts where workspace_id = $1 and email = $2',
    [world.workspaceId, given.email],
  );
  const page = `${customer}/contacts/${contact!.id}`;
  expect(await answerFor(given.email)).toBe('newcomer.proof');
  await anHourLater(portal());
  const early = await proofFor(portal(), world, given.email);
  const open = async () => (await visitor(portal(), world).get(`/sign-up/proof?token=${early}`)).status;
  expect(await open()).toBe(200);
  expect((await owner.submit(page, `${page}/invitation/revocation`)).status).toBe(303);
  expect(await answerFor(given.email)).toBe('newcomer.nowhere');
  // Nor does a link that was mailed before.
  expect(await open()).toBe(410);
  // The team may still say otherwise: by deciding, and by inviting them again.
  await setRules(portal(), world, { mode: 'moderated' });
  expect(await answerFor(given.email)).toBe('newcomer.proof');
  await setRules(portal(), world);
  await owner.submit(page, `${page}/invitation`);
  expect(await answerFor(given.email)).toBe('newcomer.proof');
});

test('TRUST 35: fields that are in no form of ours change nothing: role, account, state', async () => {
  const token = await proofFor(portal(), world, 'noor@bluefern.example', {
    role: 'owner',
    account_id: world.accountId,
  });
  await prove(visitor(portal(), world), token, {
    role: 'owner',
    account: world.accountId,
    email: world.owner.email,
    way: 'team',
  });
  expect(await contactsWith(portal(), world, 'noor@bluefern.example')).toMatchObject([
    { account: 'Blue Fern', role: RULES.first_role },
  ]);
});

test('the answer speaks for the portal they asked at, and leads there, whichever one it was decided at', async () => {
  const host = `two-${crypto.randomUUID().slice(0, 8)}.example`;
  await peek(
    portal().database,
    'insert into portals (workspace_id, id, host, is_primary, verified_at) values ($1, gen_random_uuid(), $2, false, now())',
    [world.workspaceId, host],
  );
  await setRules(portal(), world, { mode: 'moderated' });
  for (const one of ['ada', 'ben']) {
    await prove(visitor(portal(), world), await proofFor(portal(), world, `${one}@bluefern.example`));
  }
  const paths = await peek<{ path: string }>(
    portal().database,
    "select '/newcomers/' || id as path from sign_ups where workspace_id = $1 order by email",
    [world.workspaceId],
  );
  const [yesTo, noTo] = paths.map(({ path }) => path) as [string, string];
  await peek(portal().database, 'update sign_ups set host = $2 where workspace_id = $1', [world.workspaceId, host]);
  const owner = as(portal(), world.owner);
  expect(
    (await owner.submit(yesTo, `${yesTo}/acceptance`, { account: '', company: 'Blue Fern', role: 'viewer' })).status,
  ).toBe(303);
  expect((await owner.submit(noTo, `${noTo}/refusal`, { reason: '' })).status).toBe(303);
  await portal().workJobs();
  for (const one of ['ada', 'ben']) {
    const mail = (await mailsTo(portal(), world, `${one}@bluefern.example`)).at(-1)!;
    expect([one, mail.text.includes(host), mail.text.includes(world.host)]).toEqual([one, true, false]);
  }
});

test('a known domain whose people are not brought to its customer is still known: the team decides, and there is no second customer', async () => {
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  await setRules(portal(), world, { mode: 'domains', attaches: '' });
  const asks = await proofFor(portal(), world, 'ada@acme.example');
  expect((await prove(visitor(portal(), world), asks)).location).toBe('/sign-up/waiting');
  // Control: brought to it, they are in.
  await setRules(portal(), world, { mode: 'domains' });
  const comes = await proofFor(portal(), world, 'ben@acme.example');
  await prove(visitor(portal(), world), comes);
  expect((await contactsWith(portal(), world, 'ben@acme.example'))[0]?.account).toBe('Acme Robotics');
});
