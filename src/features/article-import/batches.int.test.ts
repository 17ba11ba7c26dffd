import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { setLanguages } from '#features/knowledge/index.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { newId } from '#platform/db/ids.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from '#test/client.ts';
import { peek, peekOne, whileSaying } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, zipped } from './article-import.testing.ts';
import { findImport } from './article-import.ts';
import { bringIn, handOver } from './by-hand.ts';
import { pictureRows } from './picture-rows.ts';

const portal = usePortal();

/** After how many articles each batch ended. */
async function batchesOf(world: World, files: Record<string, string>): Promise<number[]> {
  const { platform } = portal();
  async function* content() {
    yield Buffer.from(zipped(files));
  }
  const by = { name: 'help.zip', format: null, drafts: false, remote: false };
  const ends: number[] = [];
  const one = await handOver(platform, world.workspaceId, content(), by);
  await bringIn(platform, world.workspaceId, one, (done) => ends.push(done));
  return ends;
}

test('a batch is fifty texts, so that an author who publishes meanwhile waits for no more; an article stays whole', async () => {
  const world = await newWorld(portal());
  const page = (n: number, locale: string): [string, string] => [`Shelf/p${n}.${locale}.md`, `# Page ${n}\n\nText\n`];
  const pages = (count: number, locales: string[]) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => locales.map((one) => page(n, one))).flat());
  expect(await batchesOf(world, pages(120, ['en']))).toEqual([50, 100, 120]);
  const editor = await as(portal(), world.owner).get('/knowledge/1');
  expect(editor.text.replaceAll(/<[^>]*>/g, '')).toMatch(/Published [^.]* by the command line/);
  const many = ['de', 'fr', 'es'];
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, many));
  expect(await batchesOf(world, pages(30, ['en', ...many]))).toEqual([12, 24, 30]);
  // Some hundred articles: what is looked at is their batches, and not how busy the machine is.
}, 120_000);

/** Enough articles for the database to look at them when an import ends. */
const some = Object.fromEntries(Array.from({ length: 55 }, (_, n) => [`Shelf/p${n}.md`, `# Page ${n}\n\nText\n`]));

test('what an import brought into an empty help center the database has looked at when it ends', async () => {
  const statement = "select reltuples::int as n from pg_class where oid = 'public.articles'::regclass";
  const known = async () => (await peekOne<{ n: number }>(portal().database, statement))!.n;
  const before = await known();
  await batchesOf(await newWorld(portal()), some);
  expect(await known()).toBeGreaterThanOrEqual(Math.max(before, 0) + 55);
});

test('an import that is over is not said to have failed because the database could not look at what it brought', async () => {
  const { platform, database } = portal();
  const world = await newWorld(portal());
  const by = { name: 'help.zip', format: null, drafts: false, remote: false };
  const one = await handOver(platform, world.workspaceId, Readable.from([zipped(some)]), by);
  const raises = "begin raise exception 'held' using errcode = '57014';";
  await whileSaying(database, { of: 'app.learn_articles', from: /\bbegin\b/, to: raises }, async () => {
    const over = await bringIn(platform, world.workspaceId, one, () => undefined);
    expect(over.finishedAt).not.toBeNull();
  });
  await expect(platform.files.of(world.workspaceId).open(one.storageKey!)).rejects.toThrow();
});

test('an article with more pictures than one statement has places for keeps all of them', async () => {
  const world = await newWorld(portal());
  const article = await makeArticle(portal(), world, await makeCategory(portal(), world, 'Shelf'), 'Album');
  const id = (await handed(portal(), world, zipped({ 'one.md': '# One\n' }))).split('/').at(-1)!;
  const pictures = Array.from({ length: 7_000 }, (_, n) => ({
    ...{ id: newId(), key: `k${n}`, name: `${n}.png`, type: 'image/png', bytes: 1, width: 1, height: 1 },
    sha256: n.toString(16).padStart(64, '0'),
  }));
  await inWorkspace(portal().platform, world.workspaceId, async (ctx) =>
    pictureRows(ctx, await findImport(ctx, id), [{ id: article.id, pictures }]),
  );
  const [row] = await peek<{ n: number }>(
    portal().database,
    'select count(*)::int as n from article_pictures where workspace_id = $1',
    [world.workspaceId],
  );
  expect(row!.n).toBe(7_000);
});

test('articles stand in the order in which people count their files, and those of Zendesk in theirs', async () => {
  const world = await newWorld(portal());
  const steps = Object.fromEntries([10, 2, 1].map((n) => [`Steps/step-${n}.md`, `# Step ${n}\n\nText\n`]));
  await brought(portal(), world, await handed(portal(), world, zipped(steps)));
  const section = { id: 1, name: 'From there', locale: 'en' };
  const articles = ['Last', 'First', 'Second'].map((title, at) => ({
    id: at + 10,
    section_id: 1,
    user_segment_id: null,
    title,
    locale: 'en',
    body: '<p>Text</p>',
    position: [9, 0, 1][at],
  }));
  const theirs = { 'sections.json': JSON.stringify({ sections: [section] }), 'a.json': JSON.stringify({ articles }) };
  await brought(portal(), world, await handed(portal(), world, zipped(theirs)));
  const titles = await peek<{ title: string }>(
    portal().database,
    `select v.title from articles a join article_texts t on t.workspace_id = a.workspace_id and t.article_id = a.id
      join article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
      where a.workspace_id = $1 order by a.position`,
    [world.workspaceId],
  );
  expect(titles.map(({ title }) => title)).toEqual(['Step 1', 'Step 2', 'Step 10', 'First', 'Second', 'Last']);
});
