import { expect, test } from 'vitest';
import { as, visitor } from './client.ts';
import { peek, peekOne } from './database.ts';
import { connectedDirectory, patch } from './directory.ts';
import { usePortal } from './portal.ts';

const portal = usePortal();

const connected = (of?: 'team' | 'customer') => connectedDirectory(portal(), of);
const one = <Row extends Record<string, unknown>>(statement: string, values: unknown[]) =>
  peekOne<Row>(portal().database, statement, values);

const access = async (email: string) =>
  (await one<{ role: string; disabled_at: Date | null }>('select role, disabled_at from contacts where email = $1', [
    email,
  ]))!;
const [off, on] = [false, true].map((value) => patch({ op: 'replace', path: 'active', value }));
const log = (workspaceId: string) =>
  peek<{ kind: string; data: Record<string, unknown> }>(
    portal().database,
    "select kind, data from events where workspace_id = $1 and kind like 'sso.person%' order by seq",
    [workspaceId],
  );

test('TRUST 33: whom the business has sent away stays away, whatever the directory says after it; control: whom it took away itself comes back', async () => {
  const { ask, domain, world } = await connected('customer');
  const made: Record<string, string> = {};
  for (const name of ['hand', 'own']) {
    const user = await ask('POST', '/Users', { userName: `${name}@${domain}`, displayName: name });
    made[name] = user.body.id!;
  }
  const contact = await one<{ id: string }>('select id from contacts where email = $1', [`hand@${domain}`]);
  const page = `/customers/${world.accountId}/contacts/${contact!.id}`;
  expect((await as(portal(), world.owner).submit(page, `${page}/deactivation`)).status).toBe(303);
  for (const id of Object.values(made)) expect((await ask('PATCH', `/Users/${id}`, off)).status).toBe(200);
  const [refused, back] = [await ask('PATCH', `/Users/${made.hand}`, on), await ask('PATCH', `/Users/${made.own}`, on)];
  expect([refused.status, refused.body.scimType, back.status]).toEqual([400, 'mutability', 200]);
  for (const id of Object.values(made)) await ask('DELETE', `/Users/${id}`);
  expect((await ask('POST', '/Users', { userName: `hand@${domain}`, displayName: 'hand' })).status).toBe(409);
  expect((await ask('POST', '/Users', { userName: `own@${domain}`, displayName: 'own' })).status).toBe(201);
  expect((await access(`hand@${domain}`)).disabled_at).not.toBeNull();
  expect((await access(`own@${domain}`)).disabled_at).toBeNull();
  expect((await log(world.workspaceId)).at(-1)!.kind).toBe('sso.person_reactivated');
});

test('whom the team’s directory brings needs their invitation no more; control: that of somebody else stays open', async () => {
  const { ask, domain, world } = await connected();
  const [noor, other] = [`noor@${domain}`, `other@${domain}`];
  await peek(
    portal().database,
    `insert into member_invitations (workspace_id, id, name, email, role, invited_by, token_hash, expires_at)
     select $1, gen_random_uuid(), 'Noor', email, 'agent', $3, encode(sha256(email::bytea), 'hex'), now() + interval '7 days'
     from unnest($2::text[]) email`,
    [world.workspaceId, [noor, other], world.owner.id],
  );
  expect((await ask('POST', '/Users', { userName: noor, displayName: 'Noor' })).status).toBe(201);
  const open = 'select email from member_invitations where workspace_id = $1 and accepted_at is null';
  expect(await peek(portal().database, open, [world.workspaceId])).toEqual([{ email: other }]);
});

test('TRUST 26: of two entries that became one the directory takes away the one that stayed; control: until it does they are in', async () => {
  const { ask, domain, world } = await connected('customer');
  const user = await ask('POST', '/Users', { userName: `two@${domain}`, displayName: 'Two' });
  const id = async (email: string) =>
    (await one<{ id: string }>('select id from contacts where email = $1', [email]))!.id;
  const gone = await id(`two@${domain}`);
  const page = `/customers/${world.accountId}/contacts/${gone}`;
  const choice = `${page}/merging?into=${world.dana.id}`;
  const merged = await as(portal(), world.owner).submit(choice, `${page}/merging`, { sure: 'yes' });
  expect(merged.status).toBe(303);
  const dana = as(portal(), world.dana);
  expect((await dana.get('/')).status).toBe(200);
  const { status, body } = await ask('PATCH', `/Users/${user.body.id}`, off);
  expect([status, body.active]).toEqual([200, false]);
  expect((await dana.get('/')).location).toMatch(/^\/sign-in/);
  expect((await access(world.dana.email)).disabled_at).not.toBeNull();
  // And brings back the same; by which address they sign in is not the directory's any more.
  expect((await ask('PATCH', `/Users/${user.body.id}`, on)).status).toBe(200);
  expect((await access(world.dana.email)).disabled_at).toBeNull();
});

