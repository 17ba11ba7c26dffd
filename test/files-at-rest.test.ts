import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { filed } from '#app/features.ts';
import { picture } from '#app/seed/picture.ts';
import { convertFiles, rewrapFiles } from '#platform/files-at-rest.ts';
import { addMasterKey, earlierKeys, forgetEarlierKeys, openMasterKey } from '#platform/master-key.ts';
import { localFileStore } from '#platform/storage/local-store.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { type TestPortal, usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const on = usePortal({ ENCRYPT_FILES: 'true' });
const off = usePortal();

/** One of the two places in which a file holds its wrapped key. */
const SLOT_BYTES = 72;
const CANARY = 'the-canary-sings-at-midnight';
const png = picture(8, 8, [[200, 60, 60]], [[0, 0, 8, 8, 0]]);

async function upload(
  portal: TestPortal,
  world: World,
  name: string,
  content: string | Uint8Array,
  type = 'text/plain',
) {
  const dana = as(portal, world.dana);
  const _token = (await dana.form('/notifications', '/preferences'))._token!;
  const { status, text } = await dana.postRaw('/uploads', { _token, file: { name, type, content } });
  expect(status).toBe(201);
  return `/files/${(JSON.parse(text) as { id: string }).id}/${name}`;
}

const filesRoot = ({ platform }: TestPortal) => path.join(platform.config.dataDir, 'files');
const onDisk = (portal: TestPortal) => globSync(`${filesRoot(portal)}/kept/*/*/*`);
const holdingClear = (portal: TestPortal, word: string) =>
  onDisk(portal).filter((file) => readFileSync(file).includes(word));

async function placeOf(portal: TestPortal, address: string): Promise<string> {
  const [row] = await peek<{ key: string }>(
    portal.database,
    'select storage_key as key from attachments where id = $1',
    [address.split('/')[2]],
  );
  return onDisk(portal).find((file) => path.basename(file).startsWith(row!.key))!;
}

test('TRUST 72: with encryption on, no word of an upload can be found on the disk, and it is read as it was', async () => {
  const world = await newWorld(on());
  const body = `${'x'.repeat(100_000)}${CANARY}`;
  const file = await upload(on(), world, 'song.txt', body);
  expect(holdingClear(on(), CANARY)).toEqual([]);
  const dana = as(on(), world.dana);
  const whole = await dana.get(file);
  expect([whole.status, whole.text]).toEqual([200, body]);
  const part = await dana.get(file, { range: 'bytes=99998-100010' });
  expect([part.status, part.text, part.headers.get('content-range')]).toEqual([
    206,
    body.slice(99_998, 100_011),
    'bytes 99998-100010/100028',
  ]);
  const etag = whole.headers.get('etag')!;
  expect((await dana.get(file, { 'if-none-match': etag })).status).toBe(304);
  const shown = await dana.get(await upload(on(), world, 'proof.png', png, 'image/png'));
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('content-disposition')).toMatch(/^inline/);
  // A file inside a form, and what is kept for a moment only: the photo of a person.
  await dana.submit('/support/new', '/support', {
    subject: 'A file',
    urgency: 'slows',
    body: 'See it',
    files: { name: 'a.txt', type: 'text/plain', content: CANARY },
  });
  expect(holdingClear(on(), CANARY)).toEqual([]);
  expect(onDisk(on()).every((one) => one.endsWith('.enc'))).toBe(true);
});

test('TRUST 72, control: with encryption off the same search finds it', async () => {
  const world = await newWorld(off());
  await upload(off(), world, 'song.txt', CANARY);
  expect(holdingClear(off(), CANARY)).toHaveLength(1);
});

