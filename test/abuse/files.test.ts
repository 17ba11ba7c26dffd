import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ACTIVE_CONTENTS, HOSTILE_NAMES, POLYGLOTS } from '#platform/storage/hostile-samples.testing.ts';
import { type Answer, as, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { endSessions, newWorld, type World } from '../world.ts';
import { openWalls } from './arena.ts';

const portal = usePortal();
let world: World;
let away: World;

beforeAll(async () => {
  world = await newWorld(portal());
  away = await newWorld(portal(), 'Lumen Cloud');
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'Files',
    urgency: 'slows',
    body: 'Hello',
  });
});

interface Upload {
  status: number;
  id: string;
  name: string;
  type: string;
}

/** Sends one file ahead of its form, as the page's script does. */
async function upload(name: string, content: string | Uint8Array, type: string, actor = world.dana): Promise<Upload> {
  const client = as(portal(), actor);
  const _token = (await client.form('/notifications', '/preferences'))._token!;
  const { status, text } = await client.postRaw('/uploads', { _token, file: { name, type, content } });
  return { status, ...(status === 201 ? JSON.parse(text) : {}) };
}

/** What keeps a file from running in the portal's name, or undefined when all of it is there. */
function danger({ headers, status }: Answer): string | undefined {
  const type = headers.get('content-type') ?? '';
  const shown = headers.get('content-disposition')?.startsWith('inline');
  if (status !== 200) return `status ${status}`;
  if (headers.get('x-content-type-options') !== 'nosniff') return 'may be guessed';
  if (!/default-src 'none'.*sandbox/.test(headers.get('content-security-policy') ?? '')) return 'is not in a sandbox';
  if (/html|xml|svg|script|multipart|css/.test(type)) return `says it is ${type}`;
  if (shown && !/^image\/(png|jpeg|gif|webp|avif)$/.test(type)) return `is shown as ${type}`;
  if (headers.get('cross-origin-resource-policy') !== 'same-origin') return 'is for everybody';
  return undefined;
}

test('TRUST 46: nothing that could run is served so that it does, whatever it claims to be', async () => {
  for (const { what, claimed, content } of [...ACTIVE_CONTENTS, ...POLYGLOTS]) {
    const sent = await upload('picture.png', content, claimed);
    expect(sent.status, what).toBe(201);
    for (const suffix of ['x.html', 'x.svg', 'x.png', 'x.js', 'x.html?download', 'x.html?type=text/html']) {
      const answer = await as(portal(), world.dana).get(`/files/${sent.id}/${suffix}`);
      expect(danger(answer), `${what} as ${suffix}`).toBe(undefined);
      expect(answer.headers.get('set-cookie'), what).toBe(null);
    }
  }
});

