import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { mailsTo } from '#test/mails.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const ask = { subject: 'The lights are out', urgency: 'slows', body: 'All of them.' };

const contactPage = (world: World, id: string, account = world.accountId) => `/customers/${account}/contacts/${id}`;

/** Invites somebody to Acme; returns the id of the contact and the link in the mail. */
async function invited(world: World, email = 'sam@acme.example'): Promise<{ id: string; link: string }> {
  const page = `/customers/${world.accountId}/contacts/new`;
  await as(portal(), world.owner).submit(page, page, { contact_name: 'Sam Poe', email, role: 'contributor' });
  await portal().workJobs();
  const [row] = await peek<{ id: string; text: string }>(
    portal().database,
    `select c.id, m.text from contacts c join invitations i on i.contact_id = c.id join mails m on m.id = i.mail_id
     where c.workspace_id = $1 and c.email = $2 and i.revoked_at is null`,
    [world.workspaceId, email],
  );
  return { id: row!.id, link: /\/invitation\?token=[\w-]+/.exec(row!.text)![0] };
}

test('whoever is invited: until when the link works stands on their page; control: of who has joined it does not', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const { id } = await invited(world);
  expect((await maya.get(contactPage(world, id))).text).toContain('Link works until');
  expect((await maya.get(contactPage(world, world.dana.id))).text).not.toContain('Link works until');
});

test('the page of a contact shows who they are, what they asked, and how far they have come', async () => {
  const world = await newWorld(portal());
  await as(portal(), world.dana).submit('/support/new', '/support', ask);
  const maya = as(portal(), world.owner);
  const { text } = await maya.get(contactPage(world, world.dana.id));
  for (const words of ['Dana Whitfield', world.dana.email, 'The lights are out', 'Acme Robotics'])
    expect(text).toContain(words);
  const { id } = await invited(world);
  expect((await maya.get(contactPage(world, id))).text).toContain('This portal sends no mail');
});

test('details of a contact are changed; the address of somebody who has joined is theirs alone', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = `${contactPage(world, world.dana.id)}/details`;
  const given = { name: 'Dana W.', title: 'Head of Marketing', phone: '', role: 'viewer', email: 'other@acme.example' };
  expect((await maya.submit(page, page, given)).status).toBe(303);
  const [dana] = await peek(portal().database, 'select name, title, role, email from contacts where id = $1', [
    world.dana.id,
  ]);
  expect(dana).toEqual({ name: 'Dana W.', title: 'Head of Marketing', role: 'viewer', email: world.dana.email });

  const unseen = await maya.submit(page, page, { ...given, title: 'Head \u202eof' });
  expect([unseen.status, unseen.text.includes('a character in it that nobody can see')]).toEqual([422, true]);

  const { id, link } = await invited(world);
  const theirs = `${contactPage(world, id)}/details`;
  const taken = await maya.submit(theirs, theirs, { name: 'Sam', role: 'contributor', email: world.viewer.email });
  expect(taken.status).toBe(422);
  expect(taken.text).toContain('has this address already');
  await maya.submit(theirs, theirs, { name: 'Sam', role: 'contributor', email: 'sam.poe@acme.example' });
  // The old link was mailed to somebody else's address by now.
  expect((await visitor(portal(), world).get(link)).text).not.toContain('name="name"');
});

test('TRUST 7: taking access away ends every session at once; control: a colleague stays signed in', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const page = contactPage(world, world.dana.id);
  const dana = as(portal(), world.dana);
  const token = /name="portico-live" content="([^"]+)"/.exec((await dana.get('/')).text)![1]!;
  const { response } = await dana.get(`/live?t=${token}`, { accept: 'text/event-stream' });
  const heard = response.text();
  await maya.submit(page, `${page}/deactivation`);
  expect((await as(portal(), world.dana).get('/support')).location).toContain('/sign-in');
  expect((await as(portal(), world.viewer).get('/support')).status).toBe(200);
  // The stream ends with the session, so its text does.
  expect(await heard).toContain('event: ');
  await maya.submit(page, `${page}/reactivation`);
  // Access is back, the session is not.
  expect((await as(portal(), world.dana).get('/support')).location).toContain('/sign-in');
  const [row] = await peek(portal().database, 'select disabled_at from contacts where id = $1', [world.dana.id]);
  expect(row).toEqual({ disabled_at: null });
});

test('TRUST 34: an invitation that is taken back opens nothing; control: before, it did', async () => {
  const world = await newWorld(portal());
  const { id, link } = await invited(world);
  const page = contactPage(world, id);
  expect((await visitor(portal(), world).get(link)).text).toContain('name="name"');
  await as(portal(), world.owner).submit(page, `${page}/invitation/revocation`);
  expect((await visitor(portal(), world).get(link)).text).not.toContain('name="name"');
});

