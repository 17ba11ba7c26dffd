import { beforeEach, describe, expect, test } from 'vitest';
import { eventsOf, mailsTo } from '#features/identity/doors.testing.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { endSessions, newWorld, type World } from '#test/world.ts';
import { zoneAt, zonesByRegion } from './zones.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const fields = {
  name: 'Dana Whitfield-Ray',
  title: 'Head of Marketing',
  phone: '+1 (512) 555-0142',
  locale: 'en',
  zone: 'America/Chicago',
  theme: 'dark',
  hotkeys: 'on',
};
const save = (client: Client, given: Record<string, string> = {}) =>
  client.submit('/account', '/account/profile', { ...fields, ...given });

const rowOf = async (table: 'contacts' | 'members' | 'identities', id: string) =>
  (await peek<Record<string, unknown>>(portal().database, `select * from ${table} where id = $1`, [id]))[0]!;

test('what somebody says of themselves is on their rows, on the team’s pages, and in the log by its names only', async () => {
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'A question', urgency: 'question', body: 'Well?' });
  expect((await save(dana)).location).toBe('/account');
  expect(await rowOf('contacts', world.dana.id)).toMatchObject({
    name: fields.name,
    title: fields.title,
    phone: fields.phone,
    role: 'contributor',
    account_id: world.accountId,
  });
  expect(await rowOf('identities', world.dana.identityId)).toMatchObject({
    name: fields.name,
    locale: 'en',
    zone: 'America/Chicago',
    theme: 'dark',
    hotkeys: true,
    email: world.dana.email,
  });
  const priya = as(portal(), world.agent);
  for (const page of ['/inbox/1', `/customers/${world.accountId}`, '/inbox']) {
    expect((await priya.get(page)).text, page).toContain(fields.name);
  }
  expect((await priya.get('/inbox/1')).text).toContain('href="tel:+15125550142"');
  const [event] = await eventsOf(portal(), world, 'profile.changed');
  expect(event).toMatchObject({ audience: 'team', actor_identity_id: world.dana.identityId });
  expect(event!.data.changed).toEqual(['name', 'title', 'phone', 'locale', 'zone', 'theme']);
});

test('a member’s own profile, in the other language; their customers see the phone', async () => {
  const maya = as(portal(), world.owner);
  const answer = await save(maya, { name: 'Maya Lindqvist', title: 'Account lead', locale: 'de', hotkeys: '' });
  expect(answer.status).toBe(303);
  expect((await maya.get('/account')).text).toContain('Ab jetzt steht es überall so.');
  expect(await rowOf('members', world.owner.id)).toMatchObject({ title: 'Account lead', role: 'owner' });
  expect((await rowOf('identities', world.owner.identityId)).hotkeys).toBe(false);
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'A question', urgency: 'question', body: 'Well?' });
  expect((await dana.get('/')).text).toContain('tel:+15125550142');
});

test('a switch that is off sends nothing, and means off', async () => {
  const form = await as(portal(), world.dana).form('/account', '/account/profile');
  const { hotkeys: _, ...rest } = fields;
  await as(portal(), world.dana).postRaw('/account/profile', { ...form, ...rest });
  expect((await rowOf('identities', world.dana.identityId)).hotkeys).toBe(false);
});

test('saving what is so already is no event', async () => {
  const dana = as(portal(), world.dana);
  await save(dana);
  await save(dana);
  expect(await eventsOf(portal(), world, 'profile.changed')).toHaveLength(1);
  expect((await dana.get('/account')).text).toContain('Everything was like that already.');
});

