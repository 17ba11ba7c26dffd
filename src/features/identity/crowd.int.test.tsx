import { expect, test } from 'vitest';
import { SESSION_COOKIE } from '#platform/http/cookies.ts';
import { type Client, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { givePassword, PASSWORD } from './doors.testing.ts';

const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });

const from = (address: string) => ({ 'x-forwarded-for': address });
const fields = (client: Client) => client.form('/sign-in', '/sign-in/password');

/** Somebody's attempt with the right password, ready to be sent. */
async function about(client: Client, { email }: Actor) {
  const form = { ...(await fields(client)), email, password: PASSWORD };
  return (address: string) => client.postRaw('/sign-in/password', form, from(address));
}

/** A browser that somebody has come in with, and out again. */
async function known(world: World): Promise<Client> {
  const client = visitor(portal(), world);
  await (await about(client, world.dana))('192.0.2.1');
  client.cookies.delete(SESSION_COOKIE);
  return client;
}

/** Attempts at one business, each from an address of its own; returned as they are under way. */
async function crowdAt(world: World, many: number) {
  const client = visitor(portal(), world);
  const form = { ...(await fields(client)), password: 'wrong horse battery', next: '/support' };
  return () =>
    Array.from({ length: many }, (_, n) =>
      client.postRaw('/sign-in/password', { ...form, email: `p${n}@acme.example` }, from(`198.51.100.${n}`)),
    );
}

test('a crowd at one business keeps nobody out who is known there, and nobody at another', async () => {
  const [world, away] = [await newWorld(portal()), await newWorld(portal(), 'Lumen Cloud')];
  for (const { dana } of [world, away]) await givePassword(portal(), dana);
  const comes = await crowdAt(world, 80);
  const theirs = await about(await known(world), world.dana);
  const elsewhere = await about(visitor(portal(), away), away.dana);
  const stranger = await about(visitor(portal(), world), world.dana);

  const crowd = comes();
  const [dana, lumen, unknown] = await Promise.all([
    theirs('203.0.113.1'),
    elsewhere('203.0.113.2'),
    stranger('203.0.113.3'),
  ]);
  const answers = await Promise.all(crowd);
  expect([dana.status, lumen.status]).toEqual([303, 303]);
  // The control: from a browser and a network that nobody has come in with she is one of the crowd.
  expect(unknown.status).toBe(503);
  expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(40);

  const { status, text, headers } = answers.at(-1)!;
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  expect(text).toContain('A great many people are signing in right now.');
  expect(text).toContain('value="p79@acme.example"');
  expect(text).toContain('name="next" value="/support"');
  expect(text).not.toContain('wrong horse battery');
});

test('what a crowd is answered is a form that works, and in the language of the browser', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const client = visitor(portal(), world);
  const comes = await crowdAt(world, 80);
  const theirs = { ...(await fields(client)), email: world.dana.email, password: PASSWORD };
  const crowd = comes();
  const german = { ...from('203.0.113.9'), 'accept-language': 'de' };
  const refused = await client.postRaw('/sign-in/password', theirs, german);
  await Promise.all(crowd);
  expect(refused.status).toBe(503);
  expect(refused.text).toContain('Gerade melden sich sehr viele Menschen an.');
  expect(refused.text).toContain(`value="${world.dana.email}"`);
  const hidden = [...refused.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]);
  const again = { ...Object.fromEntries(hidden), email: world.dana.email, password: PASSWORD };
  const { status } = await client.postRaw('/sign-in/password', again, from('203.0.113.9'));
  expect(status).toBe(303);
});

test('a device that says it is known without our seal is a stranger', async () => {
  const world = await newWorld(portal());
  await givePassword(portal(), world.dana);
  const client = await known(world);
  const [device] = client.cookies.get('portico_device')!.split('.');
  client.cookies.set('portico_device', `${device}.${'A'.repeat(43)}`);
  const comes = await crowdAt(world, 80);
  const theirs = await about(client, world.dana);
  const crowd = comes();
  expect((await theirs('203.0.113.7')).status).toBe(503);
  await Promise.all(crowd);
});
