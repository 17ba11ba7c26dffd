import { expect, test } from 'vitest';
import { type Answer, as, type Client, visitor } from '#test/client.ts';
import { peek, whileSaying } from '#test/database.ts';
import { anHourLater } from '#test/mails.ts';
import { type TestPortal, usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { askForLinkTo, givePassword, linkTo, mailsTo, PASSWORD, spend, tokenIn } from './doors.testing.ts';

const direct = usePortal();
const behindProxy = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });

/** An attempt counts before anybody looks at the password, so these need none. */
const NONE = '';

type Attempt = (email: string, headers?: Record<string, string>) => Promise<Answer>;

async function trying(client: Client, path: string, password = NONE): Promise<Attempt> {
  const form = await client.form('/sign-in', '/sign-in/password');
  return (email, headers) => client.postRaw(path, { ...form, email, password }, headers);
}

async function statuses(times: number, attempt: (n: number) => Promise<Answer>): Promise<number[]> {
  const list: number[] = [];
  for (let n = 0; n < times; n++) list.push((await attempt(n)).status);
  return list;
}

const from = (address: string) => ({ 'x-forwarded-for': address });

test('TRUST 24: ten passwords for one address in a quarter of an hour, from wherever they come', async () => {
  const world = await newWorld(behindProxy());
  const attempt = await trying(visitor(behindProxy(), world), '/sign-in/password', NONE);
  const spray = (n: number) => attempt(world.dana.email, from(`198.51.100.${n}`));
  expect(await statuses(12, spray)).toEqual([...Array(10).fill(422), 429, 429]);

  const refused = await attempt(world.dana.email.toUpperCase(), from('198.51.100.99'));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600);
  expect(refused.text).toContain('A short break');
  // The control: another person is not held up, and the link still opens the locked-out one's door.
  const others = await trying(visitor(behindProxy(), world), '/sign-in/password', PASSWORD);
  await givePassword(behindProxy(), world.viewer);
  expect((await others(world.viewer.email, from('198.51.100.98'))).status).toBe(303);
  expect((await askForLinkTo(behindProxy(), world, world.dana.email)).mails).toHaveLength(1);
});

test('TRUST 24, control: where nothing is counted, the eleventh password is looked at, and opens', async () => {
  const world = await newWorld(behindProxy());
  await givePassword(behindProxy(), world.dana);
  const wrong = await trying(visitor(behindProxy(), world), '/sign-in/password', NONE);
  const right = await trying(visitor(behindProxy(), world), '/sign-in/password', PASSWORD);
  const off = { of: 'app.take', from: /r\.used \+ 1/, to: '1' };
  await whileSaying(behindProxy().database, off, async () => {
    const spray = (n: number) => wrong(world.dana.email, from(`198.51.100.${n}`));
    expect(await statuses(12, spray)).toEqual(Array(12).fill(422));
    expect((await right(world.dana.email, from('198.51.100.99'))).status).toBe(303);
  });
});

const passwords = (world: World, password: string) =>
  trying(visitor(behindProxy(), world), '/sign-in/password', password);

test('a right password uses nothing up: fifteen in a row, and then still ten wrong ones', async () => {
  const world = await newWorld(behindProxy());
  await givePassword(behindProxy(), world.dana);
  // Each time another browser: whoever is in has another form.
  const right: Attempt = async (email, headers) => (await passwords(world, PASSWORD))(email, headers);
  const wrong = await passwords(world, 'wrong horse battery');
  const found = await statuses(15, (n) => right(world.dana.email, from(`198.51.100.${n}`)));
  expect(found).toEqual(Array(15).fill(303));
  const failures = await statuses(11, (n) => wrong(world.dana.email, from(`198.51.100.${100 + n}`)));
  expect(failures).toEqual([...Array(10).fill(422), 429]);
  expect((await right(world.dana.email, from('198.51.100.200'))).status).toBe(429);
});

test('a right password gives back one attempt and not the failures before it', async () => {
  const world = await newWorld(behindProxy());
  await givePassword(behindProxy(), world.dana);
  const right = await passwords(world, PASSWORD);
  const wrong = await passwords(world, 'wrong horse battery');
  const spray = (n: number) => wrong(world.dana.email, from(`198.51.100.${n}`));
  expect(await statuses(9, spray)).toEqual(Array(9).fill(422));
  expect((await right(world.dana.email, from('198.51.100.99'))).status).toBe(303);
  expect(await statuses(2, spray)).toEqual([422, 429]);
});

