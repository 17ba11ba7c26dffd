import { beforeEach, expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, untilAnswered, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  asMember,
  eventsOf,
  givePassword,
  invite,
  isIn,
  mailsTo,
  PASSWORD,
  sessionsOf,
  tryPassword,
  within,
} from './doors.testing.ts';
import { inviteContact } from './invite.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const pageOf = (token: string) => `/invitation?token=${token}`;
const contactsWith = (email: string) =>
  peek<{ id: string; account_id: string; identity_id: string | null; role: string; name: string }>(
    portal().database,
    'select * from contacts where workspace_id = $1 and email = $2 order by created_at',
    [world.workspaceId, email],
  );
const joinAs = (token: string, fields: Record<string, string> = {}) => {
  const client = visitor(portal(), world);
  return client
    .submit(pageOf(token), '/invitation', { name: 'Nora Vance', ...fields })
    .then((answer) => ({ client, answer }));
};

test('the mail says who invites to what, and the page who is inside', async () => {
  const { email, token, mail } = await invite(portal(), world.owner);
  expect(mail).toMatchObject({ kind: 'invitation.sent', subject: 'Maya Lindqvist invited you to Northwind Studio' });
  expect(mail.text).toContain('> Come in.');
  const { status, text } = await visitor(portal(), world).get(pageOf(token));
  expect(status).toBe(200);
  expect(text).toContain('Maya invited you to Northwind Studio');
  expect(text).toContain('“Come in.”');
  expect(text).toContain('Maya Lindqvist, Dana Whitfield and Luis Ortega');
  expect(text).toContain(email);
  expect(text).not.toContain('Ines Duarte');
});

test('who joins has the time zone of their browser; one that is none, and a script that is off, leave it to the business', async () => {
  const joined = async (fields: Record<string, string>) => {
    const { email, token } = await invite(portal(), world.owner);
    const { client, answer } = await joinAs(token, fields);
    expect(answer.status).toBe(303);
    const select = 'select zone from identities where workspace_id = $1 and email = $2';
    const [row] = await peek(portal().database, select, [world.workspaceId, email]);
    return [row, /data-zone="([^"]*)"/.exec((await client.get('/')).text)?.[1]];
  };
  const { zone } = (
    await peek<{ zone: string }>(portal().database, 'select zone from workspaces where id = $1', [world.workspaceId])
  )[0]!;
  expect(await joined({ zone: 'America/Los_Angeles' })).toEqual([
    { zone: 'America/Los_Angeles' },
    'America/Los_Angeles',
  ]);
  expect(await joined({ zone: 'Nowhere/At_All' })).toEqual([{ zone: null }, zone]);
  expect(await joined({})).toEqual([{ zone: null }, zone]);
});

test('whoever has a login is written to in the language they chose; control: a newcomer in the business’s', async () => {
  const owner = as(portal(), world.owner);
  await peek(portal().database, "update identities set locale = 'de' where id = $1", [world.rival.identityId]);
  const asked = `/customers/${world.accountId}/contacts/new`;
  for (const email of [world.rival.email, 'fresh@acme.example']) {
    const sent = await owner.submit(asked, asked, { contact_name: 'Ines Duarte', email, role: 'viewer' });
    expect(sent.status).toBe(303);
  }
  const subjectTo = async (email: string) => (await mailsTo(portal(), world, email)).at(-1)!.subject;
  expect(await subjectTo(world.rival.email)).toBe('Maya Lindqvist hat Sie zu Northwind Studio eingeladen');
  expect(await subjectTo('fresh@acme.example')).toBe('Maya Lindqvist invited you to Northwind Studio');
});

test('accepting makes a login, joins the account, signs in, and tells the account', async () => {
  const { email, token } = await invite(portal(), world.owner, { role: 'viewer' });
  const { client, answer } = await joinAs(token, { name: 'Nora V. Vance', password: PASSWORD });
  expect([answer.status, answer.location]).toEqual([303, '/']);
  expect(await isIn(client)).toBe(true);
  const [contact] = await contactsWith(email);
  expect(contact).toMatchObject({ account_id: world.accountId, role: 'viewer', name: 'Nora V. Vance' });
  const [session] = await sessionsOf(portal(), contact!.identity_id!);
  expect(session).toMatchObject({ method: 'invitation', account_id: world.accountId });
  const [event] = await eventsOf(portal(), world, 'invitation.accepted');
  expect(event).toMatchObject({ audience: 'customer', actor_identity_id: contact!.identity_id });

  const again = visitor(portal(), world);
  await tryPassword(again, email, PASSWORD);
  expect(await isIn(again)).toBe(true);
});