test('TRUST 34: an old invitation brings back nobody whom their directory has taken away; control: before they were known to it, it let them in', async () => {
  const { ask, domain, world } = await connected('customer');
  const owner = as(portal(), world.owner);
  const invite = async (email: string) => {
    const path = `/customers/${world.accountId}/contacts/new`;
    await owner.submit(path, path, { contact_name: 'Ann', email, role: 'contributor', title: '', message: '' });
    await portal().workJobs();
    const [mail] = await peek<{ text: string }>(
      portal().database,
      "select text from mails where to_address = $1 and kind = 'invitation.sent'",
      [email],
    );
    return /\/invitation\?token=[\w-]+/.exec(mail!.text)![0];
  };
  const open = async (link: string) => (await visitor(portal(), world).get(link)).text;
  const link = await invite(`ann@${domain}`);
  expect(await open(link)).toContain('name="name"');
  const user = await ask('POST', '/Users', { userName: `ann@${domain}`, displayName: 'Ann' });
  expect(user.status).toBe(201);
  expect((await log(world.workspaceId)).at(-1)).toMatchObject({ kind: 'sso.person_added', data: { by: 'directory' } });
  expect(await open(link)).not.toContain('name="name"');
  await ask('PATCH', `/Users/${user.body.id}`, off);
  expect(await open(link)).not.toContain('name="name"');
});

test('a customer that was put away gets nobody by its directory, and whoever is taken away meanwhile stays so when it comes back', async () => {
  const { ask, domain, world } = await connected('customer');
  const ids: string[] = [];
  for (const name of ['stays', 'goes']) {
    const user = await ask('POST', '/Users', { userName: `${name}@${domain}`, displayName: name });
    ids.push(user.body.id!);
  }
  const owner = as(portal(), world.owner);
  const page = `/customers/${world.accountId}`;
  await owner.submit(`${page}/archival`, `${page}/archival`);
  expect((await ask('POST', '/Users', { userName: `late@${domain}`, displayName: 'Late' })).status).toBe(403);
  expect((await ask('PATCH', `/Users/${ids[1]}`, off)).status).toBe(200);
  expect((await ask('PATCH', `/Users/${ids[1]}`, on)).status).toBe(403);
  await owner.submit(page, `${page}/restoration`);
  expect((await access(`stays@${domain}`)).disabled_at).toBeNull();
  expect((await access(`goes@${domain}`)).disabled_at).not.toBeNull();
  // Control: back, its directory lets people in again.
  expect((await ask('PATCH', `/Users/${ids[1]}`, on)).status).toBe(200);
});

test('an address that somebody else of the customer is written down with is taken, and nobody is kept in by a domain that is lost', async () => {
  const { ask, domain, world, id } = await connected('customer');
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email, role) values ($1, gen_random_uuid(), $2, 'Noted', $3, 'viewer')`,
    [world.workspaceId, world.accountId, `noted@${domain}`],
  );
  const user = await ask('POST', '/Users', { userName: `kim@${domain}`, displayName: 'Kim' });
  const moved = patch({ op: 'replace', path: 'userName', value: `noted@${domain}` });
  expect((await ask('PATCH', `/Users/${user.body.id}`, moved)).status).toBe(409);
  await peek(portal().database, 'update sso_domains set proved_at = null, proved_by = null where connection_id = $1', [
    id,
  ]);
  expect((await ask('PATCH', `/Users/${user.body.id}`, off)).status).toBe(200);
  expect((await ask('PATCH', `/Users/${user.body.id}`, on)).status).toBe(400);
});

test('TRUST 33: a customer’s directory moves nobody’s address who is of another customer too; control: who is of theirs alone', async () => {
  const { ask, domain, world } = await connected('customer');
  const user = await ask('POST', '/Users', { userName: `two@${domain}`, displayName: 'Two Hats' });
  const move = async () =>
    (await ask('PATCH', `/Users/${user.body.id}`, patch({ op: 'replace', path: 'userName', value: `moved@${domain}` })))
      .status;
  const addresses = () =>
    peek(portal().database, 'select distinct email from contacts where workspace_id = $1 and name = $2', [
      world.workspaceId,
      'Two Hats',
    ]);
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
     select c.workspace_id, gen_random_uuid(), $2, c.identity_id, c.name, c.email from contacts c where c.workspace_id = $1 and c.name = 'Two Hats'`,
    [world.workspaceId, world.rivalAccountId],
  );
  expect([await move(), await addresses()]).toEqual([400, [{ email: `two@${domain}` }]]);
  await peek(
    portal().database,
    "delete from contacts where workspace_id = $1 and name = 'Two Hats' and account_id = $2",
    [world.workspaceId, world.rivalAccountId],
  );
  expect([await move(), await addresses()]).toEqual([200, [{ email: `moved@${domain}` }]]);
});