test('a flood of passwords at once gets no more than ten through, right ones among them or not', {
  timeout: 60_000,
}, async () => {
  const world = await newWorld(behindProxy());
  await givePassword(behindProxy(), world.dana);
  const wrong = await passwords(world, 'wrong horse battery');
  const rights = await Promise.all(Array.from({ length: 4 }, () => passwords(world, PASSWORD)));
  const flood = await Promise.all(
    Array.from({ length: 40 }, (_, n) => {
      const attempt = (n % 3 === 0 && rights[n / 3]) || wrong;
      return attempt(world.dana.email, from(`198.51.100.${n}`));
    }),
  );
  const tried = flood.filter((answer) => answer.status === 422).length;
  expect(tried).toBeLessThanOrEqual(10);
  expect(tried).toBeGreaterThan(0);
  // What the right ones gave back is what is left, and no more.
  const rest = await statuses(11, (n) => wrong(world.dana.email, from(`198.51.100.${100 + n}`)));
  expect(tried + rest.filter((status) => status === 422).length).toBe(10);
});

test('the page that refuses an eleventh password offers the link, and its button sends one', async () => {
  const world = await newWorld(behindProxy());
  const client = visitor(behindProxy(), world);
  const attempt = await trying(client, '/sign-in/password', NONE);
  await statuses(10, (n) => attempt(world.dana.email, from(`198.51.100.${n}`)));
  const refused = await attempt(world.dana.email, from('198.51.100.99'));
  expect(refused.status).toBe(429);
  expect(refused.text).toContain('action="/sign-in/link"');
  expect(refused.text).toContain(`value="${world.dana.email}"`);
  const fields = [...refused.text.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const asked = await client.postRaw('/sign-in/link', Object.fromEntries(fields), from('198.51.100.99'));
  expect(asked.location).toContain('/sign-in/sent');
  await behindProxy().workJobs();
  expect(await mailsTo(behindProxy(), world, world.dana.email)).toHaveLength(1);
});

test('TRUST 24: an unknown address is counted like a known one', async () => {
  const world = await newWorld(behindProxy());
  const attempt = await trying(visitor(behindProxy(), world), '/sign-in/password', NONE);
  const spray = (n: number) => attempt('nobody@acme.example', from(`198.51.100.${n}`));
  expect(await statuses(11, spray)).toEqual([...Array(10).fill(422), 429]);
});

/** So many of one network have been counted already, with what is counted at the next try. */
const countedAlready = (portal: TestPortal, n: number) =>
  peek(portal.database, 'update rate_limits set used = $1 where used = (select max(used) from rate_limits)', [n]);

test('TRUST 24: a thousand addresses of one /64 are one network', async () => {
  const world = await newWorld(behindProxy());
  await anHourLater(behindProxy());
  const attempt = await trying(visitor(behindProxy(), world), '/sign-in/link');
  const spray = (n: number) => attempt(`p${n}@acme.example`, from(`2001:db8:1:2:${n.toString(16)}:${n}::${n + 1}`));
  expect(await statuses(2, spray)).toEqual([303, 303]);
  await countedAlready(behindProxy(), 119);
  const found = await statuses(3, (n) => spray(n + 2));
  expect(found).toEqual([303, 429, 429]);
  const { text } = await spray(9);
  expect(text).toContain('From your network that was tried too often, by everybody there together.');
  // The control: the next network is another one.
  expect((await attempt('p99@acme.example', from('2001:db8:1:3::1'))).status).toBe(303);
});

test('TRUST 24: a hundred passwords from one network, and what it claims to forward changes nothing', async () => {
  const world = await newWorld(direct());
  await anHourLater(direct());
  const attempt = await trying(visitor(direct(), world), '/sign-in/password', NONE);
  const spray = (n: number) => attempt(`p${n}@acme.example`, from(`203.0.113.${n}`));
  expect(await statuses(2, spray)).toEqual([422, 422]);
  await countedAlready(direct(), 98);
  expect(await statuses(4, (n) => spray(n + 2))).toEqual([422, 422, 429, 429]);
  // The control: the same network at another business.
  const other = await newWorld(direct());
  const there = await trying(visitor(direct(), other), '/sign-in/password', NONE);
  expect((await there('p1@acme.example')).status).toBe(422);
});

test('an office behind one address comes in, however many it is: what was right is given back to its network', async () => {
  const world = await newWorld(direct());
  await anHourLater(direct());
  await givePassword(direct(), world.dana);
  const wrong = await trying(visitor(direct(), world), '/sign-in/password', NONE);
  expect(await statuses(2, () => wrong('typo@acme.example'))).toEqual([422, 422]);
  await countedAlready(direct(), 99);
  const right: Attempt = async (email) =>
    (await trying(visitor(direct(), world), '/sign-in/password', PASSWORD))(email);
  expect(await statuses(5, () => right(world.dana.email))).toEqual(Array(5).fill(303));
  // The control: the hundredth wrong one is the last.
  expect(await statuses(2, (n) => wrong(`p${n}@acme.example`))).toEqual([422, 429]);
});

test('a link that was opened is given back to its network, one that was only asked for is not', async () => {
  const world = await newWorld(direct());
  await anHourLater(direct());
  const used = async () =>
    (await peek<{ used: number }>(direct().database, 'select max(used)::int as used from rate_limits'))[0]!.used;
  const client = visitor(direct(), world);
  const ask = await trying(client, '/sign-in/link');
  expect(await statuses(3, (n) => ask(`p${n}@acme.example`))).toEqual([303, 303, 303]);
  const token = await linkTo(direct(), world.dana);
  expect(await used()).toBe(4);
  expect((await spend(visitor(direct(), world), token)).status).toBe(303);
  expect(await used()).toBe(3);
});

test('a proof by link gives back no more than it took: opened, what strangers’ letters have used of the network stays', async () => {
  const world = await newWorld(direct());
  await anHourLater(direct());
  const ask = await trying(visitor(direct(), world), '/sign-in/link');
  expect(await statuses(3, (n) => ask(`p${n}@acme.example`))).toEqual([303, 303, 303]);
  const used = async () =>
    (await peek<{ used: number }>(direct().database, 'select max(used)::int as used from rate_limits'))[0]!.used;
  await givePassword(direct(), world.dana);
  const dana = as(direct(), world.dana);
  const sent = await dana.submit('/account/password', '/account/proof', { _by: 'link' });
  expect(sent.location).toMatch(/^\/sign-in\/sent\?/);
  await direct().workJobs();
  const mails = await mailsTo(direct(), world, world.dana.email);
  const token = tokenIn(mails.findLast(({ kind }) => kind === 'identity.sign_in_link'));
  expect((await spend(dana, token)).status).toBe(303);
  expect(await used()).toBe(3);
});

test('five links for one session an hour as a proof, and another is not held up by it', async () => {
  const world = await newWorld(direct());
  for (const actor of [world.dana, world.agent]) await givePassword(direct(), actor);
  const prove = (actor: Actor) => as(direct(), actor).submit('/account/password', '/account/proof', { _by: 'link' });
  const found = [];
  for (let n = 0; n < 6; n += 1) found.push((await prove(world.dana)).status);
  expect(found).toEqual([...Array(5).fill(303), 429]);
  expect((await prove(world.agent)).status).toBe(303);
});

test('five links for one address an hour', async () => {
  const world = await newWorld(behindProxy());
  const attempt = await trying(visitor(behindProxy(), world), '/sign-in/link');
  const found = await statuses(7, (n) => attempt(world.dana.email, from(`198.51.100.${n}`)));
  expect(found).toEqual([...Array(5).fill(303), 429, 429]);
});

const shapes: [string, number, [string, string][]][] = [
  [
    'twice',
    400,
    [
      ['email', 'A'],
      ['email', 'evil@evil.example'],
    ],
  ],
  ['as a list', 400, [['email[]', 'A']]],
  [
    'as an object',
    400,
    [
      ['email', 'A'],
      ['email[value]', 'evil@evil.example'],
    ],
  ],
  ['with a line of its own', 400, [['email', 'A\r\nbcc: evil@evil.example']]],
  ['with a quoted part', 422, [['email', '"a b"@acme.example']]],
  ['with two addresses', 422, [['email', 'A,evil@evil.example']]],
  ['with a name', 422, [['email', 'Dana <A>']]],
  ['with a letter that looks like another', 422, [['email', 'dаna@acme.example']]],
  ['with a sign that folds to k', 422, [['email', '\u212aim@acme.example']]],
  ['longer than an address can be', 422, [['email', `${'a'.repeat(250)}@acme.example`]]],
];

test.each(shapes)(
  'TRUST 23: an address given %s is refused with %i, and nothing is mailed',
  async (_, status, fields) => {
    const world: World = await newWorld(direct());
    const client = visitor(direct(), world);
    const form = await client.form('/sign-in', '/sign-in/password');
    const body = new URLSearchParams(form);
    for (const [name, value] of fields) body.append(name, value.replace('A', world.dana.email));
    const send = (path: string) =>
      direct().app.request(world.origin + path, {
        method: 'POST',
        body,
        headers: { host: `${world.host}:3000`, origin: world.origin, 'sec-fetch-site': 'same-origin' },
      });
    expect((await send('/sign-in/link')).status).toBe(status);
    expect((await send('/sign-in/password')).status).toBe(status);
    await direct().workJobs();
    const count = () =>
      peek<{ n: number }>(direct().database, 'select count(*)::int as n from mails where workspace_id = $1', [
        world.workspaceId,
      ]);
    expect(await count()).toEqual([{ n: 0 }]);
    // The control: the address as people write it.
    await askForLinkTo(direct(), world, world.dana.email);
    expect(await count()).toEqual([{ n: 1 }]);
  },
);