test('a name is needed and a password may be left out, but not be short', async () => {
  const { token } = await invite(portal(), world.owner);
  const short = await joinAs(token, { name: ' ', password: 'short' });
  expect(short.answer.status).toBe(422);
  expect(short.answer.text).toContain('Tell us what to call you.');
  expect(short.answer.text).toContain('At least 10 characters.');
  expect(short.answer.text).not.toContain('value="short"');
  expect((await joinAs(token, { password: '' })).answer.status).toBe(303);
});

test('a password that is their address, or the name of the business or the customer, is refused; another is taken', async () => {
  const { email, token } = await invite(portal(), world.owner);
  for (const password of [email, 'Northwind2026!', 'AcmeRobotics1']) {
    expect([password, (await joinAs(token, { password })).answer.status]).toEqual([password, 422]);
  }
  expect((await joinAs(token, { password: PASSWORD })).answer.status).toBe(303);
});

test('whoever reads the invitation in German is written to in German from then on', async () => {
  const { email, token } = await invite(portal(), world.owner);
  const client = visitor(portal(), world);
  const german = { 'accept-language': 'de' };
  const page = await client.get(pageOf(token), german);
  expect(page.text).toContain('lang="de"');
  const form = await client.form(pageOf(token), '/invitation');
  await client.postRaw('/invitation', { ...form, name: 'Nora Vance' }, german);
  const [row] = await peek(portal().database, 'select locale from identities where email = $1', [email]);
  expect(row).toEqual({ locale: 'de' });
});

test('TRUST 34: of fifty who accept at once, one joins', { timeout: 90_000 }, async () => {
  const { email, token } = await invite(portal(), world.owner);
  const form = await visitor(portal(), world).form(pageOf(token), '/invitation');
  const race = () =>
    visitor(portal(), world).postRaw('/invitation', { ...form, name: 'Nora Vance', password: PASSWORD });
  const answers = await Promise.all(Array.from({ length: 50 }, () => untilAnswered(race)));

  expect(answers.map((answer) => answer.status).sort()).toEqual([303, ...Array(49).fill(410)]);
  const contacts = await contactsWith(email);
  expect(contacts).toHaveLength(1);
  expect(await sessionsOf(portal(), contacts[0]!.identity_id!)).toHaveLength(1);
});

test('TRUST 34, control: five invitations accepted at once are five people', async () => {
  const forms: Record<string, string>[] = [];
  for (let n = 0; n < 5; n++) {
    const { token } = await invite(portal(), world.owner);
    forms.push({ ...(await visitor(portal(), world).form(pageOf(token), '/invitation')), name: `Person ${n}` });
  }
  const answers = await Promise.all(
    forms.map((form) => untilAnswered(() => visitor(portal(), world).postRaw('/invitation', form))),
  );
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303]);
});

