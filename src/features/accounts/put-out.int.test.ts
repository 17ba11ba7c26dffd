import { expect, test } from 'vitest';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectedDirectory, patch } from '#test/directory.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';

const portal = usePortal();

const sql = <Row extends object>(text: string, ...values: unknown[]) => peek<Row>(portal().database, text, values);
const words = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

/** Whether a new session of somebody's would open a page: what a link or a password would give them. */
async function mayComeIn(world: World, who: Actor): Promise<boolean> {
  const token = randomToken(32);
  await sql(
    `insert into sessions (workspace_id, id, identity_id, token_hash, expires_at)
     values ($1, gen_random_uuid(), $2, $3, now() + interval '1 day')`,
    world.workspaceId,
    who.identityId,
    sha256Hex(token),
  );
  return (await as(portal(), { ...who, token }).get('/support')).status === 200;
}

const pageOf = (world: World, id: string, account = world.accountId) => `/customers/${account}/contacts/${id}`;

/** Takes somebody's access away, by the business or by a colleague of theirs. */
async function putOut(world: World, who: Actor, by: 'team' | 'colleague'): Promise<void> {
  await sql("update contacts set role = 'account_admin' where id = $1", world.dana.id);
  const page = by === 'team' ? pageOf(world, who.id) : '/company';
  const path = by === 'team' ? `${page}/deactivation` : `/company/people/${who.id}/deactivation`;
  const done = await as(portal(), by === 'team' ? world.owner : world.dana).submit(page, path);
  expect(done.status).toBe(303);
}

/** An entry that nobody has joined with, and the link that was sent to it. */
async function invited(world: World, email: string, account = world.accountId): Promise<{ id: string; link: string }> {
  const form = `/customers/${account}/contacts/new`;
  const given = { contact_name: 'Luis O.', email, role: 'account_admin' };
  expect((await as(portal(), world.owner).submit(form, form, given)).status).toBe(303);
  const [entry] = await sql<{ id: string }>(
    'select id from contacts where account_id = $1 and email = $2',
    account,
    email,
  );
  const token = randomToken();
  await sql('update invitations set token_hash = $2 where contact_id = $1', entry!.id, sha256Hex(token));
  return { id: entry!.id, link: `/invitation?token=${token}` };
}

async function becomeOne(world: World, from: string, into: string): Promise<string> {
  const maya = as(portal(), world.owner);
  const page = `${pageOf(world, from)}/merging`;
  const { text } = await maya.get(`${page}?into=${into}`);
  expect((await maya.submit(`${page}?into=${into}`, page, { sure: 'yes' })).status).toBe(303);
  return words(text);
}

async function customersBecomeOne(world: World): Promise<string> {
  const maya = as(portal(), world.owner);
  const page = `/customers/${world.accountId}/merging`;
  const { text } = await maya.get(`${page}?into=${world.rivalAccountId}`);
  const done = await maya.submit(`${page}?into=${world.rivalAccountId}`, page, { sure: 'yes' });
  expect(done.location).toBe(`/customers/${world.rivalAccountId}`);
  return words(text);
}

test('TRUST 26: two entries that become one let in nobody whom the business or a colleague has put out, by a session or an old invitation, and the page before says so; control: who was in goes on so', async () => {
  for (const by of ['team', 'colleague', null] as const) {
    const world = await newWorld(portal());
    if (by) await putOut(world, world.viewer, by);
    const entry = await invited(world, 'luis.two@acme.example');
    const told = await becomeOne(world, world.viewer.id, entry.id);
    expect(told.includes(`The access of ${world.viewer.email} was taken away, and nobody comes in by this`)).toBe(
      by !== null,
    );
    expect(told.includes(`They sign in with ${world.viewer.email}, as before`)).toBe(by === null);
    expect(await mayComeIn(world, world.viewer)).toBe(by === null);
    if (!by) continue;
    expect((await visitor(portal(), world).get(entry.link)).text).not.toContain('name="name"');
    // Whoever took it away gives it back, and nobody else.
    const back = `/company/people/${entry.id}/reactivation`;
    expect((await as(portal(), world.dana).get('/company')).text.includes(back)).toBe(by === 'colleague');
    const page = pageOf(world, entry.id);
    expect((await as(portal(), world.owner).submit(page, `${page}/reactivation`)).status).toBe(303);
    expect(await mayComeIn(world, world.viewer)).toBe(true);
  }
});

test('TRUST 26: who becomes an entry that was put out is out with their session, which no access that is given back brings back; control: the other way round they stay in', async () => {
  for (const into of ['out', 'in'] as const) {
    const world = await newWorld(portal());
    const { dana } = world;
    const maya = as(portal(), world.owner);
    const ended = await invited(world, 'dana.two@acme.example');
    const page = pageOf(world, ended.id);
    expect((await maya.submit(page, `${page}/deactivation`)).status).toBe(303);
    const [from, to] = into === 'out' ? [dana.id, ended.id] : [ended.id, dana.id];
    expect((await becomeOne(world, from, to)).includes('The access of dana.two@acme.example was taken away')).toBe(
      into === 'out',
    );
    expect([(await as(portal(), dana).get('/support')).status, await mayComeIn(world, dana)]).toEqual(
      into === 'out' ? [303, false] : [200, true],
    );
    if (into === 'in') continue;
    expect((await maya.submit(page, `${page}/reactivation`)).status).toBe(303);
    expect([(await as(portal(), dana).get('/support')).status, await mayComeIn(world, dana)]).toEqual([303, true]);
  }
});

