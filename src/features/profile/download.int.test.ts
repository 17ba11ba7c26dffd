import { beforeEach, expect, test } from 'vitest';
import { picture } from '#app/seed/picture.ts';
import { eventsOf, givePassword, PASSWORD } from '#features/identity/doors.testing.ts';
import { as, type Client, hiddenFields, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { endSessions, newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
  await givePassword(portal(), world.dana);
});

type Row = Record<string, unknown>;
type File = { workspace: string } & Record<string, Row[]>;

const download = (client: Client) => client.submit('/account/data', '/account/data');

/** A ticket of Dana's and one of a colleague's, with an answer, a note and a file. */
async function talk(): Promise<void> {
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  const file = { name: 'plan.txt', content: 'our plan' };
  const asked = { subject: 'Where is the plan', urgency: 'slows', body: 'I wrote this', files: file };
  await dana.submit('/support/new', '/support', asked);
  await priya.submit('/inbox/1', '/inbox/1/replies', { body: 'Priya wrote this', outcome: 'wait' });
  await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: 'Priya noted this' });
  await as(portal(), world.rival).submit('/support/new', '/support', {
    subject: 'A rival one',
    urgency: 'slows',
    body: 'Ines wrote',
  });
  await portal().workJobs();
}

test('a contact gets what is theirs: profile, photo, sessions, tickets, replies, files, bell and what they did', async () => {
  await talk();
  const dana = as(portal(), world.dana);
  const face = { name: 'me.png', type: 'image/png', content: picture(40, 40, [[9, 9, 9]], []) };
  await dana.submit('/account', '/account/photo', { photo: face });
  const answer = await download(dana);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+-my-data\.json"$/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const file = JSON.parse(answer.text) as File;
  expect(file.workspace).toBe('Northwind Studio');
  expect(file.profile![0]).toMatchObject({ email: world.dana.email, name: 'Dana Whitfield', role: 'contributor' });
  expect(file.profile![0]!.photo).toMatchObject({ type: 'image/png', base64: expect.stringMatching(/^iVBOR/) });
  expect(file.sessions).toHaveLength(1);
  expect(file.tickets!.map((row) => row.subject)).toEqual(['Where is the plan']);
  expect(file.replies!.map((row) => row.html)).toEqual([expect.stringContaining('I wrote this')]);
  expect(file.files!.map((row) => row.name)).toEqual(['plan.txt']);
  expect(file.notifications).toHaveLength(1);
  expect(file.events!.map((row) => row.kind)).toEqual(['ticket.opened', 'profile.changed', 'profile.data_downloaded']);
  expect(file.internal_notes).toEqual([]);
  expect(await eventsOf(portal(), world, 'profile.data_downloaded')).toHaveLength(1);
});

test('nothing of anybody else’s is in it, and nothing that opens anything', async () => {
  await talk();
  const { text } = await download(as(portal(), world.dana));
  for (const foreign of ['Priya', 'noted', 'rival', 'Ines', world.agent.identityId, world.rival.id]) {
    expect(text).not.toContain(foreign);
  }
  const [row] = await peek<{ token_hash: string; password: string }>(
    portal().database,
    `select s.token_hash, c.password from sessions s join credentials c using (workspace_id, identity_id) where s.identity_id = $1`,
    [world.dana.identityId],
  );
  for (const secret of [row!.token_hash, row!.password, world.dana.token]) expect(text).not.toContain(secret);
});

test('control: a member gets their replies and notes, and no ticket of a customer’s', async () => {
  await talk();
  const file = JSON.parse((await download(as(portal(), world.agent))).text) as File;
  expect(file.replies!.map((row) => row.html)).toEqual([expect.stringContaining('Priya wrote this')]);
  expect(file.internal_notes!.map((row) => row.html)).toEqual([expect.stringContaining('Priya noted this')]);
  expect(file.tickets).toEqual([]);
});