test('TRUST 73: one bit changed on the disk, or another’s file in its place, and the reader is told it is damaged', async () => {
  const world = await newWorld(on());
  const away = await newWorld(on(), 'Lumen Cloud');
  const file = await upload(on(), world, 'a.txt', CANARY);
  const other = await upload(on(), away, 'b.txt', 'Of Lumen');
  const [place, foreign] = [await placeOf(on(), file), await placeOf(on(), other)];
  const dana = as(on(), world.dana);
  const sound = readFileSync(place);
  const flipped = Buffer.from(sound);
  flipped.writeUInt8(flipped.readUInt8(1030) ^ 1, 1030);
  for (const content of [flipped, sound.subarray(0, -1), readFileSync(foreign)]) {
    writeFileSync(place, content);
    const { status, text } = await dana.get(file, { accept: 'text/html' });
    expect(status).toBe(500);
    expect(text).toContain('This file is damaged');
    expect(text).not.toContain('canary');
  }
  // Control: put back, it is read; and so is the other one where it belongs.
  writeFileSync(place, sound);
  expect((await dana.get(file)).text).toBe(CANARY);
  expect((await as(on(), away.dana).get(other)).text).toBe('Of Lumen');
});

test('TRUST 73, control: a clear file that was changed is served as it is', async () => {
  const world = await newWorld(off());
  const file = await upload(off(), world, 'a.txt', CANARY);
  writeFileSync(await placeOf(off(), file), CANARY.toUpperCase());
  expect((await as(off(), world.dana).get(file)).text).toBe(CANARY.toUpperCase());
});

test('files are converted there and back, read the same all along, and what is damaged is named and left', async () => {
  const world = await newWorld(off());
  const dana = as(off(), world.dana);
  const { platform } = off();
  const bodies = [CANARY, '', 'y'.repeat(65_536), 'z'.repeat(200_000)];
  const files: string[] = [];
  for (const [n, body] of bodies.entries()) files.push(await upload(off(), world, `${n}.txt`, body));
  const broken = await upload(off(), world, 'broken.txt', 'as it was');
  const brokenPlace = await placeOf(off(), broken);
  writeFileSync(brokenPlace, 'as it isnt');
  const gone = await upload(off(), world, 'gone.txt', 'soon gone');
  renameSync(await placeOf(off(), gone), path.join(platform.config.dataDir, 'elsewhere'));
  const readAll = async () => {
    for (const [n, body] of bodies.entries()) expect((await dana.get(files[n]!)).text).toBe(body);
  };

  const there = await convertFiles(platform, filed, 'encrypted');
  // Beside the one of the test before.
  expect(there.damaged).toContain(path.basename(brokenPlace));
  expect(there.damaged).toHaveLength(2);
  expect(there.missing).toHaveLength(1);
  expect(there.done).toBeGreaterThanOrEqual(bodies.length);
  expect(holdingClear(off(), CANARY)).toEqual([]);
  expect(readFileSync(brokenPlace, 'utf8')).toBe('as it isnt');
  expect(readdirSync(path.join(filesRoot(off()), 'staging'))).toEqual([]);
  await readAll();
  expect(await convertFiles(platform, filed, 'encrypted')).toMatchObject({ done: 0, already: there.done });

  expect((await convertFiles(platform, filed, 'clear')).done).toBe(there.done);
  expect(holdingClear(off(), CANARY).length).toBeGreaterThan(0);
  await readAll();
});

