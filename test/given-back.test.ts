import { rmSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { maintenanceFile } from '#platform/maintenance.ts';
import { as, hiddenFields } from './client.ts';
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

test('a reply that was kept stands over its ticket when that was closed meanwhile', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'One', urgency: 'slows', body: 'Hello' });
  const form = await dana.form('/support/1', '/support/1/replies');
  const body = 'Half a thought about dahlias';
  expect((await dana.postRaw('/support/1/replies', { ...form, _token: 'stale', body })).status).toBe(303);
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/triage', { status: 'closed' });
  expect((await dana.get('/support/1?kept=1')).text).toContain(`${body}</textarea>`);
});

test('whose cookie has gone while they wrote signs in beside the page and goes on with their words; their file they attach again', async () => {
  const browser = dana();
  const form = await browser.form('/support/1', '/support/1/replies');
  browser.cookies.clear();
  const words = 'Written before the cookie went, <b>all</b> of it';
  const files = { name: 'proof.txt', content: 'proof' };
  const sent = await browser.postRaw('/support/1/replies', { ...form, body: words, files });
  expect(sent.status).toBe(403);
  expect(sent.text).toContain('You have been signed out');
  expect(sent.text).toContain('Your file proof.txt could not be kept: attach it again then.');
  expect(sent.text).toContain('href="/sign-in?next=%2Fsupport%2F1" target="_blank"');
  const held = hiddenFields(sent.text, '/support/1/replies')!;
  expect(held.body).toBe(words);
  // Not signed in yet: the same page again, with everything.
  const early = await browser.postRaw('/support/1/replies', held);
  expect(hiddenFields(early.text, '/support/1/replies')).toEqual(held);
  expect(early.text).toContain('Your file proof.txt could not be kept');
  const back = await dana().postRaw('/support/1/replies', held);
  expect(back.location).toBe('/support/1?kept=1#kept');
  const { text } = await dana().get('/support/1?kept=1');
  expect(text).toContain('Your file proof.txt could not be kept: choose it once more');
  expect(text).toContain('Written before the cookie went');
  // Control: who is not the writer is given nothing.
  const other = await as(portal(), world.viewer).postRaw('/support/1/replies', held);
  expect(other.status).toBe(403);
});
