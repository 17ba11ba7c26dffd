import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { photo } from '#features/knowledge/knowledge.testing.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { openPortal, type TestPortal, usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { brought, demotedBy, handed, PNG, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();
const world = () => newWorld(portal());

const MIB = 1024 * 1024;
const good = '# Good\n\nText\n';

async function refusalOf(content: Uint8Array, name = 'help.zip'): Promise<string> {
  const here = await world();
  const page = await handed(portal(), here, content, name);
  const [one] = await peek<{ refused: string | null }>(
    portal().database,
    'select refused from article_imports where id = $1',
    [page.split('/').at(-1)],
  );
  return one!.refused ?? 'none';
}

test('TRUST 51: what would unpack to far more than it is is named and not opened, the rest is; one of its size that would not is', async () => {
  const [here, zeros] = [await world(), new Uint8Array(7 * MIB)]; // for its size alone it would come in
  const page = await handed(portal(), here, zipped({ 'a.md': good, 'zero.md': zeros, 'pictures/zero.png': zeros }));
  const told = /English: one text[\s\S]*not opened[\s\S]*zero\.md[\s\S]*pictures\/zero\.png/;
  expect((await as(portal(), here.owner).get(page)).text).toMatch(told);
  const noise = Buffer.alloc(2 * MIB, 0);
  for (let i = 0; i < noise.length; i += 64) noise.writeUInt32LE((i * 2654435761) >>> 0, i);
  expect(await refusalOf(zipSync({ 'a.md': strToU8(good), 'pictures/noise.png': noise }))).toBe('none');
});

test('TRUST 51: a zip that says less than it holds, or whose entries lie on one another, comes to nothing', async () => {
  const whole = Buffer.from(zipSync({ 'a.md': strToU8(good.repeat(2000)) }, { level: 6 }));
  expect(await refusalOf(whole), 'control: as it was packed').toBe('none');
  const [lying, over] = [Buffer.from(whole), Buffer.from(whole)];
  const central = lying.indexOf(Buffer.from('PK\x01\x02'));
  lying.writeUInt32LE(100, central + 24);
  expect(await refusalOf(lying)).toBe('broken');
  over.writeUInt32LE(0x7fffffff, central + 20);
  expect(await refusalOf(over)).toBe('bomb');
  expect(await refusalOf(whole.subarray(0, whole.length / 2))).toBe('broken');
  expect(await refusalOf(strToU8('PK no zip at all'))).toBe('broken');
  expect(await refusalOf(strToU8('{"articles": ['), 'help.json')).toBe('nothing');
});

/** A zip with its one file, `00.md`, many times under other names: packing it once is enough. */
function manyTimes(one: Uint8Array, count: number): Buffer {
  const zip = Buffer.from(one);
  const [central, end] = [zip.indexOf('PK\x01\x02'), zip.indexOf('PK\x05\x06')];
  const [entry, listed, ending] = [
    zip.subarray(0, central),
    zip.subarray(central, end),
    Buffer.from(zip.subarray(end)),
  ];
  const named = (part: Buffer, n: number, at: number) => {
    const other = Buffer.from(part);
    other.write(String(n).padStart(2, '0'), at);
    return other;
  };
  const numbers = Array.from({ length: count }, (_, n) => n);
  const list = numbers.map((n) => {
    const other = named(listed, n, 46);
    other.writeUInt32LE(n * entry.length, 42);
    return other;
  });
  ending.writeUInt16LE(count, 8);
  ending.writeUInt16LE(count, 10);
  ending.writeUInt32LE(count * listed.length, 12);
  ending.writeUInt32LE(count * entry.length, 16);
  return Buffer.concat([...numbers.map((n) => named(entry, n, 30)), ...list, ending]);
}

test('TRUST 51: a small zip whose texts together fill the memory is refused before they are read; one of them alone is not', async () => {
  const text = Buffer.alloc(7_900_000, 'a');
  text.write(randomBytes(30_000).toString('base64'));
  const one = zipSync({ '00.md': text }, { level: 1 });
  const zip = manyTimes(one, 54);
  expect(zip.length).toBeLessThan(8 * MIB);
  expect(await refusalOf(zip)).toBe('large');
  expect(await refusalOf(manyTimes(one, 1)), 'control: one alone').toBe('none');
}, 120_000);

test('TRUST 62: files that all say they are the same article are an import that ends, each of them told', async () => {
  const here = await world();
  const files = Object.fromEntries(
    Array.from({ length: 2000 }, (_, n) => [`${n}.md`, `---\nid: a${n % 100}\ntitle: Page ${n}\n---\nText`]),
  );
  const page = await handed(portal(), here, zipped(files));
  await brought(portal(), here, page);
  const [one] = await peek<{ finished_at: Date | null; n: number }>(
    portal().database,
    'select finished_at, (select count(*)::int from article_import_lines l where l.import_id = i.id) as n from article_imports i where id = $1',
    [page.split('/').at(-1)],
  );
  expect(one).toMatchObject({ finished_at: expect.any(Date), n: 2000 });
}, 120_000);