test('a conversion that is killed anywhere loses nothing, and the next one goes on', { timeout: 60_000 }, async () => {
  const root = path.join(off().platform.config.dataDir, 'killed');
  const master = Buffer.alloc(32, 7);
  const store = localFileStore(root, master, 'clear').of('w');
  async function* inOnePiece(text: string): AsyncIterable<Uint8Array> {
    yield Buffer.from(text);
  }
  const files = [];
  for (let n = 0; n < 60; n += 1) {
    const body = `${n} `.repeat(20_000);
    files.push({ body, ...(await store.put(inOnePiece(body), { limit: 1e6, name: 'x' })) });
  }
  const jobs = JSON.stringify(files.map(({ key, sha256 }) => [key, sha256]));
  // To and fro, until it is killed: it is always in the middle of something.
  const program = `const { localFileStore } = await import('#platform/storage/local-store.ts');
    const store = localFileStore(${JSON.stringify(root)}, Buffer.alloc(32, 7), 'clear').of('w');
    for (let to = 'encrypted'; ; to = to === 'clear' ? 'encrypted' : 'clear')
      for (const [key, sha256] of ${jobs}) { await store.convert(key, to, sha256); process.stdout.write('.'); }`;
  for (let round = 0; round < 4; round += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: path.resolve('.') });
    const ended = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), ended]);
    await sleep(15 * round);
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    for (const { key, body } of files) expect(await new Response(await store.open(key)).text()).toBe(body);
  }
  for (const { key, sha256 } of files) await store.convert(key, 'encrypted', sha256);
  expect(globSync(`${root}/kept/*/*/*`).filter((file) => !file.endsWith('.enc'))).toEqual([]);
  for (const { key, body } of files) expect(await new Response(await store.open(key)).text()).toBe(body);
});

test('a rotation wraps the key of every file anew; once the earlier key is forgotten they open, and without it they would not', async () => {
  const { platform } = on();
  const file = path.join(platform.config.dataDir, 'master.key');
  writeFileSync(file, `${platform.masterKey.toString('base64')}\n`);
  const world = await newWorld(on());
  const address = await upload(on(), world, 'a.txt', CANARY);
  const left = await placeOf(on(), await upload(on(), world, 'left.txt', 'left behind'));
  const before = readFileSync(left);
  await addMasterKey(platform.config);
  const key = await openMasterKey(platform.config);
  const files = localFileStore(filesRoot(on()), key, 'encrypted');
  const restarted = { ...platform, masterKey: key, files };
  const { done } = await rewrapFiles(restarted, filed);
  expect(done).toBeGreaterThanOrEqual(2);
  expect((await rewrapFiles(restarted, filed)).done).toBe(0);
  // A rotation that was stopped between the two steps of a file, and another one after it: both places of the key are of earlier ones.
  const stopped = readFileSync(left);
  writeFileSync(left, Buffer.concat([before.subarray(0, SLOT_BYTES), stopped.subarray(SLOT_BYTES)]));
  await addMasterKey(platform.config);
  const third = await openMasterKey(platform.config);
  const twice = localFileStore(filesRoot(on()), third, 'encrypted');
  await rewrapFiles({ ...platform, masterKey: third, files: twice }, filed);
  const opened = await twice.of(world.workspaceId).open(path.basename(left, '.enc'));
  expect(await new Response(opened).text()).toBe('left behind');
  writeFileSync(left, before);
  await forgetEarlierKeys(platform.config);
  expect(earlierKeys(third)).toEqual([]);
  const [row] = await peek<{ key: string }>(on().database, 'select storage_key as key from attachments where id = $1', [
    address.split('/')[2],
  ]);
  const store = localFileStore(filesRoot(on()), await openMasterKey(platform.config), 'encrypted').of(
    world.workspaceId,
  );
  expect(await new Response(await store.open(row!.key)).text()).toBe(CANARY);
  // Control: the one that was not wrapped anew needs the key that is gone.
  await expect(store.open(path.basename(left, '.enc'))).rejects.toMatchObject({ problem: 'damaged' });
});

test('every column that says where a content is, is in the list of what is converted and wrapped anew', async () => {
  const columns = await peek<{ name: string }>(
    on().database,
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name in ('storage_key', 'file_key', 'content_key')`,
  );
  const [unknown] = await peek<{ text: string }>(
    on().database,
    "select prosrc as text from pg_proc where proname = 'unknown_files'",
  );
  expect(columns.map(({ name }) => name).sort()).toEqual(filed.map(({ table, key }) => `${table}.${key}`).sort());
  for (const { table, key } of filed) expect(unknown!.text).toMatch(new RegExp(`${table} \\w\\s+where \\w\\.${key}`));
});