test('two entries of one person become one, with everything they asked and wrote', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', ask);
  await dana.submit('/support/1', '/support/1/replies', { body: 'And the doors.' });
  const page = contactPage(world, world.dana.id);
  const { id } = await invited(world, 'd.whitfield@acme.example');
  // The first press chooses, and moves nothing: what goes over is said before it is ticked.
  expect((await maya.get(`${page}/merging`)).text).not.toContain('name="sure"');
  const choice = `${page}/merging?into=${id}`;
  expect((await maya.get(choice)).text).toContain('The ticket that Dana Whitfield asked becomes');
  expect((await maya.submit(choice, `${page}/merging`)).status).toBe(422);
  expect(await peek(portal().database, 'select id from contacts where continues_as is not null')).toEqual([]);
  const [gone] = await peek<{ email: string }>(portal().database, 'select email from contacts where id = $1', [
    world.dana.id,
  ]);
  expect((await maya.submit(choice, `${page}/merging`, { sure: 'yes' })).status).toBe(303);
  expect((await maya.get('/audit?area=contact')).text).toContain(`merged Dana Whitfield (${gone!.email}) into `);
  const [ticket] = await peek(portal().database, 'select requester_id from tickets where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect(ticket).toEqual({ requester_id: id });
  const authors = await peek(portal().database, 'select distinct contact_id from replies where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect(authors).toEqual([{ contact_id: id }]);
  // The login goes along: Dana is still signed in, as the entry that stays.
  expect((await dana.get('/support/1')).status).toBe(200);
  expect((await maya.get(page)).location).toBe(`/contacts/${id}`);
  // Their former address is theirs still: nobody else is invited to it. Control: another one is.
  const form = `/customers/${world.accountId}/contacts/new`;
  const given = { contact_name: 'Dana', email: world.dana.email, role: 'contributor' };
  expect((await maya.submit(form, form, given)).status).toBe(422);
  expect((await maya.submit(form, form, { ...given, email: 'other@acme.example' })).status).toBe(303);
});

test('who signed in with an address that a merge shuts is told there which one lets them in; control: where it leads to another customer still, nothing is said', async () => {
  for (const elsewhere of [false, true]) {
    const world = await newWorld(portal());
    const { workspaceId, dana, viewer, rivalAccountId } = world;
    if (elsewhere)
      await peek(
        portal().database,
        `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
           values ($1, gen_random_uuid(), $2, $3, 'Dana there', $4)`,
        [workspaceId, rivalAccountId, dana.identityId, dana.email],
      );
    const page = `${contactPage(world, dana.id)}/merging`;
    const into = { into: viewer.id, sure: 'yes' };
    expect((await as(portal(), world.owner).submit(`${page}?into=${viewer.id}`, page, into)).status).toBe(303);
    const told = (await mailsTo(portal(), world, dana.email)).filter(({ kind }) => kind === 'contact.address_shut');
    expect(told.map(({ subject }) => subject)).toEqual(
      elsewhere ? [] : [`You sign in to Northwind Studio with ${viewer.email} from now on`],
    );
  }
});

test('TRUST 27: whoever becomes an approver by a merge does not stay signed in without the second step that role asks for; control: where it does not', async () => {
  for (const asks of [false, true]) {
    const world = await newWorld(portal());
    await peek(
      portal().database,
      "update roles set second_step_required = $2 where workspace_id = $1 and key = 'approver'",
      [world.workspaceId, asks],
    );
    const page = `/customers/${world.accountId}/contacts/new`;
    const maya = as(portal(), world.owner);
    await maya.submit(page, page, { contact_name: 'D. Whitfield', email: 'd@acme.example', role: 'approver' });
    const [entry] = await peek<{ id: string }>(
      portal().database,
      "select id from contacts where workspace_id = $1 and role = 'approver'",
      [world.workspaceId],
    );
    const merging = `${contactPage(world, world.dana.id)}/merging`;
    expect((await maya.submit(`${merging}?into=${entry!.id}`, merging, { sure: 'yes' })).status).toBe(303);
    const [now] = await peek(portal().database, 'select identity_id, role from contacts where id = $1', [entry!.id]);
    expect(now).toEqual({ identity_id: world.dana.identityId, role: 'approver' });
    const answer = await as(portal(), world.dana).get('/support');
    expect(answer.location?.includes('/sign-in') ?? false).toBe(asks);
  }
});

test('somebody who moves sees the new customer only, and what they asked stays where it was', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await as(portal(), world.dana).submit('/support/new', '/support', ask);
  const page = `${contactPage(world, world.dana.id)}/move`;
  const asked = await maya.get(page);
  expect(asked.text).toContain('Their ticket stays with Acme');
  const fields = { into: world.rivalAccountId, heir: world.viewer.id, sure: 'yes' };
  const details = `${contactPage(world, world.dana.id)}/details`;
  const form = await maya.form(details, details);
  // Nothing is chosen beforehand, and it is not done by one press.
  const move = (more: Record<string, string>) => maya.postRaw(page, { ...form, _once: crypto.randomUUID(), ...more });
  for (const part of [
    { sure: 'yes', into: '' },
    { sure: '', into: world.rivalAccountId },
  ]) {
    expect((await move(part)).status).toBe(422);
  }
  expect(asked.text).toMatch(/<select[^>]*name="into"[^>]*>\s*<option value=""/);
  expect((await move(fields)).location).toBe(`/customers/${world.rivalAccountId}`);
  const [ticket] = await peek(
    portal().database,
    'select account_id, requester_id from tickets where workspace_id = $1',
    [world.workspaceId],
  );
  expect(ticket).toEqual({ account_id: world.accountId, requester_id: world.viewer.id });
  const now = await peek(portal().database, 'select account_id from contacts where identity_id = $1', [
    world.dana.identityId,
  ]);
  expect(now).toEqual([{ account_id: world.rivalAccountId }]);
  expect((await as(portal(), world.viewer).get('/support/1')).status).toBe(200);
  // Their session of before opens nothing.
  expect((await as(portal(), world.dana).get('/support/1')).location).toContain('/sign-in');
  // They work here as well, later: invited again they are themselves here, for the team to see and to send away.
  const { email } = world.dana;
  const again = await invited(world, email);
  expect(again.id).toBe(world.dana.id);
  const guest = visitor(portal(), world);
  expect((await guest.submit(again.link, '/invitation', { name: 'Dana Whitfield' })).status).toBe(303);
  const back = contactPage(world, world.dana.id);
  expect((await maya.get(back)).text).toContain(email);
  await maya.submit(back, `${back}/deactivation`);
  expect((await guest.get('/support')).location).toContain('/sign-in');
});

