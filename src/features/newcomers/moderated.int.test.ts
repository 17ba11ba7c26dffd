import { beforeEach, expect, test } from 'vitest';
import { isIn, tokenIn } from '#features/identity/doors.testing.ts';
import { as, visitor } from '#test/client.ts';
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
  setRules,
  vouchFor,
} from './newcomers.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  await anHourLater(portal());
  await setRules(portal(), world, { mode: 'moderated' });
});

/** Asks, proves, and waits: the path of the team's page about them. */
async function newcomer(email = 'noor@bluefern.example'): Promise<string> {
  const token = await proofFor(portal(), world, email);
  const done = await prove(visitor(portal(), world), token);
  expect([done.status, done.location]).toEqual([303, '/sign-up/waiting']);
  const [row] = await peek<{ id: string }>(
    portal().database,
    'select id from sign_ups where workspace_id = $1 and email = $2 and proved_at is not null',
    [world.workspaceId, email],
  );
  return `/newcomers/${row!.id}`;
}

const yes = { account: '', company: 'Blue Fern', role: 'contributor' };

test('who asks waits for the team, and is nobody before: told in the portal, by mail and by a badge', async () => {
  const before = await everythingIn(portal(), world);
  const path = await newcomer();
  expect(await everythingIn(portal(), world)).toEqual(before);
  await portal().workJobs();
  const mails = (await mailsTo(portal(), world, world.agent.email)).filter(({ kind }) => kind === 'newcomer.waiting');
  expect(mails[0]?.text).toContain('noor@bluefern.example');
  const agent = as(portal(), world.agent);
  const inbox = await agent.get('/inbox');
  expect(inbox.text).toContain('href="/newcomers"');
  expect((await agent.get('/newcomers')).text).toContain(path);
  // Asking twice is asking once.
  await anHourLater(portal());
  const again = await proofFor(portal(), world, 'noor@bluefern.example');
  expect((await prove(visitor(portal(), world), again)).location).toBe('/sign-up/waiting');
  expect((await agent.get('/newcomers')).text.match(/id="newcomer-/g)).toHaveLength(1);
});

test('yes: into a customer that is there, which their domain suggests, with a role; told by mail, and the way in is an invitation', async () => {
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  const path = await newcomer('noor@acme.example');
  const owner = as(portal(), world.owner);
  const page = await owner.get(path);
  expect(page.text).toMatch(new RegExp(`<option value="${world.accountId}" selected`));
  const done = await owner.submit(path, `${path}/acceptance`, { ...yes, account: world.accountId });
  expect([done.status, done.location]).toEqual([303, '/newcomers']);
  await portal().workJobs();
  const mail = (await mailsTo(portal(), world, 'noor@acme.example')).at(-1);
  expect(mail).toMatchObject({ kind: 'invitation.sent', subject: 'You are welcome at Northwind Studio' });
  const noor = visitor(portal(), world);
  await noor.submit(`/invitation?token=${tokenIn(mail as never)}`, '/invitation', { name: 'Noor Haddad' });
  expect(await isIn(noor)).toBe(true);
  expect(await contactsWith(portal(), world, 'noor@acme.example')).toMatchObject([
    { account: 'Acme Robotics', role: 'contributor' },
  ]);
  expect((await owner.get('/newcomers')).text).toContain('Nobody waits');
});

test('yes: as a new customer, by whoever may add one; somebody else chooses one that is there', async () => {
  const path = await newcomer();
  const agent = as(portal(), world.agent);
  expect((await agent.get(path)).text).not.toContain('A new customer');
  const refused = await agent.submit(path, `${path}/acceptance`, yes);
  expect([refused.status, refused.text.includes('Choose the customer.')]).toEqual([422, true]);
  // Whoever asked in German is let in in German.
  await peek(portal().database, "update sign_ups set locale = 'de' where workspace_id = $1", [world.workspaceId]);
  await as(portal(), world.owner).submit(path, `${path}/acceptance`, { ...yes, company: 'Blue Fern Ltd' });
  await portal().workJobs();
  const mail = (await mailsTo(portal(), world, 'noor@bluefern.example')).at(-1);
  expect(mail?.subject).toBe('Willkommen bei Northwind Studio');
  const [made] = await peek<{ short_name: string }>(
    portal().database,
    "select short_name from accounts where workspace_id = $1 and name = 'Blue Fern Ltd'",
    [world.workspaceId],
  );
  expect(made?.short_name).toBe('Blue Fern');
});

test('no: with a few words or none, told by mail; written down, and they may ask again', async () => {
  const path = await newcomer();
  const owner = as(portal(), world.owner);
  await owner.submit(path, `${path}/refusal`, { reason: 'We only work with companies in Seattle.' });
  await portal().workJobs();
  const mail = (await mailsTo(portal(), world, 'noor@bluefern.example')).at(-1);
  expect(mail?.kind).toBe('newcomer.declined');
  expect(mail?.text).toContain('We only work with companies in Seattle.');
  const kinds = await peek<{ kind: string; actor_person_id: string | null }>(
    portal().database,
    "select kind, actor_person_id from events where workspace_id = $1 and kind like 'newcomer.%' order by seq desc limit 1",
    [world.workspaceId],
  );
  expect(kinds).toEqual([{ kind: 'newcomer.declined', actor_person_id: world.owner.id }]);
  await anHourLater(portal());
  await newcomer();
});

test('the notices of the other deciders lead to what was decided, by whom and when, and wait for nobody any more', async () => {
  const [priya, maya] = [as(portal(), world.agent), as(portal(), world.owner)];
  const unread = async () =>
    (
      await peek(
        portal().database,
        `select 1 from notifications where workspace_id = $1 and identity_id = $2 and kind = 'newcomer.waiting'
           and read_at is null`,
        [world.workspaceId, world.agent.identityId],
      )
    ).length;
  const [path, other] = [await newcomer(), await newcomer('ada@other.example')];
  await portal().workJobs();
  const form = await priya.form(path, `${path}/acceptance`);
  expect([await unread(), (await priya.get(path)).text.includes('accept-form')]).toEqual([2, true]);
  await maya.submit(path, `${path}/acceptance`, yes);
  await maya.submit(other, `${other}/refusal`, { reason: 'Not this year.' });
  expect(await unread()).toBe(0);
  expect((await priya.get('/notifications')).text).toContain(`href="${path}"`);
  const accepted = await priya.get(path);
  for (const words of ['Noor Haddad', 'they were let in', 'Maya Lindqvist', '<time', 'Blue Fern'])
    expect(accepted.text).toContain(words);
  expect(accepted.text).not.toContain('accept-form');
  const contact = /href="(\/customers\/[\w-]+\/contacts\/[\w-]+)"/.exec(accepted.text)![1]!;
  expect((await priya.get(contact)).text).toContain('Noor Haddad');
  // A form that is older than the decision, right or wrong, comes too late.
  for (const typed of [yes, { ...yes, company: '' }]) {
    const late = { ...form, ...typed, _once: crypto.randomUUID() };
    expect((await priya.postRaw(`${path}/acceptance`, late)).status).toBe(409);
  }
  const declined = await priya.get(other);
  for (const words of ['ada@other.example', 'they were not let in', 'Maya Lindqvist', 'Not this year.'])
    expect(declined.text).toContain(words);
  expect(declined.text).not.toContain('Noor Haddad');
  await peek(portal().database, "update members set role = 'viewer' where id = $1", [world.agent.id]);
  expect((await priya.get(path)).status).toBe(404);
});

test('TRUST 63: two who decide at once: one does, and the other hears that it is done', async () => {
  const path = await newcomer();
  const [maya, priya] = [as(portal(), world.owner), as(portal(), world.agent)];
  const [one, two] = await Promise.all([maya.form(path, `${path}/acceptance`), priya.form(path, `${path}/refusal`)]);
  const accepting = maya.postRaw(`${path}/acceptance`, { ...one, ...yes, account: world.accountId });
  const done = await Promise.all([accepting, priya.postRaw(`${path}/refusal`, { ...two, reason: '' })]);
  expect(done.map(({ status }) => status).sort()).toEqual([303, 409]);
  const rows = await peek(
    portal().database,
    'update sign_ups set decided_at = null, decision = null where workspace_id = $1 and decided_at is not null returning 1',
    [world.workspaceId],
  );
  expect(rows).toHaveLength(1);
  const again = await priya.postRaw(`${path}/refusal`, { ...two, _once: crypto.randomUUID(), reason: '' });
  expect(again.status, 'control: with nothing decided any more it is').toBe(303);
});

test('TRUST 35: who may not invite, or sees some customers only, neither sees who waits nor decides', async () => {
  const path = await newcomer();
  const agent = as(portal(), world.agent);
  const form = await agent.form(path, `${path}/acceptance`);
  const given = { ...form, ...yes, account: world.accountId };
  const asRole = (role: string) =>
    peek(portal().database, 'update members set role = $2 where id = $1', [world.agent.id, role]);
  await asRole('viewer');
  for (const page of ['/newcomers', path]) expect((await agent.get(page)).status).toBe(404);
  expect((await agent.postRaw(`${path}/acceptance`, given)).status).toBe(404);
  expect((await agent.get('/inbox')).text).not.toContain('/newcomers');
  expect((await as(portal(), world.dana).get(path)).status).toBe(404);
  expect((await as(portal(), (await newWorld(portal())).owner).get(path)).status).toBe(404);
  // The control: with the right the same form is taken.
  await asRole('agent');
  expect((await agent.postRaw(`${path}/acceptance`, given)).status).toBe(303);
});

test('nobody is let in to where they were sent away from, are already, or work', async () => {
  const path = await newcomer();
  const owner = as(portal(), world.owner);
  const tries = async (email: string) => {
    await peek(portal().database, 'update sign_ups set email = $2 where workspace_id = $1', [world.workspaceId, email]);
    return (await owner.submit(path, `${path}/acceptance`, { ...yes, account: world.accountId })).text;
  };
  expect(await tries(world.dana.email)).toContain('They are at this customer already.');
  expect(await tries(world.agent.email)).toContain('somebody on your team');
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.viewer.id]);
  expect(await tries(world.viewer.email)).toContain('it was taken away');
});

