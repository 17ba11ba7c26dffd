import { expect, test } from 'vitest';
import { anHourLater, proofFor, prove, setRules } from '#features/newcomers/newcomers.testing.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

const invite = (client: Client, email: string) =>
  client.submit('/company', '/company/people', { contact_name: 'Somebody', email, role: 'viewer' });

const sentTo = (world: World, email: string) =>
  peek<{ subject: string; text: string; from_name: string }>(
    portal().database,
    `select subject, text, from_name from mails where workspace_id = $1 and to_address = $2 and kind = 'invitation.sent'
     order by created_at`,
    [world.workspaceId, email],
  );

const contactAt = async (world: World, email: string): Promise<string> => {
  const [row] = await peek<{ id: string }>(
    portal().database,
    'select id from contacts where workspace_id = $1 and email = $2',
    [world.workspaceId, email],
  );
  return row!.id;
};

const later = (world: World, interval: string) =>
  peek(
    portal().database,
    `update invitations set created_at = created_at - interval '${interval}' where workspace_id = $1`,
    [world.workspaceId],
  );

async function withAdmin() {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  return world;
}

test('TRUST 40: an address is written to once a day, whoever of a customer asks and how; control: the next day it may be again', async () => {
  const world = await withAdmin();
  const dana = as(portal(), world.dana);
  expect((await invite(dana, 'y@else.example')).status).toBe(303);
  const path = `/company/people/${await contactAt(world, 'y@else.example')}/invitation`;
  const page = (await dana.get('/company')).text;
  expect(page).toContain('We write to nobody twice a day.');
  expect(page).not.toContain(`action="${path}"`);
  const form = await dana.form('/company', '/company/people');
  await dana.postRaw(path, form);
  const again = await invite(dana, 'y@else.example');
  expect([again.status, again.text.includes('We wrote to this address today already')]).toEqual([422, true]);
  expect(await sentTo(world, 'y@else.example')).toHaveLength(1);
  // Taken back and invited anew, as after a mistake: once.
  for (const status of [303, 422]) {
    await dana.submit('/company', `${path}/revocation`);
    expect((await invite(dana, 'y@else.example')).status).toBe(status);
  }
  await later(world, '25 hours');
  expect((await invite(dana, 'y@else.example')).status).toBe(303);
  await later(world, '25 hours');
  expect((await dana.submit('/company', path)).status).toBe(303);
  expect(await sentTo(world, 'y@else.example')).toHaveLength(4);
});

test('TRUST 40: who invites is counted by what they sent, whichever session it was; control: an hour later they go on', async () => {
  const world = await withAdmin();
  const dana = as(portal(), world.dana);
  expect((await invite(dana, 'first@else.example')).status).toBe(303);
  await peek(
    portal().database,
    `insert into invitations (workspace_id, id, account_id, contact_id, invited_by_contact, token_hash, expires_at, revoked_at)
     select workspace_id, gen_random_uuid(), account_id, contact_id, invited_by_contact, md5(n::text), expires_at, now()
     from invitations, generate_series(1, 19) n where workspace_id = $1`,
    [world.workspaceId],
  );
  const refused = await invite(as(portal(), world.dana), 'second@else.example');
  expect([refused.status, refused.text.includes('many invitations in a short time')]).toEqual([422, true]);
  expect(await sentTo(world, 'second@else.example')).toEqual([]);
  await later(world, '61 minutes');
  expect((await invite(dana, 'second@else.example')).status).toBe(303);
});

test('TRUST 40: whom nobody of the team has met writes to few strangers, and not in words of their own; control: whom they have met does', async () => {
  const world = await newWorld(portal());
  await setRules(portal(), world);
  const noor = visitor(portal(), world);
  const said = { name: 'You won a prize', company: 'Claim it now' };
  await prove(noor, await proofFor(portal(), world, 'noor@thrower.example', said), said);
  expect((await invite(noor, 'a@else.example')).status).toBe(303);
  const [mail] = await sentTo(world, 'a@else.example');
  expect(mail!.subject).toBe('noor@thrower.example invited you to Northwind Studio');
  expect(JSON.stringify(mail)).not.toMatch(/prize|Claim/);
  for (const name of ['b', 'c', 'd', 'e']) expect((await invite(noor, `${name}@else.example`)).status).toBe(303);
  expect((await invite(noor, 'f@else.example')).status).toBe(422);
  await noor.submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'Are you there?' });
  await as(portal(), world.owner).submit('/inbox/1', '/inbox/1/replies', { body: 'We are.', outcome: 'wait' });
  expect((await invite(noor, 'f@else.example')).status).toBe(303);
  expect((await sentTo(world, 'f@else.example'))[0]!.subject).toContain('You won a prize');
});

test('TRUST 40: nobody signs up under a web address or a telephone number; control: a company that is called like one does', async () => {
  const world = await newWorld(portal());
  await setRules(portal(), world);
  await anHourLater(portal());
  const ask = async (name: string, company: string, email = 'noor@else.example') =>
    (await visitor(portal(), world).submit('/sign-up', '/sign-up', { name, company, email })).status;
  expect(await ask('Call +44 700 900 123', 'Fern')).toBe(422);
  expect(await ask('Noor', 'Claim at http://evil.example')).toBe(422);
  expect(await ask('Noor', 'evil.example/win')).toBe(422);
  expect(await ask('Noor 24/7', 'Booking.com 1&1 B.V.', 'other@else.example')).toBe(303);
});

test('TRUST 40: a name that reads like a letter is none in a letter to strangers: their address stands there; control: a name does', async () => {
  const world = await withAdmin();
  const dana = as(portal(), world.dana);
  const called = async (name: string, to: string) => {
    await peek(portal().database, 'update contacts set name = $2 where id = $1', [world.dana.id, name]);
    expect((await invite(dana, to)).status).toBe(303);
    const [mail] = await sentTo(world, to);
    return mail!;
  };
  const letter = await called('URGENT: pay your open invoice at evil.example/pay now', 'a@victim.example');
  expect(JSON.stringify(letter)).not.toMatch(/URGENT|evil/);
  expect(letter.subject).toContain(world.dana.email);
  expect((await called('Evil.example wants you', 'b@victim.example')).subject).not.toContain('Evil');
  expect((await called('Dr. Ana-María O’Neill', 'c@victim.example')).subject).toContain('Dr. Ana-María O’Neill');
});
