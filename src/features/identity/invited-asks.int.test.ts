import { beforeEach, expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { anHourLater } from '#test/mails.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { askForLinkTo, invite, isIn, mailsTo, shapeOf, tokenIn } from './doors.testing.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const join = async (page: string, token: string): Promise<Client> => {
  const client = visitor(portal(), world);
  await client.submit(`${page}?token=${token}`, page, { name: 'Nora Vance' });
  return client;
};

test('TRUST 22: who is invited and asks for a sign-in link gets their invitation again and comes in by it; the page says what it says to anybody', async () => {
  const { email, token } = await invite(portal(), world.owner);
  const asked = await askForLinkTo(portal(), world, email);
  const nobody = await askForLinkTo(portal(), world, 'nobody@acme.example');
  expect(shapeOf(asked.answer)).toEqual(shapeOf(nobody.answer));
  // Control: the same ruler tells what is no address from them.
  expect(shapeOf((await askForLinkTo(portal(), world, 'nobody')).answer)).not.toEqual(shapeOf(nobody.answer));
  expect([asked.mails.length, nobody.mails.length]).toEqual([2, 0]);
  const mail = asked.mails[1]!;
  expect(mail).toMatchObject({ kind: 'invitation.sent', subject: `Your invitation to ${world.name}` });
  // What whoever invited has written is not said again and again because a stranger asks.
  expect(mail.text).not.toContain('Come in.');
  // The first link still opens: nobody takes it away by asking.
  expect((await visitor(portal(), world).get(`/invitation?token=${token}`)).status).toBe(200);
  expect(await isIn(await join('/invitation', tokenIn(mail)))).toBe(true);
  for (const used of [token, tokenIn(mail)]) {
    const page = await visitor(portal(), world).get(`/invitation?token=${used}`);
    expect([page.status, page.text.includes('You have joined already')]).toEqual([410, true]);
  }
  // From now on they sign in.
  const again = await askForLinkTo(portal(), world, email);
  expect(again.mails.filter(({ kind }) => kind === 'identity.sign_in_link')).toHaveLength(1);
});

test('TRUST 34: an invitation that is withdrawn, over, or of somebody who may not invite any more is not sent again; what was sent closes with it', async () => {
  const { email } = await invite(portal(), world.agent);
  const again = tokenIn((await askForLinkTo(portal(), world, email)).mails[1]);
  const close = async (closing: string, back: string) => {
    const where = [world.workspaceId];
    await peek(portal().database, closing, where);
    const { status } = await visitor(portal(), world).get(`/invitation?token=${again}`);
    await anHourLater(portal());
    const { mails } = await askForLinkTo(portal(), world, email);
    await peek(portal().database, back, where);
    return [status, mails.length];
  };
  const invitations = (set: string) => `update invitations set ${set} where workspace_id = $1`;
  const agents = (role: string) => `update members set role = '${role}' where workspace_id = $1 and role <> 'owner'`;
  expect(await close(invitations('revoked_at = now()'), invitations('revoked_at = null'))).toEqual([410, 2]);
  const over = invitations("expires_at = now() - interval '1 second'");
  expect(await close(over, invitations("expires_at = now() + interval '1 day'"))).toEqual([410, 2]);
  expect(await close(agents('viewer'), agents('agent'))).toEqual([410, 2]);
  // The control: nothing has changed.
  expect(await close('select $1::uuid', 'select $1::uuid')).toEqual([200, 3]);
});

test('TRUST 40: an address that a customer typed has one further letter a day, whoever asks; control: the next day it may have another', async () => {
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const email = 'stranger@else.example';
  const person = { contact_name: 'Somebody', email, role: 'viewer' };
  expect((await as(portal(), world.dana).submit('/company', '/company/people', person)).status).toBe(303);
  const ask = async () => (await askForLinkTo(portal(), world, email)).mails.length;
  expect([await ask(), await ask(), await ask()]).toEqual([2, 2, 2]);
  await anHourLater(portal());
  expect(await ask()).toBe(3);
});

test('a further link that has run out still says so when the rest of its time is tidied away', async () => {
  const { email } = await invite(portal(), world.owner);
  const again = tokenIn((await askForLinkTo(portal(), world, email)).mails[1]);
  const days = (n: number) => `expires_at = expires_at - interval '${n} days'`;
  for (const table of ['invitations', 'verifications'])
    await peek(portal().database, `update ${table} set ${days(30)} where workspace_id = $1`, [world.workspaceId]);
  await peek(portal().database, "delete from verifications where expires_at < now() - interval '1 day'");
  expect((await visitor(portal(), world).get(`/invitation?token=${again}`)).text).toContain(
    'This invitation has run out',
  );
});

test('who has lost their access and could not join the team, either, is told that it has ended', async () => {
  const { email, token } = await invite(portal(), world.owner);
  const [role] = await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  const asked = '/settings/members/new';
  await as(portal(), world.owner).submit(asked, asked, { name: 'Nora', email, role: role!.id });
  const nora = visitor(portal(), world);
  await nora.submit(`/invitation?token=${token}`, '/invitation', { name: 'Nora Vance' });
  expect(await isIn(nora)).toBe(true);
  await peek(portal().database, 'update contacts set disabled_at = now() where workspace_id = $1 and email = $2', [
    world.workspaceId,
    email,
  ]);
  const { mails } = await askForLinkTo(portal(), world, email);
  expect(mails.at(-1)!.kind).toBe('identity.access_ended');
});

test('it comes in the language of the page it was asked on, and to who forgot a password they never had as well', async () => {
  const { email } = await invite(portal(), world.owner);
  const client = visitor(portal(), world);
  const form = { ...(await client.form('/sign-in', '/sign-in/password')), email };
  await client.postRaw('/sign-in/password/forgotten', form, { 'accept-language': 'de' });
  await portal().workJobs();
  const mail = (await mailsTo(portal(), world, email))[1]!;
  expect(mail.subject).toBe(`Ihre Einladung zu ${world.name}`);
  expect(await isIn(await join('/invitation', tokenIn(mail)))).toBe(true);
});

test('who is invited to the team gets that again, and nothing once it is taken back', async () => {
  const email = `ben@${world.agent.email.split('@')[1]}`;
  const owner = as(portal(), world.owner);
  const [role] = await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  const asked = '/settings/members/new';
  expect((await owner.submit(asked, asked, { name: 'Ben', email, role: role!.id })).status).toBe(303);
  const taken = (moment: string) =>
    peek(portal().database, `update member_invitations set revoked_at = ${moment} where workspace_id = $1`, [
      world.workspaceId,
    ]);
  await taken('now()');
  expect((await askForLinkTo(portal(), world, email)).mails).toHaveLength(1);
  await taken('null');
  const { mails } = await askForLinkTo(portal(), world, email);
  expect(mails).toHaveLength(2);
  const them = await join('/team-invitation', tokenIn(mails[1]));
  expect((await them.get('/inbox')).status).toBe(200);
});
