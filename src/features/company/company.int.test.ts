import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const ask = { subject: 'The lights are out', urgency: 'slows', body: 'All of them.' };

const become = (id: string, role: string) =>
  peek(portal().database, 'update contacts set role = $2 where id = $1', [id, role]);
const roleOf = (id: string) =>
  peek<{ role: string; disabled: boolean }>(
    portal().database,
    'select role, disabled_at is not null as disabled from contacts where id = $1',
    [id],
  ).then(([row]) => row!);

async function worldWithAdmin(): Promise<World> {
  const world = await newWorld(portal());
  await become(world.dana.id, 'account_admin');
  return world;
}

test('an account admin invites a colleague, who joins with the role they were given', async () => {
  const world = await worldWithAdmin();
  const dana = as(portal(), world.dana);
  const given = { contact_name: 'Ben Adeyemi', email: 'ben@acme.example', role: 'viewer' };
  const unseen = await dana.submit('/company', '/company/people', { ...given, contact_name: 'Ben \u202eiydA' });
  expect([unseen.status, unseen.text.includes('a character in it that nobody can see')]).toEqual([422, true]);
  expect((await dana.submit('/company', '/company/people', given)).status).toBe(303);
  const [mail] = await peek<{ text: string; subject: string }>(
    portal().database,
    "select text, subject from mails where to_address = 'ben@acme.example' and workspace_id = $1",
    [world.workspaceId],
  );
  expect(mail!.subject).toContain('Dana Whitfield');
  const link = /\/invitation\?token=[\w-]+/.exec(mail!.text)![0];
  const ben = visitor(portal(), world);
  expect((await ben.get(link)).text).toContain('Ben Adeyemi');
  // Dana speaks for her own company, not for the business whose portal it is.
  expect(mail!.text).toContain('because Dana Whitfield added you to Acme');
  expect((await ben.get(link)).text).not.toContain('at Fernhill');
  await ben.submit(link, '/invitation', { name: 'Ben Adeyemi', password: 'a long enough phrase 7' });
  expect((await ben.get('/company')).text).toContain('Ben Adeyemi (you)');
  expect((await ben.get('/company')).text).not.toContain('Send the invitation');
});

test('TRUST 35: a contributor changes nobody, not even with a forged form; control: the account admin does', async () => {
  const world = await worldWithAdmin();
  const path = `/company/people/${world.viewer.id}/role`;
  const dana = as(portal(), world.dana);
  const form = await dana.form('/company', path);
  await become(world.dana.id, 'contributor');
  expect((await dana.postRaw(path, { ...form, role: 'account_admin' })).status).toBe(403);
  expect((await roleOf(world.viewer.id)).role).toBe('viewer');
  const self = `/company/people/${world.dana.id}/role`;
  expect((await dana.postRaw(self, { ...form, _once: 'another-once-key', role: 'account_admin' })).status).toBe(403);
  await become(world.dana.id, 'account_admin');
  await dana.submit('/company', path, { role: 'billing' });
  expect((await roleOf(world.viewer.id)).role).toBe('billing');
});

test.each(['billing', 'approver'])(
  'a colleague who is %s is looked after like anybody, and keeps what they may do',
  async (role) => {
    const world = await worldWithAdmin();
    await become(world.viewer.id, role);
    const dana = as(portal(), world.dana);
    const address = `/company/people/${world.viewer.id}`;
    const form = (await dana.get('/company')).text.split(`action="${address}/role"`)[1]!.split('</form>')[0]!;
    expect(form).toMatch(
      new RegExp(`<option[^>]* value="${role}"[^>]* selected|<option[^>]* selected[^>]* value="${role}"`),
    );
    await dana.submit('/company', `${address}/deactivation`);
    expect((await roleOf(world.viewer.id)).disabled).toBe(true);
    await dana.submit('/company', `${address}/reactivation`);
    await dana.submit('/company', `${address}/role`, { role: 'contributor' });
    expect(await roleOf(world.viewer.id)).toEqual({ role: 'contributor', disabled: false });
    // What was taken away can be given back.
    const after = (await dana.get('/company')).text.split(`action="${address}/role"`)[1]!.split('</form>')[0]!;
    expect(after).toContain(`value="${role}"`);
    await dana.submit('/company', `${address}/role`, { role });
    expect(await roleOf(world.viewer.id)).toEqual({ role, disabled: false });
    // Control: whoever may not look after colleagues is offered none of it.
    expect((await as(portal(), world.viewer).get('/company')).text).not.toContain(`${address}/`);
  },
);

