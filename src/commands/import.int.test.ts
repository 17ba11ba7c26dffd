import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { PNG, texts } from '#features/article-import/article-import.testing.ts';
import { handOver, helpCenterFolder, helpCenterZip } from '#features/article-import/index.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { intoFolder } from './export.ts';
import { contentAt } from './folder.ts';
import { importArticles } from './import.ts';

const portal = usePortal();
const folder = mkdtempSync(join(tmpdir(), 'portico-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'Guides'));
writeFileSync(join(folder, 'Guides/one.md'), '# One\n\n![A](a.png)\n');
writeFileSync(join(folder, 'Guides/a.png'), PNG);
// Packs to next to nothing, and is no trap for that.
writeFileSync(join(folder, 'Guides/two.md'), `# Two\n\n[One](one.md) ${'a'.repeat(3_000_000)}\n`);
symlinkSync('/etc/passwd', join(folder, 'Guides/link.md'));

test('a folder is looked at and brought in by the command; links out of it are not followed; what comes out comes in again', async () => {
  const world = await newWorld(portal());
  const { platform } = portal();
  const said: string[] = [];
  const run = (given: Record<string, string | boolean>) =>
    importArticles(platform, world.workspaceId, given, (line) => said.push(line));
  await run({ path: folder, 'dry-run': true });
  expect(said.join('\n')).toContain('2  new texts');
  expect(said.join('\n')).toContain('Links to other files');
  expect(await texts(portal(), world)).toEqual([]);
  expect(
    await peek(portal().database, 'select id from article_imports where workspace_id = $1', [world.workspaceId]),
  ).toEqual([]);
  // The folder that is named may be a link itself.
  const elsewhere = `${folder}-link`;
  symlinkSync(folder, elsewhere);
  await run({ path: elsewhere, 'dry-run': true });
  rmSync(elsewhere);
  expect(said.filter((line) => line.includes('2  new texts'))).toHaveLength(2);
  const report = join(folder, 'report.csv');
  await run({ path: folder, report });
  expect((await texts(portal(), world)).map(({ title, pictures }) => [title, pictures])).toEqual([
    ['One', 1],
    ['Two', 0],
  ]);
  expect(readFileSync(report, 'utf8')).toContain('Guides/one');
  await expect(run({ resume: true })).rejects.toThrow('No import of yours was stopped');
  const other = await newWorld(portal());
  const pieces = await inWorkspace(platform, world.workspaceId, async (ctx) => {
    const all: Uint8Array[] = [];
    for await (const piece of helpCenterZip(ctx)) all.push(piece);
    return all;
  });
  writeFileSync(join(folder, 'all.zip'), Buffer.concat(pieces));
  await importArticles(platform, other.workspaceId, { path: join(folder, 'all.zip') }, () => undefined);
  expect((await texts(portal(), other)).map(({ title }) => title)).toEqual(['One', 'Two']);
  // A folder holds any number of files, and reads back the same; what is there is not written over.
  const out = join(folder, 'out/');
  const write = () => inWorkspace(platform, world.workspaceId, (ctx) => intoFolder(out, helpCenterFolder(ctx)));
  await write();
  const third = await newWorld(portal());
  await importArticles(platform, third.workspaceId, { path: out }, () => undefined);
  expect((await texts(portal(), third)).map(({ title, pictures }) => [title, pictures])).toEqual([
    ['One', 1],
    ['Two', 0],
  ]);
  await expect(write()).rejects.toThrow('out/: it is there already');
  rmSync(out, { recursive: true });
  rmSync(join(folder, 'all.zip'));
});

test('what names no language is in the one that is given, and in the same when it comes again', async () => {
  const world = await newWorld(portal());
  const said: string[] = [];
  const run = (given: Record<string, string | boolean>) =>
    importArticles(portal().platform, world.workspaceId, { path: folder, ...given }, (line) => said.push(line));
  await expect(run({ language: 'klingon' })).rejects.toThrow('No article is written in "klingon"');
  await run({ language: 'fr', 'dry-run': true });
  expect(said.join('\n')).toContain('2  in French');
  const all = async () => (await texts(portal(), world)).map(({ title, locale }) => [title, locale]);
  expect(await all()).toEqual([]);
  await run({ language: 'fr' });
  await run({});
  expect(said.join('\n')).toContain('2  as before');
  expect(await all()).toEqual([
    ['One', 'fr'],
    ['Two', 'fr'],
  ]);
});

async function stopped(world: { workspaceId: string }): Promise<string> {
  const { source, name } = await contentAt(folder);
  const by = { name, format: null, drafts: true, remote: false };
  const { id } = await handOver(portal().platform, world.workspaceId, source, by);
  await peek(portal().database, 'update article_imports set started_at = now() where id = $1', [id]);
  return id;
}

test('an import that was stopped goes on with --resume', async () => {
  const world = await newWorld(portal());
  const { platform } = portal();
  await stopped(world);
  await importArticles(platform, world.workspaceId, { resume: true }, () => undefined);
  expect((await texts(portal(), world)).map(({ title, slug }) => [title, slug])).toEqual([
    ['One', null],
    ['Two', null],
  ]);
});

test('a second --resume beside the first says that it is going on, in a sentence', async () => {
  const world = await newWorld(portal());
  const { platform, database } = portal();
  const id = await stopped(world);
  const resume = () => importArticles(platform, world.workspaceId, { resume: true }, () => undefined);
  // The first one, in the middle of a batch.
  const first = new pg.Client({ connectionString: database.superuser });
  await first.connect();
  try {
    await first.query('begin');
    await first.query('select 1 from article_imports where id = $1 for update', [id]);
    const refused = await resume().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OperatorError);
    expect(String(refused)).toContain('It is going on elsewhere (0 of 2 so far)');
    await first.query('rollback');
  } finally {
    await first.end();
  }
  await resume();
  expect(await texts(portal(), world)).toHaveLength(2);
});
