import { beforeEach, expect, test } from 'vitest';
import { isIn } from '#features/identity/doors.testing.ts';
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
const silent = usePortal({ NODE_ENV: 'production', DEMO: 'false' });
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  await anHourLater(portal());
});

const told = (kind: string) =>
  peek<{ identity_id: string; url: string }>(
    portal().database,
    'select identity_id, url from notifications where workspace_id = $1 and kind = $2',
    [world.workspaceId, kind],
  );

test('nobody signs up until the business says so: no page, no way to it, and no form that is taken', async () => {
  const stranger = visitor(portal(), world);
  expect((await stranger.get('/sign-in')).text).not.toContain('/sign-up');
  expect((await stranger.get('/sign-up')).status).toBe(404);
  const form = await stranger.form('/sign-in', '/sign-in/password');
  const fields = { ...form, name: 'N', company: 'C', email: 'n@fern.example' };
  expect((await stranger.postRaw('/sign-up', fields)).status).toBe(404);
  expect((await setRules(portal(), world)).location).toBe('/settings/sign-up');
  expect((await stranger.get('/sign-in')).text).toContain('href="/sign-up"');
  expect((await stranger.get('/sign-up')).status).toBe(200);
  await setRules(portal(), world, { mode: 'off' });
  expect((await stranger.get('/sign-up')).status).toBe(404);
});

test('where no mail goes out nobody can prove an address, and the settings say so', async () => {
  const mute = await newWorld(silent());
  await setRules(silent(), mute);
  expect((await visitor(silent(), mute).get('/sign-up')).status).toBe(404);
  expect((await as(silent(), mute.owner).get('/settings/sign-up')).text).toContain('sends no mail yet');
});

test('open: the address is proved first, nothing exists before, and the first of a company looks after it', async () => {
  await setRules(portal(), world);
  const before = await everythingIn(portal(), world);
  const token = await proofFor(portal(), world, 'noor@bluefern.example');
  expect(await everythingIn(portal(), world)).toEqual(before);
  const noor = visitor(portal(), world);
  const page = await noor.get(`/sign-up/proof?token=${token}`);
  expect(page.text).toContain('Blue Fern');
  await noor.get(`/sign-up/proof?token=${token}`);
  expect(await everythingIn(portal(), world)).toEqual(before);
  for (const weak of ['password12', 'noor@bluefern.example', 'Northwind2026!'])
    expect([weak, (await prove(noor, token, { password: weak })).status]).toEqual([weak, 422]);
  const done = await prove(noor, token, { company: 'Blue Fern GmbH', password: 'correct horse battery' });
  expect([done.status, done.location]).toEqual([303, '/']);
  expect(await isIn(noor)).toBe(true);
  expect((await noor.get('/company')).text).toContain('Noor Haddad');
  const [contact] = await contactsWith(portal(), world, 'noor@bluefern.example');
  expect(contact).toMatchObject({ account: 'Blue Fern GmbH', role: 'account_admin' });
  const [event] = await peek<{ actor_kind: string; account_id: string }>(
    portal().database,
    "select actor_kind, account_id from events where workspace_id = $1 and kind = 'newcomer.joined'",
    [world.workspaceId],
  );
  expect(event).toEqual({ actor_kind: 'contact', account_id: contact!.account_id });
  await portal().workJobs();
  expect((await told('newcomer.opened')).map(({ identity_id }) => identity_id)).toContain(world.owner.identityId);
});

test('an address in a customer’s domain comes to that customer, with the least; its admin is told and can end it', async () => {
  await setRules(portal(), world);
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const noor = visitor(portal(), world);
  const token = await proofFor(portal(), world, 'noor@acme.example');
  expect((await noor.get(`/sign-up/proof?token=${token}`)).text).toContain('your colleagues at Acme Robotics');
  await prove(noor, token, { company: 'Something Else' });
  const [contact] = await contactsWith(portal(), world, 'noor@acme.example');
  expect(contact).toMatchObject({ account: 'Acme Robotics', role: 'viewer' });
  await portal().workJobs();
  const mail = (await mailsTo(portal(), world, world.dana.email)).find(({ kind }) => kind === 'newcomer.joined');
  expect(mail?.text).toContain('noor@acme.example');
  expect((await told('newcomer.joined')).map(({ url }) => url)).toContain('/company');
  // Not to a colleague who looks after nobody.
  expect(await mailsTo(portal(), world, world.viewer.email)).toEqual([]);
  const dana = as(portal(), world.dana);
  expect((await dana.submit('/company', `/company/people/${contact!.id}/deactivation`)).status).toBe(303);
  expect(await isIn(noor)).toBe(false);
  // And stays out.
  await anHourLater(portal());
  await ask(visitor(portal(), world), 'noor@acme.example');
  await portal().workJobs();
  expect((await mailsTo(portal(), world, 'noor@acme.example')).at(-1)?.kind).toBe('newcomer.nowhere');
});