test('TRUST 35: a colleague of another customer, or of another business, is not there', async () => {
  const world = await worldWithAdmin();
  const dana = as(portal(), world.dana);
  const form = await dana.form('/company', `/company/people/${world.viewer.id}/role`);
  const answer = await dana.postRaw(`/company/people/${world.rival.id}/role`, { ...form, role: 'viewer' });
  expect(answer.status).toBe(404);
  expect((await roleOf(world.rival.id)).role).toBe('contributor');
});

test('taking access away signs out at once; the last account admin stays, also when two go at each other', async () => {
  const world = await worldWithAdmin();
  const dana = as(portal(), world.dana);
  await dana.submit('/company', `/company/people/${world.viewer.id}/deactivation`);
  expect((await as(portal(), world.viewer).get('/support')).location).toContain('/sign-in');
  await dana.submit('/company', `/company/people/${world.viewer.id}/reactivation`);
  expect(await roleOf(world.viewer.id)).toEqual({ role: 'viewer', disabled: false });

  await become(world.viewer.id, 'account_admin');
  await peek(portal().database, 'update sessions set revoked_at = null where identity_id = $1', [
    world.viewer.identityId,
  ]);
  const luis = as(portal(), world.viewer);
  const [mine, theirs] = [
    `/company/people/${world.viewer.id}/deactivation`,
    `/company/people/${world.dana.id}/deactivation`,
  ];
  const forms = [await dana.form('/company', mine), await luis.form('/company', theirs)];
  await Promise.all([dana.postRaw(mine, forms[0]!), luis.postRaw(theirs, forms[1]!)]);
  const left = [await roleOf(world.dana.id), await roleOf(world.viewer.id)].filter((one) => !one.disabled);
  expect(left).toHaveLength(1);
  // And whoever is left cannot be demoted by their own hand.
  const last = left[0] === undefined || (await roleOf(world.dana.id)).disabled ? world.viewer : world.dana;
  const form = await as(portal(), last).form('/company', '/company/people');
  await as(portal(), last).postRaw(`/company/people/${last.id}/role`, { ...form, role: 'viewer' });
  expect((await roleOf(last.id)).role).toBe('account_admin');
});

