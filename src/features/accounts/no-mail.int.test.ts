import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'vitest';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

/** As `npm start -- --empty` leaves it: neither demo nor development, and no mail server. */
const silent = usePortal({ NODE_ENV: 'production', DEMO: 'false' });
const mailing = usePortal({ NODE_ENV: 'production', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'a@b.example' });

const ben = { contact_name: 'Ben Adeyemi', email: 'ben@acme.example', role: 'contributor' };

test('where no mail goes out, the inviter gets the link, and whoever it was made for joins with a password', async () => {
  const world = await newWorld(silent());
  const maya = as(silent(), world.owner);
  expect((await maya.get('/customers')).text).toContain('This portal sends no mail yet.');
  const form = `/customers/${world.accountId}/contacts/new`;
  const page = await maya.get(form);
  expect(page.text).toContain('This portal sends no mail yet.');
  expect(page.text).not.toContain('Send the invitation');
  const sent = await maya.submit(form, form, ben);
  expect(sent.location).toBe(`/customers/${world.accountId}/invited`);
  const invited = await maya.get(sent.location!);
  expect(invited.text).not.toContain('The invitation to');
  const token = /\/invitation\?token=([A-Za-z0-9_-]+)/.exec(invited.text)?.[1];
  expect(token).toBeDefined();

  const guest = visitor(silent(), world);
  const join = (fields: Record<string, string>) =>
    guest.submit(`/invitation?token=${token}`, '/invitation', { name: 'Ben', ...fields });
  expect((await join({ password: '' })).status).toBe(422);
  expect((await join({ password: 'correct horse battery' })).status).toBe(303);
  // Whoever sent it could have opened it: nobody has proved that the address is theirs.
  const proved = 'select address_proved from identities where workspace_id = $1 and email = $2';
  expect(await peek(silent().database, proved, [world.workspaceId, ben.email])).toEqual([{ address_proved: false }]);
});

test('TRUST 34: a login that began by a handed-over link before that was kept is known by the delivery log; control: a letter that was sent', async () => {
  const world = await newWorld(silent());
  const maya = as(silent(), world.owner);
  const form = `/customers/${world.accountId}/contacts/new`;
  const emails = ['ada@acme.example', 'bea@acme.example', 'cleo@acme.example'];
  for (const email of emails) {
    const sent = await maya.submit(form, form, { ...ben, email });
    const token = /\/invitation\?token=([A-Za-z0-9_-]+)/.exec((await maya.get(sent.location!)).text)?.[1];
    const joined = await visitor(silent(), world).submit(`/invitation?token=${token}`, '/invitation', {
      name: 'Somebody',
      password: 'correct horse battery',
    });
    expect(joined.status).toBe(303);
  }
  await silent().workJobs();
  const look = (statement: string, values: unknown[]) =>
    peek<{ email: string }>(silent().database, statement, [world.workspaceId, ...values]);
  // As it was before: everybody counted as proved.
  await look('update identities set address_proved = true where workspace_id = $1', []);
  await look("update mails set state = 'sent' where workspace_id = $1 and to_address = $2", [emails[1]]);
  await look("update mails set last_response = 'the portal is closed' where workspace_id = $1 and to_address = $2", [
    emails[2],
  ]);
  const owner = new pg.Client({ connectionString: silent().database.owner });
  await owner.connect();
  await owner.query(readFileSync('migrations/0892-handed-over-before.sql', 'utf8'));
  await owner.end();
  expect(
    await look('select email from identities where workspace_id = $1 and not address_proved order by email', []),
  ).toEqual([{ email: emails[0] }]);
});

test('the link is shown to nobody but the one who made it', async () => {
  const world = await newWorld(silent());
  const maya = as(silent(), world.owner);
  const form = `/customers/${world.accountId}/contacts/new`;
  const sent = await maya.submit(form, form, ben);
  const priya = as(silent(), world.agent);
  for (const [name, value] of maya.cookies) if (!name.endsWith('session')) priya.cookies.set(name, value);
  expect((await priya.get(sent.location!)).location).toBe(`/customers/${world.accountId}`);
  expect((await maya.get(sent.location!)).status).toBe(200);
});

