import { beforeAll, expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

const PEOPLE = 300;

beforeAll(async () => {
  world = await newWorld(portal());
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email, role, disabled_at)
     select $1, gen_random_uuid(), $2, 'Person ' || lpad(n::text, 4, '0'), 'person' || n || '@acme.example', 'contributor',
       case when n % 50 = 0 then now() end from generate_series(1, $3::int) n`,
    [world.workspaceId, world.accountId, PEOPLE],
  );
});

const namesOn = (text: string): string[] => [...new Set(text.match(/Person \d{4}/g) ?? [])];

/** The names on each page of a list, to its end, as somebody goes through it. */
async function walk(get: (path: string) => Promise<{ text: string }>, from: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = from; path; ) {
    const { text } = await get(path);
    pages.push(namesOn(text));
    path = /<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"/
      .exec(text)
      ?.slice(1)
      .find(Boolean);
    path = path?.replaceAll('&amp;', '&');
    expect(pages.length).toBeLessThan(20);
  }
  return pages;
}

test('a customer of some hundred people has a page that shows the first of them, and a list that shows all', async () => {
  const priya = as(portal(), world.agent);
  const page = (await priya.get(`/customers/${world.accountId}`)).text;
  expect(namesOn(page).length).toBeLessThanOrEqual(20);
  expect(page).toContain(`All ${PEOPLE + 2} people`);
  const list = `/customers/${world.accountId}/contacts`;
  expect(page).toContain(`href="${list}"`);
  const pages = await walk(priya.get, list);
  expect(Math.max(...pages.map((one) => one.length))).toBeLessThanOrEqual(50);
  const all = pages.flat();
  expect(all.length).toBe(PEOPLE);
  expect(new Set(all).size).toBe(PEOPLE);
  // Who has no access any more comes last, and each part is by name.
  const gone = all.filter((name) => Number(name.slice(-4)) % 50 === 0);
  expect(all).toEqual([...all.filter((name) => !gone.includes(name)).sort(), ...gone.sort()]);
  // And back again.
  const second = /href="([^"]+after=[^"]+)"/.exec((await priya.get(list)).text)![1]!;
  const before = /href="([^"]+before=[^"]+)"/.exec((await priya.get(second)).text)![1]!;
  expect(namesOn((await priya.get(before)).text)).toEqual(pages[0]);
});

test('somebody among many is found by name or address, to be looked at, merged or left an open ticket', async () => {
  const maya = as(portal(), world.owner);
  const list = `/customers/${world.accountId}/contacts`;
  expect(namesOn((await maya.get(`${list}?find=person%200217`)).text)).toEqual(['Person 0217']);
  expect(namesOn((await maya.get(`${list}?find=person219@`)).text)).toEqual(['Person 0219']);
  expect((await maya.get(`${list}?find=nobody%20of%20that%20name`)).text).toContain('Nobody here is called that.');
  await as(portal(), world.dana).submit('/support/new', '/support', {
    subject: 'One',
    urgency: 'slows',
    body: 'Hello',
  });
  for (const page of [`${list}/${world.dana.id}/merging`, `${list}/${world.dana.id}/move`]) {
    const first = (await maya.get(page)).text;
    expect(namesOn(first).length, page).toBeLessThanOrEqual(50);
    expect(first, page).not.toContain('Person 0217');
    const found = (await maya.get(`${page}?find=0217`)).text;
    expect(namesOn(found), page).toEqual(['Person 0217']);
  }
});

test('a colleague among many is found as well, and what is done to them leads back to where they stand', async () => {
  const dana = as(portal(), world.dana);
  const seen = await walk(dana.get, '/company');
  expect(Math.max(...seen.map((one) => one.length))).toBeLessThanOrEqual(50);
  // Whoever looks after nobody sees who is in use.
  expect(seen.flat().length).toBe(PEOPLE - 6);
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  expect((await walk(dana.get, '/company')).flat().length).toBe(PEOPLE);
  const page = '/company?find=0217';
  const { text } = await dana.get(page);
  expect(namesOn(text)).toEqual(['Person 0217']);
  const flags = /action="(\/company\/people\/[^"]+\/flags)"/.exec(text)![1]!;
  const saved = await dana.submit(page, flags, { flag: 'primary' });
  expect(saved.location).toBe(page);
  // Whom to ask is not a question of the page.
  expect(namesOn((await dana.get('/company?find=Dana')).text)).toEqual(['Person 0217']);
});
