import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { peek } from '#test/database.ts';
import { ownKey, sealAll, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { anchorFile } from './anchor.ts';
import { originOfLog, verifierKey } from './checkpoint.ts';
import { eraseFromEvents } from './erase.ts';
import { type EventLine, exportLog } from './export-log.ts';
import { verifyExport } from './verify-export.ts';

const portal = usePortal();
const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;
let file: string;
let id: string;
let lines: string[];
let key: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-export-'));
  file = path.join(folder, 'log.jsonl');
  id = (await newWorld(portal())).workspaceId;
  for (let n = 0; n < 3; n++) {
    await writeEvents(portal(), id, 10);
    await sealAll(portal(), id);
  }
  const [erased] = await peek<{ id: string }>(
    portal().database,
    'select id from events where workspace_id = $1 limit 1',
    [id],
  );
  await inWorkspace(portal().platform, id, (ctx) => eraseFromEvents(ctx, [erased!.id], 'client'));
  await writeEvents(portal(), id, 2);
  lines = [];
  await exportLog(portal().platform, id, async (line) => void lines.push(line));
  key = verifierKey(originOfLog(id), ownKey(portal()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verify(changed: readonly string[], copy?: string) {
  writeFileSync(file, changed.join(''));
  return verifyExport(file, [ownKey(portal())], copy);
}

/** What src/main.ts does with this command. */
const COMMAND = `
  const { runCommand } = await import('./src/commands/command.ts');
  const { explain } = await import('./src/commands/failure.ts');
  const { verifyCommand } = await import('./src/commands/verify.ts');
  process.exitCode = await runCommand([verifyCommand], process.argv.slice(1)).catch((error) => {
    console.error(explain(error));
    return 1;
  });`;

const eventAt = (position: number) => lines.findIndex((line) => line.startsWith(`{"position":${position},`));
const read = (line: number) => JSON.parse(lines[line]!) as EventLine;
const withEvent = (line: number, change: (value: EventLine) => void) => {
  const value = read(line);
  change(value);
  return lines.with(line, `${JSON.stringify(value)}\n`);
};

test('an editor’s mark in front of an export changes nothing', async () => {
  expect((await verify(['\ufeff', ...lines])).finding).toBeUndefined();
});

test('an export has every sealed event and proves itself, also against a copy of the anchor file', async () => {
  const sound = { workspace: id, events: 30, seals: 3, erased: 1, unsealed: 0, anchored: undefined };
  expect(await verify(lines)).toEqual(sound);
  expect(await verify(lines, anchorFile(portal().platform.config, id))).toEqual({ ...sound, anchored: 3 });
});

test('the command proves it with no database, no settings and no directory, and says by its exit code what it found', () => {
  const run = (changed: string[], ...args: string[]) => {
    writeFileSync(file, changed.join(''));
    const call = ['--input-type=module', '-e', COMMAND, '--', 'verify', file, ...args];
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      DATA_DIR: '/nonexistent',
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, call, { cwd: root, env, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  };
  expect(run(lines, '--key', key)).toEqual({ status: 0, said: expect.stringContaining('30 events under 3 seals') });
  const at = eventAt(14);
  const tampered = run(
    withEvent(at, (line) => (line.event.kind = 'forged')),
    '--key',
    key,
  );
  expect(tampered).toEqual({ status: 2, said: expect.stringContaining('TAMPERED  changed') });
  expect(tampered.said).toContain(read(at).event.id);
  // After a rotation somebody has two keys; with the wrong one alone they are told what may be missing.
  const other = verifierKey(
    originOfLog(id),
    generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(12),
  );
  expect(run(lines, '--key', other).said).toContain('If the master key was rotated');
  expect(run(lines, '--key', key, '--key', other).status).toBe(0);
  expect(run(lines)).toEqual({ status: 1, said: expect.stringContaining('--key') });
  expect(run(lines, '--key', key.slice(0, -3))).toEqual({ status: 1, said: expect.stringContaining('--key must be') });
  expect(run(['nonsense'], '--key', key)).toEqual({ status: 1, said: expect.stringContaining('is no export') });
}, 60_000);

test('every event that was changed is named', async () => {
  const changes: ((line: EventLine) => void)[] = [
    (line) => (line.event.kind = 'forged'),
    (line) => (line.event.actor.person = null),
    (line) => (line.event.at = line.event.at.replace('Z', '1Z')),
    (line) => (line.event.data = { number: 1 }),
    (line) => (line.event.client = { ip: null, agent: null }),
    (line) => (line.event.seq += 1),
    (line) => (line.event.topics = []),
    (line) => (line.data = line.client),
  ];
  for (const position of [0, 9, 10, 17, 29]) {
    for (const change of changes) {
      const before = lines[eventAt(position)]!;
      const changed = withEvent(eventAt(position), change);
      if (changed[eventAt(position)] === before || (position === 0 && change === changes[4])) continue;
      const { finding } = await verify(changed);
      expect(finding, `${position} ${change}`).toMatchObject({ what: 'changed', part: 'event' });
      expect(finding!.event!.id).toBe(read(eventAt(position)).event.id);
    }
  }
});

test('an event that is missing, doubled, inserted or moved is named', async () => {
  const at = eventAt(13);
  const idAt = (position: number) => read(eventAt(position)).event.id;
  expect((await verify(lines.toSpliced(at, 1))).finding).toMatchObject({ what: 'missing', event: { id: idAt(14) } });
  expect((await verify(lines.toSpliced(at, 0, lines[at]!))).finding).toMatchObject({
    what: 'inserted',
    event: { id: idAt(13) },
  });
  const moved = lines.toSpliced(at, 1).toSpliced(at + 3, 0, lines[at]!);
  expect((await verify(moved)).finding).toMatchObject({ what: 'reordered', event: { id: idAt(13) } });
});

test('a cut, a seal less, other counts and another signature are found', async () => {
  const seal = lines.findIndex((line) => line.startsWith('{"checkpoint"'));
  expect((await verify(lines.slice(0, -1))).finding).toMatchObject({ what: 'missing' });
  expect((await verify(lines.slice(0, seal + 1))).finding).toMatchObject({ what: 'missing' });
  expect((await verify(lines.toSpliced(seal, 1))).finding).toBeDefined();
  expect((await verify([...lines, lines.at(-1)!])).finding).toBeDefined();
  expect((await verify(lines.with(seal, lines[seal]!.replace('10', '11')))).finding).toMatchObject({ part: 'seal' });
  writeFileSync(file, lines.join(''));
  expect((await verifyExport(file, [Buffer.alloc(32)])).finding).toMatchObject({ part: 'seal' });
});

test('an export that ends earlier than the anchor file knows is found by it', async () => {
  const seal = lines.findLastIndex((line) => line.startsWith('{"checkpoint"'));
  const shorter = [...lines.slice(0, seal - 10), '{"events":20,"seals":2}\n'];
  expect((await verify(shorter)).finding).toBeUndefined();
  const { finding } = await verify(shorter, anchorFile(portal().platform.config, id));
  expect(finding).toMatchObject({ what: 'missing', seal: { after: 20, size: 30 } });
});

test('an event that was replaced with all that was noted of it is found with its seal', async () => {
  const other = lines.map((line) => line);
  const at = eventAt(12);
  const value = read(at);
  value.event.kind = 'forged';
  const { hashOf } = await import('./leaf.ts');
  const salt = (line: unknown) => ({ salt: Buffer.from((line as { salt: string }).salt, 'base64') });
  value.leaf = hashOf(value.event, { client: salt(value.client), data: salt(value.data) })!.toString('base64');
  other[at] = `${JSON.stringify(value)}\n`;
  expect((await verify(other)).finding).toMatchObject({
    what: 'changed',
    part: 'event',
    seal: { after: 10, size: 20 },
  });
  expect(readFileSync(file, 'utf8')).toContain('forged');
});
