import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { picture } from '#app/seed/picture.ts';
import { eventsOf, invite } from '#features/identity/doors.testing.ts';
import { newId } from '#platform/db/ids.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const SECRET = 'GPS 48.1372 11.5756';
const plain = picture(64, 64, [[200, 60, 60]], [[0, 0, 64, 64, 0]]);

/** A PNG with something in it that is nobody's business. */
function telling(): Buffer {
  const named = Buffer.concat([Buffer.from('tEXt'), Buffer.from(`Location\0${SECRET}`)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(named.length - 4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([plain.subarray(0, 33), length, named, sum, plain.subarray(33)]);
}

const send = (client: Client, content: Uint8Array | string, name = 'me.png', type = 'image/png') =>
  client.submit('/account', '/account/photo', { photo: { name, type, content } });

const photosOf = (w: World) =>
  peek<{ id: string; identity_id: string; content: Buffer }>(
    portal().database,
    'select id, identity_id, content from person_pictures where workspace_id = $1 order by set_at',
    [w.workspaceId],
  );

test('a photo is where its person is, for everybody who sees them, without what it knew', async () => {
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  await dana.submit('/support/new', '/support', { subject: 'A question', urgency: 'question', body: 'Well?' });
  await portal().workJobs();
  expect((await send(dana, telling())).location).toBe('/account');
  const [photo] = await photosOf(world);
  const src = `src="/photos/${photo!.id}"`;
  for (const page of ['/', '/account', '/support/1']) expect((await dana.get(page)).text, page).toContain(src);
  for (const page of ['/inbox', '/inbox/1', `/customers/${world.accountId}`]) {
    expect((await priya.get(page)).text, page).toContain(src);
  }
  expect((await as(portal(), world.owner).get('/notifications')).text).toContain(src);
  expect(photo!.content.includes(Buffer.from(SECRET))).toBe(false);
  const shown = await priya.get(`/photos/${photo!.id}`);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  expect(shown.headers.get('cache-control')).toMatch(/^private,/);
  expect((await eventsOf(portal(), world, 'profile.changed')).map((event) => event.data.changed)).toEqual([['photo']]);
});

test('another photo has another address, and the first one is gone; so is the last when it is removed', async () => {
  const maya = as(portal(), world.owner);
  await send(maya, plain);
  const [first] = await photosOf(world);
  await send(maya, picture(40, 40, [[1, 2, 3]], [[0, 0, 40, 40, 0]]));
  const photos = await photosOf(world);
  expect(photos).toHaveLength(1);
  expect(photos[0]!.id).not.toBe(first!.id);
  expect((await maya.get(`/photos/${first!.id}`)).status).toBe(404);
  await maya.submit('/account', '/account/photo/removal');
  expect(await photosOf(world)).toEqual([]);
  const { text } = await maya.get('/account');
  expect(text).not.toContain('/photos/');
  expect(text).toContain('data-initials="ML"');
});

test('who is invited to a second account brings their photo', async () => {
  await send(as(portal(), world.dana), plain);
  const [photo] = await photosOf(world);
  const { token } = await invite(portal(), world.owner, { email: world.dana.email, accountId: world.rivalAccountId });
  const answer = await as(portal(), world.dana).submit(`/invitation?token=${token}`, '/invitation', { name: 'Dana W' });
  expect(answer.status).toBe(303);
  const rows = await peek<{ photo: string }>(portal().database, 'select photo from contacts where identity_id = $1', [
    world.dana.identityId,
  ]);
  expect(rows.map((row) => row.photo)).toEqual([photo!.id, photo!.id]);
  // Where they have no access any more, no row goes on naming a picture that is gone.
  await peek(portal().database, 'update contacts set disabled_at = now() where account_id = $1 and photo is not null', [
    world.rivalAccountId,
  ]);
  await send(as(portal(), world.dana), picture(40, 40, [[1, 2, 3]], [[0, 0, 40, 40, 0]]));
  const left = `select 1 from contacts c where c.workspace_id = $1 and c.photo is not null
    and not exists (select from person_pictures p where p.id = c.photo)`;
  expect(await peek(portal().database, left, [world.workspaceId])).toEqual([]);
});

describe('who may see it', () => {
  test('the team and colleagues may; a rival account, a rival business and a visitor get what is not there', async () => {
    await send(as(portal(), world.dana), plain);
    const [photo] = await photosOf(world);
    const other = await newWorld(portal(), 'Lumen Cloud');
    const path = `/photos/${photo!.id}`;
    const answers = async (client: Client) => (await client.get(path)).status;
    expect(await answers(as(portal(), world.agent))).toBe(200);
    expect(await answers(as(portal(), world.viewer))).toBe(200);
    expect(await answers(as(portal(), world.rival))).toBe(404);
    expect(await answers(as(portal(), other.owner))).toBe(404);
    expect(await answers(visitor(portal(), world))).toBe(303);
    for (const id of [newId(), 'x', world.dana.id, world.dana.identityId]) {
      expect((await as(portal(), world.rival).get(`/photos/${id}`)).status).toBe(404);
    }
  });

  test('a member’s photo is for every customer', async () => {
    await send(as(portal(), world.agent), plain);
    const [photo] = await photosOf(world);
    expect((await as(portal(), world.rival).get(`/photos/${photo!.id}`)).status).toBe(200);
  });

  test('nobody can put theirs in another person’s place', async () => {
    const ids = { identity_id: world.dana.identityId, id: world.dana.id, person: world.dana.id };
    await as(portal(), world.rival).submit('/account', '/account/photo', {
      ...ids,
      photo: { name: 'x.png', type: 'image/png', content: plain },
    });
    expect((await photosOf(world)).map((photo) => photo.identity_id)).toEqual([world.rival.identityId]);
  });
});

describe('what is no photo', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle r="9"/></svg>';
  const hostile: [string, string | Uint8Array, string?][] = [
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing', svg, 'image/svg+xml'],
    ['a drawing that runs', svg.replace('<circle', '<script>alert(1)</script><circle'), 'image/svg+xml'],
    ['a PNG by its name only', 'GIF89a;alert(1)'],
    ['a PNG that is cut off', plain.subarray(0, 60)],
    ['a PNG of a pixel', picture(1, 1, [[0, 0, 0]], [])],
    ['a PNG that is a line', picture(2000, 40, [[0, 0, 0]], [])],
    ['a PNG of 100 megapixels', picture(10_000, 10_000, [[0, 0, 0]], [])],
    ['more than 512 KB', Buffer.concat([plain, Buffer.alloc(600_000)])],
    ['nothing', ''],
  ];

  test.each(hostile)('%s is refused with words, and nothing is kept', async (_what, content, type) => {
    const dana = as(portal(), world.dana);
    const answer = await send(dana, content, 'me.png', type);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/We cannot take this picture|Choose a picture first/);
    expect(await photosOf(world)).toEqual([]);
    expect(await kept()).toBe(0);
  });

  test('a page behind a picture’s beginning does not come out again', async () => {
    const dana = as(portal(), world.dana);
    await send(dana, Buffer.concat([plain, Buffer.from('<script>alert(1)</script>')]));
    const [photo] = await photosOf(world);
    expect(photo?.content.includes(Buffer.from('<script>')) ?? false).toBe(false);
    expect(await kept()).toBe(0);
  });
});

async function kept(): Promise<number> {
  let n = 0;
  for await (const _ of portal().platform.files.keysKeptBefore(new Date(Date.now() + 60_000))) n += 1;
  return n;
}