test('TRUST 34: an invitation that is used, taken back or over lets nobody in, and says so kindly', async () => {
  const used = await invite(portal(), world.owner);
  await joinAs(used.token);
  const replaced = await invite(portal(), world.owner);
  const newer = await invite(portal(), world.owner, { email: replaced.email });
  const late = await invite(portal(), world.owner);
  await within(portal(), world, (db) =>
    db
      .updateTable('invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('workspace_id', '=', world.workspaceId)
      .where('contact_id', '=', db.selectFrom('contacts').select('id').where('email', '=', late.email))
      .execute(),
  );
  const form = { ...(await visitor(portal(), world).form(pageOf(newer.token), '/invitation')), name: 'Nora' };
  for (const [token, words] of [
    [used.token, 'You have joined already'],
    [replaced.token, 'This invitation was withdrawn'],
    [late.token, 'This invitation has run out'],
    ['B'.repeat(43), 'We do not know this invitation'],
  ] as const) {
    const client = visitor(portal(), world);
    const page = await client.get(pageOf(token));
    expect([page.status, page.text.includes(words)]).toEqual([410, true]);
    const posted = await client.postRaw('/invitation', { ...form, token });
    expect([posted.status, posted.text.includes(words)]).toEqual([410, true]);
    expect(await isIn(client)).toBe(false);
  }
  // The control: the same form with the newer token.
  expect((await visitor(portal(), world).postRaw('/invitation', form)).status).toBe(303);
});

test('TRUST 34: opening an invitation accepts nothing', async () => {
  const { email, token } = await invite(portal(), world.owner);
  for (let time = 0; time < 3; time++) expect((await visitor(portal(), world).get(pageOf(token))).status).toBe(200);
  expect((await contactsWith(email))[0]?.identity_id).toBeNull();
  await joinAs(token);
  expect((await contactsWith(email))[0]?.identity_id).not.toBeNull();
});

test('TRUST 34: account, role and address are those of the invitation, whatever the form says', async () => {
  const { email, token } = await invite(portal(), world.owner, { role: 'viewer' });
  await joinAs(token, {
    role: 'account_admin',
    account: world.rivalAccountId,
    accountId: world.rivalAccountId,
    account_id: world.rivalAccountId,
    email: world.rival.email,
    workspace_id: world.workspaceId,
    identity_id: world.rival.identityId,
    emailVerified: 'false',
  });
  // The control: the name, which the form may say, is taken from it.
  expect(await contactsWith(email)).toMatchObject([
    { account_id: world.accountId, role: 'viewer', name: 'Nora Vance' },
  ]);
});

test('TRUST 34: whoever invited is off the team by now: the invitation is withdrawn with them', async () => {
  const mine = await invite(portal(), world.agent);
  const other = await invite(portal(), world.owner);
  await within(portal(), world, (db) =>
    db
      .updateTable('members')
      .set({ disabled_at: new Date() })
      .where('workspace_id', '=', world.workspaceId)
      .where('id', '=', world.agent.id)
      .execute(),
  );
  expect((await visitor(portal(), world).get(pageOf(mine.token))).status).toBe(410);
  expect((await joinAs(other.token)).answer.status).toBe(303);
});

test('TRUST 34: a colleague, or somebody who is in already, cannot be invited, and nothing is sent', async () => {
  for (const email of [world.agent.email, world.dana.email]) {
    await expect(invite(portal(), world.owner, { email })).rejects.toMatchObject({ status: 409 });
    expect(await mailsTo(portal(), world, email)).toEqual([]);
  }
  await expect(invite(portal(), world.owner, { email: 'no address' })).rejects.toMatchObject({ status: 422 });
  expect((await invite(portal(), world.owner)).token).toHaveLength(43);
});

test('only a member who may change things invites, and only to an account of this workspace', async () => {
  const other = await newWorld(portal(), 'Lumen Energy');
  const given = { name: 'Nora', email: 'nora@acme.example', title: '', role: 'viewer', message: '' } as const;
  const attempt = (accountId: string, role: 'owner' | 'viewer') =>
    inWorkspace(portal().platform, world.workspaceId, (ctx) =>
      inviteContact(asMember(ctx, world.owner, role), { accountId, ...given }),
    );
  await expect(attempt(world.accountId, 'viewer')).rejects.toMatchObject({ status: 403 });
  await expect(attempt(other.accountId, 'owner')).rejects.toMatchObject({ status: 404 });
  await expect(attempt(world.accountId, 'owner')).resolves.toMatchObject({ contactId: expect.any(String) });
});

test('somebody who has a login keeps it and its password, and gets the second account', async () => {
  await givePassword(portal(), world.dana);
  const { token } = await invite(portal(), world.owner, { accountId: world.rivalAccountId, email: world.dana.email });
  expect((await visitor(portal(), world).get(pageOf(token))).text).not.toContain('type="password"');
  const { client } = await joinAs(token, { password: 'another password' });
  expect((await client.get('/notifications')).text).toContain('Harbor Pine');
  const contacts = await contactsWith(world.dana.email);
  expect(contacts.map((one) => one.identity_id)).toEqual([world.dana.identityId, world.dana.identityId]);

  const old = visitor(portal(), world);
  await tryPassword(old, world.dana.email, PASSWORD);
  expect(await isIn(old)).toBe(true);
  const changed = visitor(portal(), world);
  expect((await tryPassword(changed, world.dana.email, 'another password')).status).toBe(422);
});

test('whoever is signed in as somebody else is told that going on ends that; whom the invitation is for is not', async () => {
  const { email, accountId } = { email: world.dana.email, accountId: world.rivalAccountId };
  const { token } = await invite(portal(), world.owner, { email, accountId });
  const page = (who: typeof world.dana) => as(portal(), who).get(pageOf(token));
  expect((await page(world.viewer)).text).toContain('Going on ends that');
  const own = await page(world.dana);
  expect(own.status).toBe(200);
  expect(own.text).not.toContain('Going on ends that');
});

test('whoever is signed in stays so when they join a second customer, and is there at once', async () => {
  const { token } = await invite(portal(), world.owner, { accountId: world.rivalAccountId, email: world.dana.email });
  const dana = as(portal(), world.dana);
  const before = await sessionsOf(portal(), world.dana.identityId);
  const joined = await dana.submit(pageOf(token), '/invitation', { name: 'Dana Whitfield' });
  expect(joined.location).toBe('/');
  const home = (await dana.get('/')).text;
  expect(home).toContain('You have joined Harbor Pine');
  expect((await dana.get('/company')).text).toContain('at Harbor Pine');
  const after = await sessionsOf(portal(), world.dana.identityId);
  expect(after.length).toBe(before.length);
  expect(after.at(-1)).toMatchObject({ revoked_at: null, account_id: world.rivalAccountId });
  expect((await eventsOf(portal(), world, 'invitation.accepted')).at(-1)).toMatchObject({
    actor_identity_id: world.dana.identityId,
  });
});