test('TRUST 46: names that lead outside, links to other files and scripts named pictures are left out and said; the rest comes in', async () => {
  const here = await world();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
  const page = await handed(
    portal(),
    here,
    zipSync({
      'good.md': strToU8(
        '# Good\n\n![a](real.png) ![b](fake.png) ![c](draw.svg) ![d](data:image/svg+xml;base64,PHN2Zy8+) ![e](../../../etc/passwd) [f](file:///etc/passwd)\n',
      ),
      '../../evil.md': strToU8('# Evil\n\nText\n'),
      '/root.md': strToU8('# Root\n\nText\n'),
      'c:\\windows.md': strToU8('# Windows\n\nText\n'),
      'link.md': [strToU8('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
      'real.png': new Uint8Array(PNG),
      'fake.png': strToU8('<html><script>alert(1)</script></html>'),
      'draw.svg': strToU8(svg),
    }),
  );
  await brought(portal(), here, page);
  const all = await texts(portal(), here);
  expect(all.map(({ title, pictures }) => [title, pictures])).toEqual([['Good', 1]]);
  expect(all[0]!.html).not.toMatch(/svg|passwd|file:/i);
  const owner = as(portal(), here.owner);
  const report = await owner.get(`${page}/report`);
  expect(report.text.match(/Pictures of a kind we do not show/g)).toHaveLength(3);
  expect(report.text).toContain('Pictures that are not there');
  expect(report.text).toContain('Links that are not safe');
});

test('TRUST 46: HTML full of scripts, frames and styles comes in clean, nothing of it lost silently', async () => {
  const here = await world();
  const nasty =
    '<html><body><h1>Nasty</h1><p onclick="x()">Kept words</p><script>alert(1)</script><style>body{display:none}</style><iframe src="https://evil.example"></iframe><form action="https://evil.example"><input name="p">also kept</form><a href="javascript:alert(1)">link words</a><svg><script>1</script></svg><img src=x onerror=alert(1)></body></html>';
  const harmful = /script|onclick|onerror|style|iframe|form|svg|javascript/i;
  // Control: come in as it is it would be found.
  expect(nasty).toMatch(harmful);
  const page = await handed(portal(), here, strToU8(nasty), 'nasty.html');
  await brought(portal(), here, page);
  const [one] = await texts(portal(), here);
  for (const words of ['Kept words', 'also kept', 'link words']) expect(one!.html).toContain(words);
  expect(one!.html).not.toMatch(harmful);
  const report = (await as(portal(), here.owner).get(`${page}/report`)).text;
  for (const words of [
    'Scripts',
    'Styles',
    'Players and frames',
    'Forms',
    'Links that are not safe',
    'Drawings (SVG)',
    'Pictures that are not there',
  ])
    expect(report, words).toContain(words);
});

test('TRUST 62: an article of 5 MB comes in, one over 8 million characters is named, and patterns made to be slow are not', async () => {
  const here = await world();
  const began = performance.now();
  const noise = (n: number) => randomBytes(n * 3).toString('base64');
  const page = await handed(
    portal(),
    here,
    zipped({
      'large.md': `# Large\n\n${noise(1_300_000)
        .match(/.{1,300}/g)!
        .join('\n\n')}`,
      'huge.md': `# Huge\n\n${noise(250).repeat(8_040)}`, // of one letter it would be refused for what it unpacks to
      'head.md': `---\na: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\ntitle: {{{\n---\n# Head\n\nText`,
      'slow.html': `${'<h1 '.repeat(50_000)}<h1>Slow</h1>${'<blockquote>'.repeat(20_000)}<p>words</p>`,
      'line.md': `# ${'a '.repeat(200_000)}\n\nText`,
      'quotes.md': `# Quotes\n\n${'> '.repeat(5000)}[!NOTE]\n`,
    }),
  );
  await brought(portal(), here, page);
  expect(performance.now() - began).toBeLessThan(60_000);
  const titles = (await texts(portal(), here)).map(({ title }) => title.slice(0, 20));
  // Control: one that is as long as is allowed comes in, beside the one that is not.
  expect(titles).toContain('Large');
  expect(titles).toContain('Head');
  expect(titles).not.toContain('Huge');
  expect((await as(portal(), here.owner).get(page)).text).toContain('Texts over 8 million characters');
}, 90_000);

test('an import is taken back by whoever may publish when it happens, not only when they asked', async () => {
  const here = await world();
  const page = await handed(portal(), here, zipped({ 'Shelf/good.md': good }));
  await brought(portal(), here, page);
  const role = (key: string) =>
    peek(portal().database, 'update members set role = $1 where id = $2', [key, here.owner.id]);
  const undo = () => as(portal(), here.owner).submit(page, `${page}/undoing`);
  const back = await demotedBy(portal(), here.workspaceId, 'undoing_at');
  expect((await undo()).status).toBe(303);
  await portal().workJobs();
  await back();
  expect(await texts(portal(), here)).toHaveLength(1);
  // Control.
  await role('owner');
  expect((await as(portal(), here.owner).get(page)).text).toContain('may no longer publish');
  await undo();
  await portal().workJobs();
  expect(await texts(portal(), here)).toEqual([]);
  const [by] = await peek<{ id: string }>(
    portal().database,
    "select actor_person_id as id from events where workspace_id = $1 and kind = 'article.archived'",
    [here.workspaceId],
  );
  expect(by!.id).toBe(here.owner.id);
});

test('files of other kinds, pictures in no text and the 101st text of an article are in the report, however many; control: what is used is not', async () => {
  const here = await world();
  const many = Object.fromEntries(
    Array.from({ length: 103 }, (_, n) => [`Shelf/many${n}.md`, `---\nid: many\ntitle: Many\n---\nText`]),
  );
  const loose = Object.fromEntries(Array.from({ length: 520 }, (_, n) => [`old/${n}.docx`, 'x']));
  const links = Array.from({ length: 60 }, (_, n) => `[${n}](gone${n}.md)`).join(' ');
  const zip = zipped({
    ...many,
    'Shelf/one.md': `# One\n\n![A](seen.png) [plan](plan.pdf) ${links}\n`,
    'Shelf/seen.png': PNG,
    'Shelf/unseen.png': PNG,
    'Shelf/plan.pdf': 'x',
    'categories.json': JSON.stringify([{ path: ['Shelf'], texts: { en: { title: 'Shelf' } } }]),
    ...loose,
  });
  const page = await handed(portal(), here, zip);
  const report = async () => (await as(portal(), here.owner).get(`${page}/report`)).text;
  const before = await report();
  for (const path of ['old/0.docx', 'Shelf/unseen.png']) expect(before).toContain(path);
  await brought(portal(), here, page);
  const after = await report();
  expect(after).toContain('Shelf/unseen.png,,,,"Files that are no article and shown in none"'.replaceAll('"', ''));
  expect(after.match(/Files that are no article and shown in none/g)).toHaveLength(500);
  expect(after).toMatch(/…,,,,Files that are no article and shown in none,,22/);
  expect(after).toMatch(/Many,,,,Texts beyond the hundredth of one article,,3/);
  // Of sixty links that lead nowhere the first have their names, and the others are counted.
  const dead = [...after.matchAll(/Links that lead nowhere,[^,\n]*,(\d+)/g)].map((match) => Number(match[1]));
  expect(dead.reduce((sum, n) => sum + n, 0)).toBe(60);
  for (const used of ['seen.png', 'categories.json'])
    expect(after, used).not.toMatch(new RegExp(`(?<!un)${used},,,,Files that are no`));
  expect(after.match(/plan\.pdf/g)).toHaveLength(1);
});

let server: Server;
let asked = 0;
let open: TestPortal;
beforeAll(async () => {
  server = createServer((_, answer) => {
    asked += 1;
    answer.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open = await openPortal({ EGRESS_ALLOW: '127.0.0.1' });
}, 60_000);
afterAll(async () => {
  server.close();
  await open.close();
});

test('TRUST 44, 52: pictures elsewhere are not asked for unless somebody says so, and never at an address of our own network', async () => {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`;
  const content = zipped({ 'far.md': `# Far\n\nText ![Far](${address})\n` });
  const cases: { on: TestPortal; choices: Record<string, string>; pictures: number }[] = [
    { on: open, choices: { drafts: 'yes' }, pictures: 0 },
    { on: portal(), choices: { remote: 'yes' }, pictures: 0 },
  ];
  for (const { on, choices, pictures } of cases) {
    const here = await newWorld(on);
    await brought(on, here, await handed(on, here, content), choices);
    expect((await texts(on, here))[0]!.pictures).toBe(pictures);
  }
  expect(asked).toBe(0);
});

test('TRUST 44, 52, control: where the operator named the network and somebody said yes, they are', async () => {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`;
  const content = zipped({ 'far.md': `# Far\n\nText ![Far](${address})\n` });
  const here = await newWorld(open);
  await brought(open, here, await handed(open, here, content), { remote: 'yes' });
  expect((await texts(open, here))[0]!.pictures).toBe(1);
  expect(asked).toBe(1);
});

test('TRUST 46: a photo that comes in does not say where it was taken', async () => {
  const here = await newWorld(portal());
  const files = { 'a.md': '# Desk\n\n![Desk](desk.jpg)\n', 'desk.jpg': photo('GPS 47.3758') };
  await brought(portal(), here, await handed(portal(), here, zipped(files)));
  const [{ id }] = (await peek<{ id: string }>(
    portal().database,
    'select id from article_pictures where workspace_id = $1 and width = 40',
    [here.workspaceId],
  )) as [{ id: string }];
  const { status, text } = await visitor(portal(), here).get(`/help/pictures/${id}`);
  expect([status, text.includes('GPS')]).toEqual([200, false]);
});