test('a contact of another customer or business is not there; a viewer of the team changes nobody', async () => {
  const world = await newWorld(portal());
  const away = await newWorld(portal(), 'Lumen Cloud');
  expect((await as(portal(), world.owner).get(contactPage(world, world.rival.id))).status).toBe(404);
  expect((await as(portal(), away.owner).get(contactPage(world, world.dana.id))).status).toBe(404);
  expect((await as(portal(), world.dana).get(contactPage(world, world.dana.id))).status).toBe(404);
  await peek(portal().database, "update members set role = 'viewer' where id = $1", [world.agent.id]);
  expect((await as(portal(), world.agent).get(`${contactPage(world, world.dana.id)}/details`)).status).toBe(403);
});

/** From the next page on Priya has a role of these rights. */
async function withRights(world: World, rights: string[], reach = 'all') {
  const key = `own-${rights.length}-${reach}`;
  await peek(
    portal().database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach) values ($1, gen_random_uuid(), 'member', $2, 'Own', $3, $4)`,
    [world.workspaceId, key, rights, reach],
  );
  await peek(portal().database, 'update members set role = $2 where id = $1', [world.agent.id, key]);
  return as(portal(), world.agent);
}

test('who manages contacts and invites nobody sends an invited one away all the same, and their link opens nothing', async () => {
  const world = await newWorld(portal());
  const { id, link } = await invited(world);
  const priya = await withRights(world, ['customers.see', 'contacts.manage']);
  const page = contactPage(world, id);
  expect((await priya.submit(page, `${page}/deactivation`)).status).toBe(303);
  expect((await visitor(portal(), world).get(link)).text).not.toContain('name="name"');
});

test('TRUST 35: open tickets are handed to an heir by who may write tickets; control: without an heir they move the person', async () => {
  const world = await newWorld(portal());
  await as(portal(), world.dana).submit('/support/new', '/support', ask);
  const priya = await withRights(world, ['customers.see', 'contacts.manage']);
  const page = `${contactPage(world, world.dana.id)}/move`;
  expect((await priya.get(page)).text).not.toContain('name="heir"');
  const details = `${contactPage(world, world.dana.id)}/details`;
  const given = { ...(await priya.form(details, details)), into: world.rivalAccountId, sure: 'yes' };
  expect((await priya.postRaw(page, { ...given, heir: world.viewer.id })).status).toBe(403);
  expect((await priya.postRaw(page, { ...given, _once: crypto.randomUUID() })).status).toBe(303);
});

test('TRUST 35: whoever sees assigned customers only adds none, which they would not see; control: seeing all, they do', async () => {
  const world = await newWorld(portal());
  const rights = ['customers.see', 'customers.manage'];
  const limited = await withRights(world, rights, 'assigned');
  expect((await limited.get('/customers')).text).not.toContain('href="/customers/new"');
  expect((await limited.get('/customers/new')).status).toBe(403);
  const priya = await withRights(world, [...rights, 'contacts.invite']);
  const { status, location } = await priya.submit('/customers/new', '/customers/new', {
    name: 'Bluefern',
    lead: world.owner.id,
  });
  expect(status).toBe(303);
  expect((await priya.get(location!)).text).toContain('Bluefern');
});
