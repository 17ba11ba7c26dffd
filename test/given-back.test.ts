import { rmSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { maintenanceFile } from '#platform/maintenance.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
  await dana().submit('/support/new', '/support', { subject: 'First', urgency: 'slows', body: 'Hello' });
});

const dana = () => as(portal(), world.dana);
const ticketForm = { subject: 'A subject', urgency: 'slows', body: 'A body' };

const counted = async (table: string): Promise<number> =>
  (
    await peek<{ n: number }>(portal().database, `select count(*)::int as n from ${table} where workspace_id = $1`, [
      world.workspaceId,
    ])
  )[0]!.n;

test('the same key with other words is no second sending: the words come back, and are sent once they are meant', async () => {
  const { location } = await dana().submit('/support/new', '/support', { ...ticketForm, subject: 'Answer lost' });
  const form = await dana().form(location!, `${location}/replies`);
  expect((await dana().postRaw(`${location}/replies`, { ...form, body: 'First wording' })).location).toBe(location);
  const before = await counted('replies');
  const second = await dana().postRaw(`${location}/replies`, { ...form, body: 'Second wording' });
  expect(await counted('replies')).toBe(before);
  expect(second.location).toBe(`${location}?kept=1#kept`);
  const page = await dana().get(`${location}?kept=1`);
  expect(page.text).toContain('Second wording</textarea>');
  const meant = await dana().form(`${location}?kept=1`, `${location}/replies`);
  expect((await dana().postRaw(`${location}/replies`, { ...meant, body: 'Second wording' })).status).toBe(303);
  expect(await counted('replies')).toBe(before + 1);
});

test('a file over the limit takes no words with it', async () => {
  const form = await dana().form('/support/1', '/support/1/replies');
  const words = 'Here is the film of the arm, from both sides';
  const film = (bytes: number) => ({
    ...form,
    body: words,
    files: { name: 'film.mp4', content: new Uint8Array(bytes) },
  });
  const { uploadLimitBytes } = portal().platform.config;
  const answers = [
    await dana().postRaw('/support/1/replies', film(uploadLimitBytes + 1)),
    // Declared beforehand: nothing after the first file is waited for.
    await dana().postRaw('/support/1/replies', film(10), { 'content-length': String(3 * 2 ** 30) }),
  ];
  for (const { status, text } of answers) {
    expect(status).toBe(413);
    expect(text).toContain(`${words}</textarea>`);
    expect(text).toContain('href="/support/1"');
  }
});

test('what is sent while the doors are closed is given back', async () => {
  const form = await dana().form('/support/1', '/support/1/replies');
  const closed = maintenanceFile(portal().platform.config.dataDir);
  writeFileSync(closed, '');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  try {
    const words = 'Written while nobody was looking';
    const sent = await dana().postRaw('/support/1/replies', { ...form, body: words });
    expect(sent.status).toBe(503);
    expect(sent.text).toContain(`${words}</textarea>`);
  } finally {
    rmSync(closed);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
});