test('a proved domain attaches, one that was only claimed does not, nor a public one, nor any when attaching is off', async () => {
  await setRules(portal(), world);
  const claim = (domain: string, proved: boolean) =>
    peek(
      portal().database,
      `with c as (insert into sso_connections (workspace_id, id, account_id, kind, name, default_role)
         values ($1, gen_random_uuid(), $2, 'oidc', 'Acme', 'viewer')
         on conflict do nothing returning id),
       k as (select id from c union all select id from sso_connections where workspace_id = $1 and account_id = $2 limit 1)
       insert into sso_domains (workspace_id, id, connection_id, domain, secret, proved_at, proved_by)
         select $1, gen_random_uuid(), k.id, $3, 's', case when $4 then now() end, case when $4 then 'dns' end from k`,
      [world.workspaceId, world.accountId, domain, proved],
    );
  await claim('acme.example', true);
  await claim('acme-claimed.example', false);
  await claim('gmail.com', true);
  const leadsTo = async (email: string) => {
    await prove(visitor(portal(), world), await proofFor(portal(), world, email));
    return (await contactsWith(portal(), world, email))[0]?.account;
  };
  expect(await leadsTo('one@acme.example')).toBe('Acme Robotics');
  expect(await leadsTo('two@acme-claimed.example')).toBe('Blue Fern');
  expect(await leadsTo('three@gmail.com')).toBe('Blue Fern');
  expect(await leadsTo('four@mail.acme.example')).toBe('Blue Fern');
  await setRules(portal(), world, { attaches: '' });
  expect(await leadsTo('five@acme.example')).toBe('Blue Fern');
});

test('by domain: only what a customer has proved or the business vouches for lets anybody in', async () => {
  await setRules(portal(), world, { mode: 'domains' });
  await vouchFor(portal(), world, 'https://Partner.example/');
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  const refused = await vouchFor(portal(), world, 'gmail.com');
  expect([refused.status, refused.text.includes('Everybody can have an address there')]).toEqual([422, true]);
  expect((await vouchFor(portal(), world, 'partner.example')).text).toContain('on the list already');
  expect((await ask(visitor(portal(), world), 'noor@else.example')).location).toBe('/sign-up/sent');
  await portal().workJobs();
  expect((await mailsTo(portal(), world, 'noor@else.example')).map(({ kind }) => kind)).toEqual(['newcomer.nowhere']);
  await prove(visitor(portal(), world), await proofFor(portal(), world, 'noor@partner.example'));
  await prove(visitor(portal(), world), await proofFor(portal(), world, 'noor@acme.example'));
  expect((await contactsWith(portal(), world, 'noor@partner.example'))[0]?.account).toBe('Blue Fern');
  expect((await contactsWith(portal(), world, 'noor@acme.example'))[0]?.account).toBe('Acme Robotics');
  // What has changed since the mail went out counts when the link is used.
  const late = await proofFor(portal(), world, 'late@partner.example');
  const [row] = await peek<{ id: string }>(
    portal().database,
    "select id from sign_up_domains where domain = 'partner.example' and workspace_id = $1",
    [world.workspaceId],
  );
  await as(portal(), world.owner).submit('/settings/sign-up', `/settings/sign-up/domains/${row!.id}/removal`);
  expect((await visitor(portal(), world).get(`/sign-up/proof?token=${late}`)).status).toBe(410);
});

test('somebody who was written down or invited comes to where they are expected, and keeps the role they were given', async () => {
  await setRules(portal(), world);
  const page = `/customers/${world.accountId}/contacts/new`;
  await as(portal(), world.owner).submit(page, page, {
    contact_name: 'Noor H.',
    email: 'noor@elsewhere.example',
    role: 'contributor',
  });
  await prove(visitor(portal(), world), await proofFor(portal(), world, 'noor@elsewhere.example'));
  const found = await contactsWith(portal(), world, 'noor@elsewhere.example');
  expect(found).toMatchObject([{ account: 'Acme Robotics', role: 'contributor' }]);
  const open = await peek(
    portal().database,
    'select 1 from invitations where workspace_id = $1 and accepted_at is null and revoked_at is null',
    [world.workspaceId],
  );
  expect(open).toEqual([]);
});

test('an invitation to an address of another customer’s domain is sent, and says whose it would be', async () => {
  await vouchFor(portal(), world, 'acme.example', world.accountId);
  const owner = as(portal(), world.owner);
  const invite = async (accountId: string, email: string) => {
    const page = `/customers/${accountId}/contacts/new`;
    const sent = await owner.submit(page, page, { contact_name: 'Noor', email, role: 'viewer' });
    return (await owner.get(sent.location!)).text;
  };
  expect(await invite(world.rivalAccountId, 'noor@acme.example')).toContain('belong to Acme Robotics');
  expect(await invite(world.accountId, 'noor@acme.example')).not.toContain('belong to');
});

test('who stands for one customer already and has an address of another comes to both, and switches', async () => {
  await setRules(portal(), world);
  const domain = world.dana.email.split('@')[1]!;
  await vouchFor(portal(), world, domain, world.rivalAccountId);
  const dana = visitor(portal(), world);
  await prove(dana, await proofFor(portal(), world, world.dana.email), { name: 'Dana Whitfield' });
  const accounts = (await contactsWith(portal(), world, world.dana.email)).map(({ account }) => account);
  expect(accounts.sort()).toEqual(['Acme Robotics', 'Harbor Pine']);
  const home = await dana.get('/');
  expect(home.text).toContain(`/company/${world.accountId}/choice`);
});