test('whoever is a contact of two accounts has one name in both', async () => {
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email)
     values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4)`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  await save(as(portal(), world.dana));
  const names = await peek<{ name: string }>(portal().database, 'select name from contacts where identity_id = $1', [
    world.dana.identityId,
  ]);
  expect(names.map((row) => row.name)).toEqual([fields.name, fields.name]);
});

test('what somebody is called and does at another customer stays as it is there, until they say otherwise themselves', async () => {
  const [other] = await peek<{ id: string }>(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, title, phone)
     values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, 'Board adviser', '+49 30 7654321') returning id`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  const { title, phone } = (await rowOf('contacts', world.dana.id)) as { title: string; phone: string };
  const now = { name: world.dana.name, title, phone };
  const there = { title: 'Board adviser', phone: '+49 30 7654321' };
  const dana = as(portal(), world.dana);
  await save(dana, { ...now, theme: 'light' });
  expect(await rowOf('contacts', other!.id)).toMatchObject(there);
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [other!.id]);
  await save(dana, { ...now, title: 'Head of Marketing' });
  expect(await rowOf('contacts', other!.id)).toMatchObject(there);
  await peek(portal().database, 'update contacts set disabled_at = null where id = $1', [other!.id]);
  await save(dana, { ...now, title: 'Chief of Marketing' });
  expect(await rowOf('contacts', other!.id)).toMatchObject({ ...there, title: 'Chief of Marketing' });
});

describe('what does not go', () => {
  test.each([
    ['name', '', 'Tell us what to call you.'],
    ['name', '   ', 'Tell us what to call you.'],
    ['name', 'x'.repeat(161), '160 characters at most'],
    ['name', 'Dana\u202eatihW', 'nobody can see'],
    ['title', 'x'.repeat(121), '120 characters at most'],
    ['phone', 'call me', 'at least five digits'],
    ['phone', '12', 'at least five digits'],
    ['phone', 'javascript:alert(1)', 'at least five digits'],
    ['zone', 'Mars/Olympus', 'Choose a time zone'],
    ['zone', '+02:00', 'Choose a time zone'],
    ['zone', 'x'.repeat(500), 'Choose a time zone'],
  ])('%s %j comes back with the words and everything that was typed', async (field, value, words) => {
    const before = await rowOf('contacts', world.dana.id);
    const answer = await save(as(portal(), world.dana), { title: 'Typed and kept', [field]: value });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    if (field !== 'title') expect(answer.text).toContain('value="Typed and kept"');
    expect(await rowOf('contacts', world.dana.id)).toEqual(before);
  });

  test('fields that the form does not have change nothing of what somebody may do', async () => {
    const more = {
      role: 'account_admin',
      account_id: world.rivalAccountId,
      email: 'thief@evil.example',
      id: world.rival.id,
    };
    await as(portal(), world.dana).submit('/account', '/account/profile', { ...fields, ...more });
    expect(await rowOf('contacts', world.dana.id)).toMatchObject({
      role: 'contributor',
      account_id: world.accountId,
      email: world.dana.email,
    });
    expect((await rowOf('contacts', world.rival.id)).name).toBe('Ines Duarte');
  });

  test('a form of another site, or without the proof', async () => {
    const dana = as(portal(), world.dana);
    const form = await dana.form('/account', '/account/profile');
    const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await dana.postRaw('/account/profile', { ...form, ...fields }, cross)).status).toBe(403);
    expect((await dana.postRaw('/account/profile', { ...fields, _once: 'none-at-all' })).status).toBe(403);
    expect((await rowOf('contacts', world.dana.id)).name).toBe('Dana Whitfield');
  });

  test('when the session has ended meanwhile, what was typed is back after the next sign-in', async () => {
    const dana = as(portal(), world.dana);
    const form = await dana.form('/account', '/account/profile');
    await endSessions(portal().platform, world.dana);
    const answer = await dana.postRaw('/account/profile', { ...form, ...fields });
    expect(answer.location).toMatch(/^\/sign-in\?next=%2Faccount%3Fkept%3D1/);
    await peek(portal().database, 'update sessions set revoked_at = null where identity_id = $1', [
      world.dana.identityId,
    ]);
    const { text } = await dana.get('/account?kept=1');
    expect(text).toContain(`value="${fields.name}"`);
    expect(text).toContain('What you typed is back.');
  });

  test('a visitor has no account page', async () => {
    expect((await visitor(portal(), world).get('/account')).status).toBe(303);
  });
});