test('an inviter with the link in hand is not let in as somebody who has a login here', async () => {
  const world = await newWorld(silent());
  const priya = as(silent(), world.agent);
  const form = `/customers/${world.rivalAccountId}/contacts/new`;
  const sent = await priya.submit(form, form, { ...ben, contact_name: 'Dana Whitfield', email: world.dana.email });
  const token = /\/invitation\?token=([A-Za-z0-9_-]+)/.exec((await priya.get(sent.location!)).text)?.[1];
  const guest = visitor(silent(), world);
  const joined = await guest.submit(`/invitation?token=${token}`, '/invitation', { name: 'Dana Whitfield' });
  expect(joined.location).toBe('/sign-in');
  expect((await guest.get('/account')).location).toContain('/sign-in');
});

test('TRUST 34: nor is a customer’s own person let in as another one; control: as themselves they stay and stand for both', async () => {
  const world = await newWorld(silent());
  const priya = as(silent(), world.agent);
  const form = `/customers/${world.rivalAccountId}/contacts/new`;
  const sent = await priya.submit(form, form, { ...ben, contact_name: 'Luis Ortega', email: world.viewer.email });
  const token = /\/invitation\?token=([A-Za-z0-9_-]+)/.exec((await priya.get(sent.location!)).text)?.[1];
  const join = (client: Client) => client.submit(`/invitation?token=${token}`, '/invitation', { name: 'Luis Ortega' });
  const dana = as(silent(), world.dana);
  expect((await dana.get('/account')).status).toBe(200);
  expect((await join(dana)).location).toBe('/sign-in');
  // As going on in another person's name would: they are nobody until they sign in.
  expect((await dana.get('/account')).location).toContain('/sign-in');
  // The control: what the first try used up, given back.
  await peek(silent().database, 'update invitations set accepted_at = null where workspace_id = $1', [
    world.workspaceId,
  ]);
  await peek(silent().database, 'update contacts set identity_id = null where account_id = $1 and email = $2', [
    world.rivalAccountId,
    world.viewer.email,
  ]);
  const luis = as(silent(), world.viewer);
  expect((await join(luis)).location).toBe('/');
  expect((await luis.get('/company')).text).toContain('at Harbor Pine');
});

test('where no mail goes out, sign-in offers no link and promises none', async () => {
  const world = await newWorld(silent());
  const guest = visitor(silent(), world);
  expect((await guest.get('/sign-in')).text).not.toContain('/sign-in/link');
  const form = await guest.form('/sign-in', '/sign-in/password');
  const asked = await guest.postRaw('/sign-in/link', { ...form, email: world.dana.email });
  expect(asked.status).toBe(422);
  expect(asked.text).toContain('it cannot send you a link');
});

test('control: with a mail server everything is as ever', async () => {
  const world = await newWorld(mailing());
  const maya = as(mailing(), world.owner);
  expect((await maya.get('/customers')).text).not.toContain('This portal sends no mail yet.');
  const form = `/customers/${world.accountId}/contacts/new`;
  expect((await maya.submit(form, form, ben)).location).toBe(`/customers/${world.accountId}`);
  expect((await visitor(mailing(), world).get('/sign-in')).text).toContain('/sign-in/link');
});

test('where no mail goes out, no ticket is shared with a guest, who would come in by nothing else; control: where it does, it is offered', async () => {
  for (const [portal, offered] of [
    [silent, false],
    [mailing, true],
  ] as const) {
    const world = await newWorld(portal());
    const asked = { subject: 'A leak', urgency: 'slows', body: 'It drips' };
    await as(portal(), world.dana).submit('/support/new', '/support', asked);
    const maya = as(portal(), world.owner);
    const page = await maya.get('/inbox/1/guests');
    expect([page.text.includes('sends no mail'), page.text.includes('id="guest-email"')]).toEqual([!offered, offered]);
    expect((await maya.get('/inbox/1')).text.includes('/inbox/1/guests')).toBe(offered);
  }
});