test('more than one batch is whole, in order and each row once', async () => {
  await peek(
    portal().database,
    `insert into notifications (workspace_id, id, identity_id, kind, subject_type, subject_id, actor_kind, url)
     select $1, gen_random_uuid(), $2, 'ticket.replied', 'matter', gen_random_uuid(), 'member', '/support/1'
     from generate_series(1, 950)`,
    [world.workspaceId, world.dana.identityId],
  );
  const file = JSON.parse((await download(as(portal(), world.dana))).text) as File;
  const ids = file.notifications!.map((row) => row.id as string);
  expect(ids).toHaveLength(950);
  expect(new Set(ids).size).toBe(950);
  expect(ids).toEqual(ids.toSorted());
});

test('the file is asked for with a proof: after a while the password, on the page and for the form', async () => {
  const dana = as(portal(), world.dana);
  const form = await dana.form('/account/data', '/account/data');
  await peek(
    portal().database,
    "update sessions set created_at = now() - interval '20 minutes' where identity_id = $1",
    [world.dana.identityId],
  );
  const refused = await dana.postRaw('/account/data', form);
  expect([refused.status, refused.text.includes('Is it still you?')]).toEqual([422, true]);
  const asked = await dana.get('/account/data');
  expect(asked.text).toContain('Is it still you?');
  const fields = hiddenFields(asked.text, '/account/proof')!;
  const wrong = await dana.postRaw('/account/proof', { ...fields, _proof: 'not mine' });
  expect([wrong.status, wrong.text.includes('That is not your password.')]).toEqual([422, true]);
  const right = await dana.postRaw('/account/proof', {
    ...hiddenFields(wrong.text, '/account/proof')!,
    _proof: PASSWORD,
  });
  expect([right.status, right.location]).toEqual([303, '/account/data']);
  expect((await download(dana)).status).toBe(200);
});

test('a password proves nothing for another page than one of ours', async () => {
  const dana = as(portal(), world.dana);
  const form = await dana.form('/account', '/account/profile');
  const sent = await dana.postRaw('/account/proof', { ...form, _proof: PASSWORD, _next: '//evil.example' });
  expect(sent.location).toBe('/');
});

test('when the session ends while the file is sent, so does the file', async () => {
  const dana = as(portal(), world.dana);
  const form = await dana.form('/account/data', '/account/data');
  const body = new URLSearchParams(form);
  const response = await portal().app.request(`${world.origin}/account/data`, {
    method: 'POST',
    body,
    headers: {
      host: new URL(world.origin).host,
      origin: world.origin,
      'sec-fetch-site': 'same-origin',
      cookie: `portico_session=${world.dana.token}`,
    },
  });
  expect(response.status).toBe(200);
  await endSessions(portal().platform, world.dana);
  await expect(response.text()).rejects.toThrow();
});

test('another site, a visitor and a rival business get no file', async () => {
  const dana = as(portal(), world.dana);
  const form = await dana.form('/account/data', '/account/data');
  const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  expect((await dana.postRaw('/account/data', form, cross)).status).toBe(403);
  expect((await dana.postRaw('/account/data', { _once: 'no-proof-here' })).status).toBe(403);
  expect((await visitor(portal(), world).get('/account/data')).location).toBe('/sign-in?next=%2Faccount%2Fdata');
  const other = await newWorld(portal(), 'Lumen Cloud');
  const { text } = await download(as(portal(), { ...other.owner }));
  expect(text).not.toContain('Dana');
  expect(await eventsOf(portal(), world, 'profile.data_downloaded')).toEqual([]);
});

test('ten files an hour are enough', async () => {
  const dana = as(portal(), world.dana);
  const answers = [];
  for (let n = 0; n < 11; n += 1) answers.push((await download(dana)).status);
  expect(answers).toEqual([...Array(10).fill(200), 429]);
});

test('whoever stands for two customers is told that the file is one’s part, on the page and in the file; control: for one, neither', async () => {
  const dana = as(portal(), world.dana);
  expect((await dana.get('/account/data')).text).not.toContain('in a file of its own');
  expect(JSON.parse((await download(dana)).text)).toMatchObject({ customer: 'Acme Robotics', not_in_this_file: [] });
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
     values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, 'viewer')`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  expect((await dana.get('/account/data')).text).toContain('What you did for Harbor Pine is in a file of its own');
  expect(JSON.parse((await download(dana)).text)).toMatchObject({ not_in_this_file: ['Harbor Pine'] });
});