test('TRUST 33: a leaver of a directory comes back in by no merge: the directory alone lets them in; control: it does', async () => {
  const { ask, world } = await connectedDirectory(portal(), 'customer');
  const maya = as(portal(), world.owner);
  const user = await ask('POST', '/Users', { userName: world.viewer.email });
  await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'active', value: false }));
  const entry = await invited(world, 'luis.two@acme.example');
  const told = await becomeOne(world, world.viewer.id, entry.id);
  expect(told).toContain('nobody comes in by this');
  expect(await mayComeIn(world, world.viewer)).toBe(false);
  expect((await ask('GET', `/Users/${user.body.id}`)).body.active).toBe(false);
  const page = pageOf(world, entry.id);
  expect((await maya.get(page)).text).toContain('It alone gives it back');
  const token = await maya.form(page, '/sign-out');
  expect((await maya.postRaw(`${page}/reactivation`, token)).status).toBe(409);
  const on = await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'active', value: true }));
  expect([on.status, on.body.active]).toEqual([200, true]);
  expect(await mayComeIn(world, world.viewer)).toBe(true);
});

test('a leaver of one customer’s directory who moved to another is let in there by people, and by no word of that directory; control: back to the first one they are not invited', async () => {
  const { ask, world } = await connectedDirectory(portal(), 'customer');
  const maya = as(portal(), world.owner);
  const user = await ask('POST', '/Users', { userName: world.viewer.email });
  const active = (value: boolean) =>
    ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'active', value }));
  await active(false);
  const old = pageOf(world, world.viewer.id);
  const form = await maya.form(`${old}/details`, `${old}/details`);
  await maya.postRaw(`${old}/move`, { ...form, into: world.rivalAccountId, sure: 'yes' });
  const [there] = await sql<{ id: string }>(
    'select id from contacts where account_id = $1 and email = $2',
    world.rivalAccountId,
    world.viewer.email,
  );
  expect((await active(true)).status).toBe(400);
  expect(await mayComeIn(world, world.viewer)).toBe(false);
  const page = pageOf(world, there!.id, world.rivalAccountId);
  expect((await maya.get(page)).text).not.toContain('It alone gives it back');
  expect((await maya.submit(page, `${page}/reactivation`)).status).toBe(303);
  expect(await mayComeIn(world, world.viewer)).toBe(true);
  const invite = `/customers/${world.accountId}/contacts/new`;
  const given = { contact_name: 'Luis O.', email: world.viewer.email, role: 'viewer' };
  const again = await maya.submit(invite, invite, given);
  expect([again.status, again.text.includes('directory')]).toEqual([422, true]);
});

test('TRUST 26: two customers that become one let in nobody whom one of them had put out, and the page before says so; control: who was in is in', async () => {
  for (const by of ['team', 'colleague', null] as const) {
    const world = await newWorld(portal());
    if (by) await putOut(world, world.viewer, by);
    const entry = await invited(world, world.viewer.email, world.rivalAccountId);
    const told = await customersBecomeOne(world);
    expect(told.includes('had access taken away at one of the two, and has none afterwards')).toBe(by !== null);
    expect(await mayComeIn(world, world.viewer)).toBe(by === null);
    const [row] = await sql<{ mark: boolean }>('select ended_by_team as mark from contacts where id = $1', entry.id);
    expect(row!.mark).toBe(by === 'team');
  }
});

test('whoever is in at the customer that stays is in afterwards, and the page before says that they see what they had been put out of', async () => {
  const world = await newWorld(portal());
  await putOut(world, world.viewer, 'team');
  const { identityId, email } = world.viewer;
  await sql(
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
     values ($1, gen_random_uuid(), $2, $3, 'Luis there', $4, 'viewer')`,
    ...[world.workspaceId, world.rivalAccountId, identityId, email],
  );
  expect(await customersBecomeOne(world)).toContain('Luis there has no access at Acme Robotics any more');
  expect(await mayComeIn(world, world.viewer)).toBe(true);
});

test('TRUST 26: who moves to another customer without access has none there, and whom the business had put out its people do not let in; control: whom a colleague had, they do', async () => {
  for (const by of ['team', 'colleague'] as const) {
    const world = await newWorld(portal());
    await putOut(world, world.viewer, by);
    const maya = as(portal(), world.owner);
    const page = pageOf(world, world.viewer.id);
    expect(words((await maya.get(`${page}/move`)).text)).toContain('has none there either');
    const form = await maya.form(`${page}/details`, `${page}/details`);
    const moved = await maya.postRaw(`${page}/move`, { ...form, into: world.rivalAccountId, sure: 'yes' });
    expect(moved.location).toBe(`/customers/${world.rivalAccountId}`);
    expect(await mayComeIn(world, world.viewer)).toBe(false);
    await sql("update contacts set role = 'account_admin' where id = $1", world.rival.id);
    const { text } = await as(portal(), world.rival).get('/company');
    expect(text).toContain('Luis Ortega');
    expect(text.includes('/reactivation')).toBe(by === 'colleague');
  }
});

test('what the team took and gave back by an invitation a colleague takes and gives back; control: what the team takes once more, one does not', async () => {
  const world = await newWorld(portal());
  await putOut(world, world.viewer, 'team');
  const again = await invited(world, world.viewer.email);
  const joined = await visitor(portal(), world).submit(again.link, '/invitation', { name: 'Luis Ortega' });
  expect([joined.status, await mayComeIn(world, world.viewer)]).toEqual([303, true]);
  await sql("update contacts set role = 'viewer' where id = $1", world.viewer.id);
  const back = `/company/people/${world.viewer.id}/reactivation`;
  await putOut(world, world.viewer, 'colleague');
  const dana = as(portal(), world.dana);
  expect((await dana.submit('/company', back)).status).toBe(303);
  expect(await mayComeIn(world, world.viewer)).toBe(true);
  await putOut(world, world.viewer, 'team');
  expect((await dana.get('/company')).text).not.toContain(back);
});