test('TRUST 46: an SVG and an HTML page are offered for saving, as bytes', async () => {
  for (const [name, content] of [
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['page.html', '<!doctype html><script>alert(1)</script>'],
  ] as const) {
    const { id } = await upload(name, content, 'image/svg+xml');
    const { headers, text } = await as(portal(), world.dana).get(`/files/${id}/${name}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('content-disposition')).toContain(name);
    expect(headers.get('content-type')).toMatch(/^(application\/octet-stream|text\/plain)/);
    expect(text).toBe(content);
  }
});

test('TRUST 46, control: a file served with the type it claims is found, and so is a page of ours', async () => {
  const answer = await as(portal(), world.dana).get('/support');
  expect(danger(answer)).toBe('is not in a sandbox');
  const { id } = await upload('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml');
  await peek(portal().database, "update attachments set type = 'image/png' where id = $1", [id]);
  const believed = await as(portal(), world.dana).get(`/files/${id}/a.svg`);
  // The type in the row decides, which is why it is found in the content and never taken from the sender.
  expect(believed.headers.get('content-disposition')).toMatch(/^inline/);
  expect(
    danger({
      ...believed,
      headers: new Headers(
        [...believed.headers, ['content-type', 'image/svg+xml']].filter(
          ([name, value]) => name !== 'content-type' || value === 'image/svg+xml',
        ) as [string, string][],
      ),
    }),
  ).toContain('says it is');
});

const filesOnDisk = (): string[] => {
  const root = portal().platform.config.dataDir;
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((one) =>
    statSync(path.join(root, one)).isFile(),
  );
};

const SAFELY_QUOTED = /^attachment; filename="[^"\\\r\n/]*"(; filename\*=UTF-8''[A-Za-z0-9%!#$&+.^_`|~-]+)?$/;

test('TRUST 47: a file is stored under a random key, whatever its name, and its name is harmless to whoever saves it', async () => {
  const before = filesOnDisk().length;
  const names = HOSTILE_NAMES.filter((name) => name !== '');
  for (const name of names) {
    const sent = await upload(name, `content of ${JSON.stringify(name).slice(0, 50)}`, 'text/plain');
    expect(sent.status, name.slice(0, 60)).toBe(201);
    const { headers } = await as(portal(), world.dana).get(`/files/${sent.id}/${encodeURIComponent(sent.name)}`);
    const disposition = headers.get('content-disposition')!;
    expect(disposition, name.slice(0, 60)).toMatch(SAFELY_QUOTED);
    expect(sent.name).not.toMatch(/[\p{Cc}/\\\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/u);
    expect(Buffer.byteLength(sent.name)).toBeLessThanOrEqual(200);
    expect(['', '.', '..']).not.toContain(sent.name);
  }
  const files = filesOnDisk();
  expect(files.length - before).toBe(names.length);
  for (const file of files) expect(file).toMatch(/^files\/kept\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{40}$/);
});

test('a file keeps the quotation marks and the like of its name: where it hangs, and for whoever saves it', async () => {
  const name = 'The "final" offer: <A> | B?.txt';
  const sent = await upload(name, 'x', 'text/plain');
  expect(sent.name).toBe(name);
  const dana = as(portal(), world.dana);
  await dana.submit('/support/1', '/support/1/replies', { body: 'With a name', upload: [sent.id] });
  const { text } = await dana.get('/support/1');
  expect(text).toContain('The &quot;final&quot; offer: &lt;A&gt; | B?.txt');
  const [, href] = new RegExp(`href="(/files/${sent.id}/[^"]*)"`).exec(text) ?? [];
  const { status, headers } = await dana.get(href!);
  const [, encoded = ''] = /filename\*=UTF-8''([^;]*)$/.exec(headers.get('content-disposition') ?? '') ?? [];
  expect([status, decodeURIComponent(encoded)]).toEqual([200, name]);
});

/** Signs that a name must not bring onto a page: they turn it round, or are not seen. */
const DECEIVING = /[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/;

test('TRUST 47, control: a name that came past the cleaning deceives on the page, and a front that quotes it as it is in the header', async () => {
  const name = 'invoice\u202egpj.exe"; filename="run.exe';
  const { id } = await upload(name, 'x', 'text/plain');
  const dana = as(portal(), world.dana);
  await dana.submit('/support/1', '/support/1/replies', { body: 'With a name', upload: [id] });
  expect((await dana.get('/support/1')).text).not.toMatch(DECEIVING);
  await peek(portal().database, 'update attachments set name = $2 where id = $1', [id, name]);
  expect((await dana.get('/support/1')).text).toMatch(DECEIVING);
  expect((await dana.get(`/files/${id}/x`)).headers.get('content-disposition')).toMatch(SAFELY_QUOTED);
  expect(`attachment; filename="${name}"`).not.toMatch(SAFELY_QUOTED);
  await peek(portal().database, "update attachments set name = 'invoice.txt' where id = $1", [id]);
});

test('TRUST 48: an upload of somebody else is not there: not to send, not to read, and it stays theirs', async () => {
  const { id } = await upload('mine.txt', 'Dana only', 'text/plain');
  const takers = [world.rival, world.viewer, world.agent];
  for (const taker of takers) {
    expect((await as(portal(), taker).get(`/files/${id}/mine.txt`)).status, taker.name).toBe(404);
    const [page, target] = taker === world.agent ? ['/inbox/1', '/inbox/1/replies'] : ['/support/new', '/support'];
    const form = await as(portal(), taker).form('/notifications', '/preferences');
    const sent = { ...form, _page: page!, subject: 'x', urgency: 'slows', body: 'x', upload: [id] };
    const refused = taker === world.viewer ? 403 : 422;
    expect((await as(portal(), taker).postRaw(target!, sent)).status, taker.name).toBe(refused);
  }
  // A colleague who may write sends their own, and not this one.
  await peek(portal().database, "update contacts set role = 'contributor' where id = $1", [world.viewer.id]);
  const colleague = as(portal(), world.viewer);
  const own = await upload('own.txt', 'Theirs', 'text/plain', world.viewer);
  const send = (one: string) => colleague.submit('/support/1', '/support/1/replies', { body: 'x', upload: [one] });
  expect([(await send(id)).status, (await send(own.id)).status]).toEqual([422, 303]);
  await peek(portal().database, "update contacts set role = 'viewer' where id = $1", [world.viewer.id]);
  expect((await as(portal(), world.dana).get(`/files/${id}/mine.txt`)).text).toBe('Dana only');
});

test('TRUST 48, control: one’s own upload can be sent, once; then the team and the colleague read it', async () => {
  const { id } = await upload('mine.txt', 'Dana only', 'text/plain');
  const sent = await as(portal(), world.dana).submit('/support/1', '/support/1/replies', {
    body: 'With it',
    upload: [id],
  });
  expect(sent.status).toBe(303);
  expect((await as(portal(), world.viewer).get(`/files/${id}/mine.txt`)).text).toBe('Dana only');
  expect((await as(portal(), world.agent).get(`/files/${id}/mine.txt`)).text).toBe('Dana only');
  expect(
    (await as(portal(), world.dana).submit('/support/1', '/support/1/replies', { body: 'Again', upload: [id] })).status,
  ).toBe(422);
});

test('TRUST 48, control: with the policy on files opened, somebody else’s upload is there to read', async () => {
  const { id } = await upload('mine.txt', 'Dana only', 'text/plain');
  const read = async () => (await as(portal(), world.viewer).get(`/files/${id}/mine.txt`)).text;
  expect(await read()).not.toContain('Dana only');
  await openWalls(portal(), ['attachments'], async () => expect(await read()).toBe('Dana only'));
});

test('TRUST 48: an upload is one POST: no method, header or address makes it another thing', async () => {
  const client = as(portal(), world.dana);
  const _token = (await client.form('/notifications', '/preferences'))._token!;
  const file = { name: 'a.txt', content: 'x' };
  const strange: Record<string, string>[] = [
    { 'x-http-method-override': 'DELETE' },
    { 'x-forwarded-host': 'evil.example' },
    { 'upload-concat': 'final;/uploads/1 /uploads/2' },
    { 'tus-resumable': '1.0.0', 'upload-length': '9007199254740992' },
  ];
  for (const headers of strange) {
    const { status, location, text } = await client.postRaw('/uploads', { _token, file }, headers);
    expect([status, location]).toEqual([201, `/uploads/${JSON.parse(text).id}`]);
  }
  expect((await client.postRaw('/uploads', { _token, file: 'not a file' })).status).toBe(422);
  const two = new FormData();
  for (const name of ['a.txt', 'b.txt']) two.append('file', new File(['x'], name));
  two.append('_token', _token);
  const loose = async () =>
    (
      await peek<{ n: number }>(
        portal().database,
        'select count(*)::int as n from attachments where ticket_id is null and workspace_id = $1',
        [world.workspaceId],
      )
    )[0]!.n;
  const before = await loose();
  const sent = await portal().app.request(`${world.origin}/uploads`, {
    method: 'POST',
    body: two,
    headers: { host: world.host, origin: world.origin, cookie: `portico_session=${world.dana.token}` },
  });
  expect(sent.status).toBe(201);
  expect(await loose()).toBe(before + 1);
});

test('TRUST 48: files that became part of nothing leave the disk, at once or overnight', async () => {
  const staged = () => filesOnDisk().filter((file) => file.startsWith('files/staging/'));
  const refused = await as(portal(), world.dana).submit('/support/1', '/support/1/replies', {
    body: '',
    files: { name: 'a.txt', content: 'x' },
  });
  expect(refused.status).toBe(422);
  expect(staged()).toEqual([]);
  const before = filesOnDisk().length;
  const wrong = await as(portal(), world.dana).submit('/support/1', '/support/1/replies', {
    body: 'x',
    upload: ['nonsense'],
    files: { name: 'a.txt', content: 'x' },
  });
  expect(wrong.status).toBe(422);
  expect(filesOnDisk().length).toBe(before);
  const { id } = await upload('forgotten.txt', 'x', 'text/plain');
  await peek(portal().database, "update attachments set created_at = now() - interval '9 days' where id = $1", [id]);
  const { housekeeping } = await import('#app/housekeeping.ts');
  for (const chore of housekeeping) await chore.run(portal().platform);
  expect((await as(portal(), world.dana).get(`/files/${id}/x`)).status).toBe(404);
  expect(filesOnDisk().length).toBe(before);
});

test('TRUST 49: the address of a file is worth nothing without the right to it, and nothing after that right ended', async () => {
  const { id } = await upload('report.txt', 'for Acme', 'text/plain');
  await as(portal(), world.dana).submit('/support/1', '/support/1/replies', { body: 'Here', upload: [id] });
  const address = `/files/${id}/report.txt`;
  expect((await as(portal(), world.viewer).get(address)).text).toBe('for Acme');
  for (const stranger of [world.rival, away.owner, away.dana]) {
    expect((await as(portal(), stranger).get(address)).status, stranger.name).toBe(404);
  }
  expect((await visitor(portal(), world).get(address)).location).toMatch(/^\/sign-in/);
  for (const tampered of [
    `/files/${id.toUpperCase()}/x`,
    `/files/${id}/`,
    `/files/${id}`,
    `/files/..%2f${id}/x`,
    `/files/${id}%00/x`,
    `/files/${id.slice(0, -1)}/x`,
    '/files/../../etc/passwd',
    '/files/..%2f..%2fetc%2fpasswd/x',
  ]) {
    expect([400, 404], tampered).toContain((await as(portal(), world.dana).get(tampered)).status);
  }
  await endSessions(portal().platform, world.viewer);
  expect((await as(portal(), world.viewer).get(address)).status).toBe(303);
  // Its tag and its ranges end with it.
  expect((await as(portal(), world.viewer).get(address, { range: 'bytes=0-1' })).status).toBe(303);
});

test('TRUST 49, control: with the policy on files opened, the rival’s request is answered', async () => {
  const { id } = await upload('report.txt', 'for Acme', 'text/plain');
  await as(portal(), world.dana).submit('/support/1', '/support/1/replies', { body: 'Here', upload: [id] });
  const read = async () => (await as(portal(), world.rival).get(`/files/${id}/report.txt`)).text;
  await openWalls(portal(), ['attachments'], async () => expect(await read()).toBe('for Acme'));
});

test('TRUST 47: a path in place of a key opens nothing', async () => {
  const { id } = await upload('x.txt', 'x', 'text/plain');
  for (const key of ['../../../../etc/passwd', '/etc/passwd', '..', '', 'a'.repeat(40), `${'a'.repeat(40)}/../x`]) {
    await peek(portal().database, 'update attachments set storage_key = $2 where id = $1', [id, key]);
    const { status, text } = await as(portal(), world.dana).get(`/files/${id}/x.txt`);
    expect(status, key).toBe(404);
    expect(text).not.toContain(readFileSync('/etc/passwd', 'utf8').slice(0, 20));
  }
});
