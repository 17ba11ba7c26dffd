import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { givePassword, mailsTo, PASSWORD } from '#features/identity/doors.testing.ts';
import { createLog } from '#platform/log.ts';
import { openPlaces, readPlaces } from '#platform/places.ts';
import { checkPlaces } from '../src/commands/doctor-places.ts';
import { as, visitor } from './client.ts';
import { placesFile } from './places-file.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'portico-places-'));
const path = join(folder, 'places.mmdb');
const BUILT = new Date('2026-11-01T00:00:00Z');
writeFileSync(
  path,
  placesFile(
    [
      { network: '203.0.113.0/25', city: { en: 'Osaka', de: 'Ōsaka' }, country: 'JP' },
      { network: '198.51.100.0/24', country: 'AT' },
      { network: '127.0.0.1/32', city: { en: 'Osaka' }, country: 'JP' },
    ],
    BUILT,
  ),
);

afterAll(() => rmSync(folder, { recursive: true }));

const portal = usePortal({ GEOIP_FILE: path });
const without = usePortal();

test('an address says where it is in its reader’s language, and nothing where the file knows nothing', async () => {
  const places = await readPlaces(path);
  expect(places.at({ locale: 'en' }, '203.0.113.7')).toBe('Osaka, Japan');
  expect(places.at({ locale: 'de' }, '203.0.113.7')).toBe('Ōsaka, Japan');
  expect(places.at({ locale: 'de' }, '198.51.100.9')).toBe('Österreich');
  for (const ip of ['203.0.113.200', '10.0.0.1', '2001:db8::1', '', 'no address']) {
    expect(places.at({ locale: 'en' }, ip), ip).toBeNull();
  }
});

test('sessions, the mail about a new browser and the log say the place; control: without a file the address alone', async () => {
  for (const [on, shown] of [
    [portal(), 'Osaka, Japan (127.0.0.1)'],
    [without(), '127.0.0.1'],
  ] as const) {
    const world = await newWorld(on);
    await givePassword(on, world.dana);
    const browser = visitor(on, world);
    await browser.submit('/sign-in', '/sign-in/password', { email: world.dana.email, password: PASSWORD });
    const wordsOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    const sessions = wordsOf((await browser.get('/account')).text);
    expect(sessions).toContain(shown);
    await on.workJobs();
    const mail = (await mailsTo(on, world, world.dana.email)).find(({ kind }) => kind === 'identity.new_device');
    const from = on === portal() ? 'Osaka, Japan (network address 127.0.0.1)' : 'the network address 127.0.0.1';
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(`from ${from}`);
    const owner = as(on, world.owner);
    const log = (await owner.get('/audit?area=identity')).text;
    const entry = wordsOf((await owner.get(/href="(\/audit\/[0-9a-f-]{36})"/.exec(log)![1]!)).text);
    const file = await owner.submit('/audit', '/audit/export', { format: 'jsonl', area: 'identity' });
    const line = JSON.parse(file.text.split('\n')[0]!) as { ip: string; place: string | null };
    const knows = on === portal();
    expect([wordsOf(log), entry].map((text) => text.includes('Osaka, Japan'))).toEqual([knows, knows]);
    expect(line).toMatchObject({ ip: '127.0.0.1', place: knows ? 'Osaka, Japan' : null });
  }
});

test('doctor says whether the file can be read and how old it is, and a broken one keeps no process from starting', async () => {
  const after = (days: number) => new Date(BUILT.getTime() + days * 86_400_000);
  expect(await checkPlaces({}, BUILT)).toEqual([]);
  expect(await checkPlaces({ geoipFile: path }, after(28))).toEqual([
    { state: 'ok', about: 'Places', seen: `${path}: Test-City, 28 days old` },
  ]);
  expect(await checkPlaces({ geoipFile: path }, after(200))).toEqual([
    { state: 'warn', about: 'Places', seen: expect.stringContaining('fetch a newer one') },
  ]);
  const broken = join(folder, 'broken.mmdb');
  writeFileSync(broken, 'this is no database');
  const lines: string[] = [];
  const log = createLog({ level: 'warn' }, { write: (line) => lines.push(line) });
  for (const geoipFile of [broken, join(folder, 'not-there.mmdb')]) {
    expect(await checkPlaces({ geoipFile }, BUILT)).toEqual([
      { state: 'wrong', about: 'Places', seen: expect.stringContaining('cannot be read') },
    ]);
    expect((await openPlaces(geoipFile, log)).at({ locale: 'en' }, '203.0.113.7')).toBeNull();
  }
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/"reason":".*GEOIP_FILE cannot be read/);
  expect(lines.join('')).not.toContain('stack');
});
