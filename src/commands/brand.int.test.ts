import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperatorError } from '#platform/operator-error.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brandCommand, changeFrom, dress } from './brand.ts';
import { runCommand } from './command.ts';

const portal = usePortal();
let folder: string;
let fern: World;
let moss: World;
const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><path d="M1 1"/></svg>';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-brand-'));
  await writeFile(join(folder, 'logo.svg'), LOGO);
  await writeFile(join(folder, 'hostile.svg'), LOGO.replace('<path', '<script>alert(1)</script><path'));
  fern = await newWorld(portal(), 'Fern');
  moss = await newWorld(portal(), 'Moss', '#123456');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const brand = async (named: string | undefined, given: Record<string, string> = {}) =>
  dress(portal().platform, named, await changeFrom(given));

test('what is given changes, in one workspace, and the rest stays', async () => {
  const logo = join(folder, 'logo.svg');
  const before = await brand(moss.host);
  const lines = await brand(fern.host, { 'logo-light': logo, color: '#AA3355', radius: 'round', font: 'serif' });
  expect(lines.slice(0, 4)).toEqual(['Fern', '  colour      #aa3355', '  radius      round', '  font        serif']);
  expect(lines[4]).toMatch(/^ {2}logo light {2}\/brand\/logo-light\?v=[0-9a-f]{16}$/);
  expect(lines[5]).toContain('the light one is shown');
  expect(await brand(fern.host, { font: 'inter' })).toEqual(lines.with(3, '  font        inter'));
  // By its slug, too, and without a change nothing changes.
  expect(await brand(fern.host.replace('.localhost', ''))).toEqual(lines.with(3, '  font        inter'));
  expect((await brand(fern.host, { 'logo-light': 'none' }))[4]).toContain('monogram');
  expect(await brand(moss.host)).toEqual(before);
});

test('the event log says which parts changed, and from what to what', async () => {
  const tern = await newWorld(portal(), 'Tern');
  const logged = () =>
    peek(
      portal().database,
      `select audience, account_id, subject_id, actor_kind, actor_person_id, data from events
       where kind = 'workspace.brand_changed' and workspace_id = $1 order by id`,
      [tern.workspaceId],
    );
  await brand(tern.host);
  expect(await logged()).toEqual([]);
  await brand(tern.host, { 'logo-dark': join(folder, 'logo.svg'), color: '#AA3355', radius: 'soft' });
  // The same once more changes nothing.
  await brand(tern.host, { 'logo-dark': join(folder, 'logo.svg'), color: '#AA3355' });
  await brand(tern.host, { 'logo-dark': 'none' });
  const row = { audience: 'team', account_id: null, subject_id: tern.workspaceId, actor_person_id: null };
  const logo = expect.stringMatching(/^\/brand\/logo-dark/);
  expect(await logged()).toEqual([
    {
      ...row,
      actor_kind: 'system',
      data: {
        parts: ['color', 'logoDark'],
        changes: { color: { from: '#6846e8', to: '#aa3355' }, logoDark: { from: null, to: logo } },
      },
    },
    { ...row, actor_kind: 'system', data: { parts: ['logoDark'], changes: { logoDark: { from: logo, to: null } } } },
  ]);
});

test.each([
  ['no workspace', undefined, {}, /Say which workspace with --workspace: .*localhost/],
  ['one that is not there', 'nowhere', {}, /There is no workspace "nowhere": .*localhost/],
  ['a colour that is none', 'x', { color: 'red' }, /--color must be of the form #rrggbb.*not "red"/],
  [
    'a file that is not there',
    'x',
    { 'logo-dark': '/nowhere/x.svg' },
    /--logo-dark \/nowhere\/x.svg: there is no such file/,
  ],
  ['a folder', 'x', { 'logo-light': '/' }, /--logo-light \/: it is not a file/],
  ['a file without end', 'x', { 'logo-light': '/dev/zero' }, /--logo-light \/dev\/zero: it is not a file/],
])('%s is answered in a line', async (_what, named, given: Record<string, string>, line) => {
  const failure = await brand(named, given).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OperatorError);
  expect((failure as Error).message).toMatch(line);
});

test('a hostile logo changes nothing, and is named', async () => {
  const before = await brand(fern.host);
  const file = join(folder, 'hostile.svg');
  await expect(brand(fern.host, { 'logo-light': file, color: '#000000' })).rejects.toThrow(
    `--logo-light: ${file} has <script> in it, which a logo may not have.`,
  );
  expect(await brand(fern.host)).toEqual(before);
});

test('of a file that is too large no more is read than shows that', async () => {
  const file = join(folder, 'large.svg');
  await writeFile(file, LOGO);
  await truncate(file, 2 ** 40);
  await expect(changeFrom({ 'logo-light': file })).rejects.toThrow(/large.svg has more than the 512 KB/);
});

test('what can be known to be wrong is said before a database is opened', async () => {
  await expect(runCommand([brandCommand], ['brand', '--radius', 'oval'])).rejects.toThrow('must be one of square');
  await expect(runCommand([brandCommand], ['brand', '--workspace', 'x', '--color', '1'])).rejects.toThrow('#rrggbb');
});