test('what nobody proved in time, and what was decided long ago, goes; somebody who is forgotten takes it along', async () => {
  await ask(visitor(portal(), world), 'never@bluefern.example');
  const path = await newcomer();
  const { housekeeping } = await import('#app/housekeeping.ts');
  const left = () =>
    peek<{ email: string }>(portal().database, 'select email::text from sign_ups where workspace_id = $1', [
      world.workspaceId,
    ]);
  await peek(portal().database, "update sign_ups set expires_at = now() - interval '2 days' where workspace_id = $1", [
    world.workspaceId,
  ]);
  await portal().workJobs();
  const notices = async () =>
    (
      await peek(
        portal().database,
        "select 1 from notifications where workspace_id = $1 and kind = 'newcomer.waiting'",
        [world.workspaceId],
      )
    ).length;
  await housekeeping[0]!.run(portal().platform);
  expect(await left()).toEqual([{ email: 'noor@bluefern.example' }]);
  expect(await notices()).toBeGreaterThan(0);
  await as(portal(), world.owner).submit(path, `${path}/refusal`, {});
  await peek(portal().database, "update sign_ups set decided_at = now() - interval '31 days' where workspace_id = $1", [
    world.workspaceId,
  ]);
  await housekeeping[0]!.run(portal().platform);
  expect(await left()).toEqual([]);
  expect(await notices()).toBe(0);
});