test('the business’s own fields and terms are asked at the door, and kept where they belong', async () => {
  await setRules(portal(), world, { terms_url: 'https://northwind.example/terms' });
  const owner = as(portal(), world.owner);
  const field = (more: Record<string, string>) =>
    owner.submit('/settings/fields/new', '/settings/fields', {
      kind: 'text',
      customer: 'edit',
      edits: 'apply',
      required: 'yes',
      at_sign_up: 'yes',
      ...more,
    });
  await field({ subject: 'account', label: 'VAT number' });
  await field({ subject: 'contact', label: 'Department' });
  await field({ subject: 'account', label: 'Hidden thing', customer: 'hidden' });
  await field({ subject: 'account', label: 'Not at the door', at_sign_up: '' });
  const stranger = visitor(portal(), world);
  const page = await stranger.get('/sign-up');
  expect(page.text).toContain('VAT number');
  expect(page.text).not.toMatch(/Hidden thing|Not at the door/);
  const names = [...page.text.matchAll(/name="(f-[0-9a-f-]+)"/g)].map(([, name]) => name!);
  const without = await ask(stranger, 'noor@bluefern.example', { [names[0]!]: 'DE 123' });
  expect(without.status).toBe(422);
  expect(without.text).toContain('We need this from you.');
  expect(without.text).toContain('Without this we cannot let you in.');
  expect(without.text).toContain('value="DE 123"');
  const token = await proofFor(portal(), world, 'noor@bluefern.example', {
    terms: 'on',
    [names[0]!]: 'DE 123',
    [names[1]!]: 'Purchasing',
  });
  await prove(visitor(portal(), world), token);
  const values = await peek<{ label: string; text_value: string }>(
    portal().database,
    `select d.label, v.text_value from field_values v join field_definitions d on d.id = v.field_id
     where v.workspace_id = $1 order by d.label`,
    [world.workspaceId],
  );
  expect(values).toEqual([
    { label: 'Department', text_value: 'Purchasing' },
    { label: 'VAT number', text_value: 'DE 123' },
  ]);
});

test('TRUST 2: a field that only some customers are shown is not asked at the door, nor kept when it was asked before', async () => {
  await setRules(portal(), world);
  const owner = as(portal(), world.owner);
  const said = {
    kind: 'text',
    customer: 'edit',
    edits: 'apply',
    at_sign_up: 'yes',
    subject: 'contact',
    label: 'Badge',
  };
  await owner.submit('/settings/fields/new', '/settings/fields', said);
  const inWorld = <Row extends Record<string, unknown>>(statement: string, ...more: string[]) =>
    peek<Row>(portal().database, statement, [world.workspaceId, ...more]);
  const [field] = await inWorld<{ id: string }>('select id from field_definitions where workspace_id = $1');
  const page = `/settings/fields/${field!.id}`;
  const show = async (to: string) =>
    expect((await owner.submit(page, page, { ...said, 'shown-to': to })).status).toBe(303);
  const asked = async () => (await visitor(portal(), world).get('/sign-up')).text.includes(`f-${field!.id}`);
  const kept = (email: string) =>
    inWorld(
      'select text_value from field_values v join contacts c on c.id = contact_id where c.workspace_id = $1 and email = $2',
      email,
    );
  const answer = { [`f-${field!.id}`]: 'B-17' };
  const before = await proofFor(portal(), world, 'noor@bluefern.example', answer);
  await show('nobody');
  expect(await asked()).toBe(false);
  await prove(visitor(portal(), world), before);
  await prove(visitor(portal(), world), await proofFor(portal(), world, 'zoe@redfern.example', answer));
  expect(await kept('noor@bluefern.example')).toEqual([]);
  expect(await kept('zoe@redfern.example')).toEqual([]);
  // Control: everybody's again, it is asked and kept.
  await show('everyone');
  expect(await asked()).toBe(true);
  await prove(visitor(portal(), world), await proofFor(portal(), world, 'ada@bluefern.example', answer));
  expect(await kept('ada@bluefern.example')).toEqual([{ text_value: 'B-17' }]);
});

test('in German, and without a name, a company or an address the form comes back as it was typed', async () => {
  await setRules(portal(), world);
  const stranger = visitor(portal(), world);
  const empty = await ask(stranger, 'not an address', { name: '  ', company: '<b>Fern' });
  expect(empty.status).toBe(422);
  for (const words of ['What is your name?', 'value="&lt;b&gt;Fern"', 'value="not an address"'])
    expect(empty.text).toContain(words);
  const unseen = await ask(stranger, 'noor@bluefern.example', { name: 'Noor \u202eddaH', company: 'Blue\u200b Fern' });
  expect([unseen.status, unseen.text.split('nobody can see').length]).toEqual([422, 3]);
  const german = await stranger.get('/sign-up', { 'accept-language': 'de' });
  expect(german.text).toContain('E-Mail anfordern');
});