test('ACC-4: somebody of two customers sees one at a time, turns to the other, and is told what waits there', async () => {
  const world = await newWorld(portal());
  const { rivalAccountId: other } = world;
  await as(portal(), world.dana).submit('/support/new', '/support', ask);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, created_at)
       values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, now() + interval '1 hour')`,
    [world.workspaceId, other, world.dana.identityId, world.dana.email],
  );
  const dana = as(portal(), world.dana);
  expect((await dana.get('/support')).text).toContain('The lights are out');
  const switched = await dana.submit('/', `/company/${other}/choice`);
  expect(switched.location).toBe('/');
  expect((await dana.get('/support?view=all')).text).not.toContain('The lights are out');
  expect((await dana.get('/support/1')).status).toBe(404);
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'Which lights?', outcome: 'wait' });
  const { text } = await dana.get('/');
  expect(text).toContain('Something waits for you at another customer');
  expect(text).toContain('Harbor Pine');
  // What waits behind a door that is shut there is no reason to turn to it.
  const gate = (to: string) =>
    as(portal(), world.owner).submit('/settings/rooms', '/settings/rooms', { 'support-to': to });
  await gate('nobody');
  const shut = (await dana.get('/')).text;
  expect(shut).toContain('Harbor Pine');
  expect(shut).not.toMatch(/Something waits for you at another customer|waits for you</);
  await gate('everyone');
  expect((await dana.get('/')).text).toContain('Something waits for you at another customer');
  // What a colleague asked waits for them where they are named on it; with a role that only reads nothing does.
  const [luis, priya] = [as(portal(), world.viewer), as(portal(), world.agent)];
  const roleThere = (who: string, role: string) =>
    peek(portal().database, 'update contacts set role = $2 where id = $1', [who, role]);
  await roleThere(world.viewer.id, 'contributor');
  await luis.submit('/support/new', '/support', { ...ask, subject: 'The doors as well' });
  await priya.submit('/inbox/2', '/inbox/2/replies', { body: 'Which doors?', outcome: 'wait' });
  const waits = async () => /(\d+)<span class="visually-hidden"> waits? for you</.exec((await dana.get('/')).text)?.[1];
  expect(await waits()).toBe('1');
  await peek(
    portal().database,
    `insert into ticket_people (workspace_id, account_id, ticket_id, contact_id)
       select workspace_id, account_id, id, $2 from tickets where workspace_id = $1 and number = 2`,
    [world.workspaceId, world.dana.id],
  );
  expect(await waits()).toBe('2');
  await luis.submit('/support/2', '/support/2/narrowing');
  expect(await waits()).toBe('2');
  await roleThere(world.dana.id, 'viewer');
  expect(await waits()).toBeUndefined();
  await roleThere(world.dana.id, 'contributor');
  const [event] = await peek(
    portal().database,
    "select data from events where kind = 'identity.account_chosen' and workspace_id = $1",
    [world.workspaceId],
  );
  expect(event).toEqual({ data: { from: world.accountId, to: other } });
});

test('ACC-4: nobody turns to a customer that is not theirs; control: the menu of somebody with one customer has no switch', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const form = await dana.form('/', '/preferences');
  const answer = await dana.postRaw(`/company/${world.rivalAccountId}/choice`, { ...form, _once: 'a-key-of-my-own' });
  expect(answer.status).toBe(404);
  expect((await dana.get('/')).text).not.toContain('/choice');
});

test('TRUST 27: whoever gets a role that asks for a second step does not stay signed in without one; control: another role', async () => {
  const world = await worldWithAdmin();
  await peek(
    portal().database,
    "update roles set second_step_required = true where workspace_id = $1 and key = 'approver'",
    [world.workspaceId],
  );
  const viewer = as(portal(), world.viewer);
  const give = (role: string) =>
    as(portal(), world.dana).submit('/company', `/company/people/${world.viewer.id}/role`, { role });
  await give('contributor');
  expect((await viewer.get('/company')).status).toBe(200);
  await give('approver');
  expect((await viewer.get('/company')).location).toContain('/sign-in');
  const page = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const dana = as(portal(), world.dana);
  const facts = { contact_name: 'Dana Whitfield', name: 'Dana Whitfield', title: '', phone: '' };
  const given = await as(portal(), world.owner).submit(`${page}/details`, `${page}/details`, {
    ...facts,
    role: 'approver',
  });
  expect(given.status).toBe(303);
  expect((await dana.get('/company')).location).toContain('/sign-in');
});

test('whose access the business took away a colleague does not give back; control: what a colleague took, one gives back', async () => {
  const world = await newWorld(portal());
  await become(world.dana.id, 'account_admin');
  const [maya, dana] = [as(portal(), world.owner), as(portal(), world.dana)];
  const contact = `/customers/${world.accountId}/contacts/${world.viewer.id}`;
  const back = `/company/people/${world.viewer.id}/reactivation`;
  expect((await maya.submit(contact, `${contact}/deactivation`)).status).toBe(303);
  const { text } = await dana.get('/company');
  expect(text).toContain('Northwind Studio took it away, and gives it back.');
  expect(text).not.toContain(back);
  expect((await dana.postRaw(back, await dana.form('/company', '/sign-out'))).status).toBe(409);
  const given = { contact_name: 'Luis', email: world.viewer.email, title: '', role: 'viewer' };
  const invited = await dana.submit('/company', '/company/people', given);
  expect([invited.status, invited.text.includes('access was taken away by us')]).toEqual([422, true]);
  expect((await maya.submit(contact, `${contact}/reactivation`)).status).toBe(303);
  expect((await dana.submit('/company', `/company/people/${world.viewer.id}/deactivation`)).status).toBe(303);
  expect((await dana.submit('/company', back)).status).toBe(303);
});
