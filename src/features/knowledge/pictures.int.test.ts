import { beforeAll, expect, test, vi } from 'vitest';
import { type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';
import { barePictures } from './bare-pictures.ts';
import { authors, makeArticle, photo, write } from './knowledge.testing.ts';

const portal = usePortal();
let world: World;
let category: string;
let maya: Client;

beforeAll(async () => {
  ({ world, category, maya } = await authors(portal()));
});

const SECRET = 'GPS 47.3758 8.5033';
const PHOTO = photo(SECRET);

/** A published article with the photo in it, and the photo's address. */
async function shown(title: string) {
  const { number } = await makeArticle(portal(), world, category, title, { draft: true });
  await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, {
    file: { name: 'desk.jpg', type: 'image/jpeg', content: PHOTO },
  });
  const picture = /\/help\/pictures\/[0-9a-f-]{36}/.exec((await maya.get(`/knowledge/${number}`)).text)![0];
  await write(maya, number, { title, body: `<p>Look</p><img src="${picture}" alt="Desk">`, act: 'publish' });
  return picture;
}

const everybody = () => visitor(portal(), world);

test('a photo in a public article does not say where it was taken, and the page keeps its place', async () => {
  const picture = await shown('A desk');
  const { status, text } = await everybody().get(picture);
  expect(status).toBe(200);
  expect(text).not.toContain(SECRET);
  expect(PHOTO.toString('latin1')).toContain(SECRET);
  const page = await everybody().get('/help/en/a-desk');
  expect(page.text).toContain(`src="${picture}" width="40" height="32" alt="Desk"`);
});

/** The same picture as it was kept with what its camera wrote. */
async function asBefore(picture: string, content: Buffer) {
  const id = picture.split('/').at(-1)!;
  const source = (async function* () {
    yield content;
  })();
  const files = portal().platform.files.of(world.workspaceId);
  const old = await files.put(source, { limit: content.length, name: 'desk.jpg' });
  await peek(
    portal().database,
    'update article_pictures set storage_key = $2, sha256 = $3, bytes = $4, width = null, height = null, bared_at = null where id = $1',
    [id, old.key, old.sha256, old.bytes],
  );
  return id;
}

test('a photo that was kept before with what its camera wrote loses it, and its readers have the other file', async () => {
  const picture = await shown('An older desk');
  const id = await asBefore(picture, PHOTO);
  expect((await everybody().get(picture)).text, 'the control').toContain(SECRET);
  await barePictures.run(portal().platform);
  const after = await everybody().get(picture);
  expect([after.status, after.headers.get('content-length')]).toEqual([200, String(PHOTO.length - SECRET.length - 10)]);
  expect(after.text).not.toContain(SECRET);
  // One whose file is gone keeps nobody waiting, and is not asked for again.
  await peek(
    portal().database,
    "update article_pictures set storage_key = repeat('0', 40), bared_at = null where id = $1",
    [id],
  );
  await barePictures.run(portal().platform);
  const left = await peek(portal().database, 'select id from article_pictures where bared_at is null', []);
  expect(left).toEqual([]);
});

test('a broken photo of before loses it as well; one that cannot be read is not said to be bare, and the log names its article', async () => {
  const broken = await shown('A broken desk');
  await asBefore(broken, PHOTO.subarray(0, -2));
  const unreadable = await shown('An unreadable desk');
  const id = await asBefore(unreadable, PHOTO.subarray(0, -60));
  const warned = vi.spyOn(portal().platform.log, 'warn');
  await barePictures.run(portal().platform);
  const after = await everybody().get(broken);
  expect(after.status).toBe(200);
  expect(after.text).not.toContain(SECRET);
  const rows = await peek(
    portal().database,
    'select bared_at, unreadable_at is not null as unreadable from article_pictures where id = $1',
    [id],
  );
  expect(rows).toEqual([{ bared_at: null, unreadable: true }]);
  expect(warned.mock.calls.map(([about]) => about)).toEqual([
    { workspace: world.workspaceId, article: expect.any(Number), picture: id },
  ]);
});
