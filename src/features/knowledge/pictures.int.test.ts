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

/** The pictures of the last save of an article. */
async function inDraft(number: string) {
  const [draft] = await peek<{ html: string }>(
    portal().database,
    `select d.body_html as html from article_drafts d join articles a on a.id = d.article_id
     where a.workspace_id = $1 and a.number = $2 order by d.revision desc limit 1`,
    [world.workspaceId, number],
  );
  const found = draft!.html.matchAll(/src="picture:([0-9a-f-]{36})" alt="([^"]*)"/g);
  return [...found].map(([, id, alt]) => ({ address: `/help/pictures/${id}`, alt: alt! }));
}

test('words copied out of one article into another bring their picture, which is then the other’s own. Control: what is the rival’s does not come', async () => {
  const picture = await shown('A long article');
  const { number } = await makeArticle(portal(), world, category, 'A part of it', { draft: true });
  const foreign = await rivals();
  const body = `<p>Copied</p><img src="${picture}" alt="Desk"><img src="${picture}" alt="Again"><img src="${foreign}" alt="Rival">`;
  const saved = await write(maya, number, { title: 'A part of it', body });
  expect(saved.location).toContain('lost=image-1');
  const [own, again, ...more] = await inDraft(number);
  expect([own!.alt, again, more]).toEqual(['Desk', { address: own!.address, alt: 'Again' }, []]);
  expect(own!.address).not.toBe(picture);
  // The page goes on naming the other article's: it is the same one.
  await write(maya, number, {
    title: 'A part of it',
    body: body.replace('Copied', 'Copied and mended'),
    act: 'publish',
  });
  expect((await inDraft(number))[0]).toEqual(own);
  const pictures =
    'select p.id from article_pictures p join articles a on a.id = p.article_id where a.workspace_id = $1 and a.number = $2';
  expect(await peek(portal().database, pictures, [world.workspaceId, number])).toHaveLength(1);
  // What becomes of the first article is nothing to the second.
  await peek(
    portal().database,
    "update article_texts set archived_at = now() where workspace_id = $1 and slug = 'a-long-article'",
    [world.workspaceId],
  );
  expect([(await everybody().get(picture)).status, (await everybody().get(own!.address)).status]).toEqual([404, 200]);
});

/** A picture of another business. */
async function rivals() {
  const other = await authors(portal());
  const { number } = await makeArticle(portal(), other.world, other.category, 'Theirs', { draft: true });
  await other.maya.submit(`/knowledge/${number}`, `/knowledge/${number}/pictures`, {
    file: { name: 'desk.jpg', type: 'image/jpeg', content: PHOTO },
  });
  return /\/help\/pictures\/[0-9a-f-]{36}/.exec((await other.maya.get(`/knowledge/${number}`)).text)![0];
}

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