test('TRUST 67: of a newcomer who is forgotten nothing stays from before they were anybody: not where they asked from, nor mails and notices that named them', async () => {
  const email = 'noor@bluefern.example';
  const owner = as(portal(), world.owner);
  const [path, other] = [await newcomer(), await newcomer('ada@other.example')];
  for (const one of [path, other]) await owner.submit(one, `${one}/acceptance`, yes);
  await portal().workJobs();
  const contactOf = async (address: string): Promise<string> => {
    const [row] = await peek<{ id: string }>(
      portal().database,
      'select id from contacts where workspace_id = $1 and email = $2',
      [world.workspaceId, address],
    );
    return row!.id;
  };
  const id = await contactOf(email);
  // They are called otherwise by now, and what they are called is in no mail.
  await peek(portal().database, "update contacts set name = 'Other Name' where id = $1", [id]);
  const fromWhere = async (page: string): Promise<number> => {
    const [row] = await peek<{ n: number }>(
      portal().database,
      `select count(*)::int as n from events where workspace_id = $1 and subject_id = $2 and actor_kind = 'visitor'
         and num_nonnulls(ip, agent) > 0`,
      [world.workspaceId, page.split('/').at(-1)],
    );
    return row!.n;
  };
  const told = async (address: string): Promise<number> => {
    const rows = await peek(
      portal().database,
      `select 1 from mails where workspace_id = $1 and strpos(replace(concat(to_address, subject, text), chr(8288), ''), $2) > 0`,
      [world.workspaceId, address],
    );
    return rows.length;
  };
  const noticed = async (one: string): Promise<boolean> => {
    const rows = await peek(
      portal().database,
      "select 1 from notifications where workspace_id = $1 and subject_id = $2 and data ->> 'name' = 'Noor Haddad'",
      [world.workspaceId, one.split('/').at(-1)],
    );
    return rows.length > 0;
  };
  expect([await fromWhere(path), (await told(email)) > 1, await noticed(path)]).toEqual([2, true, true]);
  const page = `/contacts/${id}/privacy`;
  expect((await owner.submit(page, `/contacts/${id}/anonymisation`, { sure: 'yes' })).status).toBe(303);
  expect([await fromWhere(path), await told(email), await noticed(path)]).toEqual([0, 0, false]);
  // Control: whoever is not forgotten is all there.
  const there = [await fromWhere(other), (await told('ada@other.example')) > 1, await noticed(other)];
  expect(there).toEqual([2, true, true]);
});

test('whoever waits comes in by themselves once the rules let them: nobody has to decide any more, and the notice says how it was', async () => {
  const path = await newcomer();
  await portal().workJobs();
  await setRules(portal(), world, { mode: 'open' });
  await anHourLater(portal());
  const noor = visitor(portal(), world);
  const done = await prove(noor, await proofFor(portal(), world, 'noor@bluefern.example'));
  expect([done.status, await isIn(noor)]).toEqual([303, true]);
  const owner = as(portal(), world.owner);
  expect((await owner.get('/newcomers')).text).not.toContain(path);
  expect((await owner.get(path)).text).toContain('The sign-up rules');
});