test('every zone the machine knows is in the list, each with its distance from UTC', async () => {
  const { text } = await as(portal(), world.dana).get('/account');
  const zones = [...zonesByRegion({ locale: 'en', now: new Date('2026-11-18T12:00:00Z') }).values()].flat();
  expect(zones.length).toBeGreaterThan(380);
  for (const { id } of zones) expect(text).toContain(`<option value="${id}"`);
  const of = (id: string) => zones.find((zone) => zone.id === id)?.offset;
  expect([of('Europe/Berlin'), of('America/Chicago'), of('Africa/Abidjan')]).toEqual(['UTC+1', 'UTC−6', 'UTC']);
  expect(text).toContain('As my device says: UTC');
});

test('zones are called as their cities are called today, in the language of the reader, from the west to the east', () => {
  const now = new Date('2026-11-18T12:00:00Z');
  const asia = (locale: 'en' | 'de') => zonesByRegion({ locale, now }).get('Asia')!;
  const called = (locale: 'en' | 'de', id: string) => asia(locale).find((zone) => zone.id === id)?.city;
  expect([called('en', 'Asia/Calcutta'), called('en', 'Asia/Saigon'), called('de', 'Asia/Tokyo')]).toEqual([
    'Kolkata',
    'Ho Chi Minh City',
    'Tokio',
  ]);
  const minutes = asia('de').map((zone) => zone.minutes);
  expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
  expect(zonesByRegion({ locale: 'en', now }).get('America')![0]).toMatchObject({ city: 'Adak', offset: 'UTC−10' });
  expect(zoneAt({ locale: 'en', now }, 'Europe/Kyiv')).toMatchObject({ city: 'Kyiv', offset: 'UTC+2' });
});

test('a zone with an older name stays chosen', async () => {
  await save(as(portal(), world.dana), { zone: 'Asia/Calcutta' });
  expect((await as(portal(), world.dana).get('/account')).text).toMatch(
    /<option value="Asia\/(Calcutta|Kolkata)"( data-today="[^"]*")? selected/,
  );
});

describe('which mails somebody wants about tickets', () => {
  const mailsAbout = async (actor: { email: string }) => {
    await portal().workJobs();
    const mails = await mailsTo(portal(), world, actor.email);
    return mails.map(({ kind }) => kind).filter((kind) => kind.startsWith('ticket.'));
  };
  const bellOf = (actor: { identityId: string }) =>
    peek(portal().database, 'select kind from notifications where identity_id = $1', [actor.identityId]);
  const wants = (client: Client, ticket_mails: string) => save(client, { name: 'Somebody', ticket_mails });
  const talk = async () => {
    const dana = as(portal(), world.dana);
    await dana.submit('/support/new', '/support', { subject: 'A question', urgency: 'question', body: 'Well?' });
    await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'Yes.', outcome: 'wait' });
  };

  test('a customer without mails is told in the portal all the same', async () => {
    await wants(as(portal(), world.dana), 'none');
    await talk();
    expect(await mailsAbout(world.dana)).toEqual([]);
    expect(await bellOf(world.dana)).toHaveLength(1);
  });

  test('control: who has said nothing gets the answer by mail', async () => {
    await talk();
    expect(await mailsAbout(world.dana)).toEqual(['ticket.replied']);
  });

  test('of the team, who wants those of their own tickets gets no others', async () => {
    await wants(as(portal(), world.owner), 'own');
    await talk();
    expect(await mailsAbout(world.owner)).toEqual([]);
    await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/assignment', { assignee: world.owner.id });
    await as(portal(), world.dana).submit('/support/1', '/support/1/replies', { body: 'And now?' });
    expect(await mailsAbout(world.owner)).toEqual(['ticket.asked']);
    await wants(as(portal(), world.owner), 'none');
    await as(portal(), world.dana).submit('/support/1', '/support/1/replies', { body: 'Hello?' });
    expect(await mailsAbout(world.owner)).toHaveLength(1);
  });

  test('a choice that is none comes back, and a page of before keeps what was chosen', async () => {
    const dana = as(portal(), world.dana);
    expect((await wants(dana, 'some')).status).toBe(422);
    await wants(dana, 'none');
    await save(dana);
    expect((await rowOf('identities', world.dana.identityId)).ticket_mails).toBe('none');
    expect((await dana.get('/account')).text).toMatch(/<option value="none" selected(="")?>None<\/option>/);
  });
});
