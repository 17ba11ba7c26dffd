import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();
const ben = {
  contact_name: 'Ben Adeyemi',
  email: 'ben@acme.example',
  title: 'IT',
  role: 'contributor',
  message: 'Hello',
};

test('a customer is added with a lead and a first person, who is invited by mail', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const sent = await maya.submit('/customers/new', '/customers/new', {
    name: 'Fjord Audio GmbH',
    plan: 'Retainer',
    lead: world.agent.id,
    ...ben,
  });
  expect(sent.status, sent.text).toBe(303);
  const page = await maya.get(sent.location!);
  for (const shown of [
    'Fjord Audio GmbH',
    'With Fjord Audio',
    'Retainer',
    'led by Priya Raman',
    'Ben Adeyemi',
    'Invited:',
  ]) {
    expect(page.text).toContain(shown);
  }
  expect(page.text).toContain('Fjord Audio GmbH is a customer now, and Ben Adeyemi is invited.');
  const mails = await peek(portal().database, `select to_address from mails where workspace_id = $1`, [
    world.workspaceId,
  ]);
  expect(mails).toEqual([{ to_address: 'ben@acme.example' }]);
});

test('a customer without a person is added, too, and nobody gets mail', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const sent = await maya.submit('/customers/new', '/customers/new', { name: 'Orchard Row', role: 'viewer' });
  expect(sent.status).toBe(303);
  expect((await maya.get(sent.location!)).text).toContain('Nobody is invited yet');
});

test('a refused form keeps what was typed, says each problem at its field, and adds nothing', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const sent = await maya.submit('/customers/new', '/customers/new', {
    name: '',
    plan: 'Retainer<script>',
    lead: randomUUID(),
    contact_name: 'Ben',
    email: 'ben@xn--80a1acny.xn--p1ai',
    role: 'owner',
  });
  expect(sent.status).toBe(422);
  expect(sent.text).toContain('value="Retainer&lt;script&gt;"');
  expect(sent.text).toContain('Give the company a name.');
  expect(sent.text).toContain('an ending in another script does not work yet');
  expect(sent.text).toContain('Choose one of these.');
  expect(sent.text).toContain('aria-describedby="email-error"');
  const [row] = await peek(portal().database, `select count(*)::int as n from accounts where workspace_id = $1`, [
    world.workspaceId,
  ]);
  expect(row).toEqual({ n: 2 });
});

test('neither a company nor a person gets a name with a character that nobody can see', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const given = { name: 'Acme \u202eknaB', contact_name: 'Ben\u200b', email: 'ben@acme.example', title: 'Art\u2066' };
  const sent = await maya.submit('/customers/new', '/customers/new', { ...given, role: 'viewer' });
  expect(sent.status).toBe(422);
  for (const field of ['name', 'contact_name', 'title']) expect(sent.text).toContain(`id="${field}-error"`);
  expect(sent.text).toContain('There is a character in it that nobody can see.');
});

test('nobody becomes the lead of a customer who is not on this team', async () => {
  const world = await newWorld(portal());
  const other = await newWorld(portal(), 'Lumen Cloud');
  const maya = as(portal(), world.owner);
  const with_ = (lead: string) => maya.submit('/customers/new', '/customers/new', { name: 'Orchard Row', lead });
  expect((await with_(other.agent.id)).status).toBe(422);
  expect((await with_(world.agent.id)).status).toBe(303);
});

test('an invitation is sent once more on request, and the one before stops working', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}`;
  const first = await maya.submit(`${page}/contacts/new`, `${page}/contacts/new`, ben);
  expect(first.status, first.text).toBe(303);
  const [contact] = await peek<{ id: string }>(
    portal().database,
    `select id from contacts where email = $1 and workspace_id = $2`,
    [ben.email, world.workspaceId],
  );
  const again = await maya.submit(page, `${page}/contacts/${contact!.id}/invitation`);
  expect(again.status).toBe(303);
  const sent = await peek(
    portal().database,
    `select revoked_at is null as open from invitations where contact_id = $1 order by created_at, id`,
    [contact!.id],
  );
  expect(sent).toEqual([{ open: false }, { open: true }]);
});

test('somebody who has joined and a colleague are not invited, and the form says why', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/contacts/new`;
  const joined = await maya.submit(page, page, { ...ben, email: world.dana.email.toUpperCase() });
  expect(joined.status).toBe(422);
  expect(joined.text).toContain('has this address and has joined already');
  const colleague = await maya.submit(page, page, { ...ben, email: world.agent.email });
  expect(colleague.status).toBe(422);
  expect(colleague.text).toContain('somebody of your own team');
  // Somebody of another customer may be a contact here as well.
  expect((await maya.submit(page, page, { ...ben, email: world.rival.email })).status).toBe(303);
});

test('agents invite but add no customers; whoever only looks does neither', async () => {
  const world = await newWorld(portal());
  const priya = as(portal(), world.agent);
  const page = `/customers/${world.accountId}/contacts/new`;
  expect((await priya.get('/customers')).text).not.toContain('/customers/new');
  expect((await priya.get('/customers/new')).status).toBe(403);
  expect((await priya.submit(page, page, ben)).status).toBe(303);
  await peek(portal().database, `update members set role = 'viewer' where id = $1`, [world.agent.id]);
  expect((await priya.get(page)).status).toBe(403);
  expect((await priya.get(`/customers/${world.accountId}`)).text).not.toContain('/contacts/new');
});

test('ids of another business and ids of another account are not there', async () => {
  const world = await newWorld(portal());
  const other = await newWorld(portal(), 'Lumen Cloud');
  const maya = as(portal(), world.owner);
  expect((await maya.get(`/customers/${other.accountId}`)).status).toBe(404);
  expect((await maya.get(`/customers/${other.accountId}/contacts/new`)).status).toBe(404);
  expect((await maya.get('/customers/nonsense')).status).toBe(404);
  const form = await maya.form(
    `/customers/${world.accountId}/contacts/new`,
    `/customers/${world.accountId}/contacts/new`,
  );
  const foreign = `/customers/${world.accountId}/contacts/${world.rival.id}/invitation`;
  expect((await maya.postRaw(foreign, form)).status).toBe(404);
  expect(
    (await maya.postRaw(`/customers/${other.accountId}/contacts/new`, { ...form, ...ben, _once: randomUUID() })).status,
  ).toBe(404);
});

test('a contact and a visitor cannot post what only the team may', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const { _token } = await dana.form('/support/new', '/support');
  const fields = { ...ben, name: 'Orchard Row', _token: _token!, _page: '/' };
  expect((await dana.postRaw('/customers/new', fields)).status).toBe(404);
  expect((await dana.postRaw(`/customers/${world.accountId}/contacts/new`, fields)).status).toBe(404);
  expect((await visitor(portal(), world).postRaw('/customers/new', fields)).status).toBe(403);
});

test('the forms offer every role there is, and the least that can open a ticket is chosen', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  for (const path of ['/customers/new', `/customers/${world.accountId}/contacts/new`]) {
    const { text } = await maya.get(path);
    const radios = [...text.matchAll(/<input[^>]*name="role"[^>]*>/g)].map(([tag]) => tag);
    expect(radios.map((tag) => /value="([^"]+)"/.exec(tag)?.[1])).toEqual([
      'account_admin',
      'billing',
      'approver',
      'contributor',
      'viewer',
    ]);
    expect(radios.filter((tag) => /\schecked/.test(tag)).map((tag) => /value="([^"]+)"/.exec(tag)?.[1])).toEqual([
      'contributor',
    ]);
  }
});
