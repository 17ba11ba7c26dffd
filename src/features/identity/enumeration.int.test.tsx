import { beforeAll, expect, test } from 'vitest';
import { type Answer, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { MAX_PASSWORD } from './auth/password.ts';
import { askForLinkTo, givePassword, mailsTo, PASSWORD, shapeOf, tryPassword } from './doors.testing.ts';

// Requests are counted by network; each of these comes from one of its own.
const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
let world: World;
let people: string[];

beforeAll(async () => {
  world = await newWorld(portal());
  const known = [world.dana, world.viewer, world.rival, world.owner, world.agent];
  for (const one of known) await givePassword(portal(), one);
  people = known.map((one) => one.email);
});

let networks = 0;
const elsewhere = () => {
  networks += 1;
  return { 'x-forwarded-for': `203.0.${Math.floor(networks / 250)}.${networks % 250}` };
};

async function timed(path: string, fields: Record<string, string>): Promise<{ answer: Answer; ms: number }> {
  const client = visitor(portal(), world);
  const form = await client.form('/sign-in', '/sign-in/password');
  const started = performance.now();
  const answer = await client.postRaw(path, { ...form, ...fields }, elsewhere());
  return { answer, ms: performance.now() - started };
}

/** The quick quarter of many tries, taken in turns: what is left when other work on the machine is not counted. */
async function compare(tries: number, one: (n: number) => Promise<number>, other: (n: number) => Promise<number>) {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < tries; n++) {
    times[0].push(await one(n));
    times[1].push(await other(n));
  }
  const quick = times.map((list) => list.sort((a, b) => a - b)[Math.floor(tries / 4)]!);
  return { one: quick[0]!, other: quick[1]!, apart: Math.abs(quick[0]! - quick[1]!) / Math.max(...quick) };
}

const known = (n: number): string => people[n % people.length]!;
const unknown = (n: number): string => `nobody${n}@${world.host}.example`;

test('TRUST 22: a wrong password and an unknown address get the same answer', async () => {
  const wrong = await timed('/sign-in/password', { email: known(0), password: 'wrong password' });
  const nobody = await timed('/sign-in/password', { email: unknown(0), password: 'wrong password' });
  const strip = (answer: Answer, email: string) => ({ ...shapeOf(answer), text: shapeOf(answer).text.replaceAll(email, '…') });
  expect(strip(wrong.answer, known(0))).toEqual(strip(nobody.answer, unknown(0)));
  expect(wrong.answer.status).toBe(422);
  // The control: the same ruler tells a right password from a wrong one.
  const right = await timed('/sign-in/password', { email: known(0), password: PASSWORD });
  expect(shapeOf(right.answer)).not.toEqual(shapeOf(wrong.answer));
});

test('TRUST 22: asking for a link gets the same answer for any address, and a mail only for a known one', async () => {
  const [somebody, nobody] = [await askForLinkTo(portal(), world, known(1)), await askForLinkTo(portal(), world, unknown(1))];
  expect(shapeOf(somebody.answer)).toEqual(shapeOf(nobody.answer));
  expect([somebody.mails.length, nobody.mails.length]).toEqual([1, 0]);
});

test('TRUST 22: an address of another workspace is an unknown one', async () => {
  const other = await newWorld(portal(), 'Lumen Energy');
  await givePassword(portal(), other.dana);
  const here = await tryPassword(visitor(portal(), world), other.dana.email, PASSWORD);
  expect(here.status).toBe(422);
  const { mails } = await askForLinkTo(portal(), world, other.dana.email);
  expect([...mails, ...(await mailsTo(portal(), other, other.dana.email))]).toEqual([]);
  // The control: at home the password is right.
  expect((await tryPassword(visitor(portal(), other), other.dana.email, PASSWORD)).status).toBe(303);
});

test('TRUST 22: a wrong password and an unknown address take the same time', { timeout: 120_000 }, async () => {
  const attempt = async (email: string, password = 'wrong password') =>
    (await timed('/sign-in/password', { email, password })).ms;
  await attempt(unknown(99));
  const found = await compare(24, (n) => attempt(known(n)), (n) => attempt(unknown(n)));
  expect(found.apart).toBeLessThan(0.1);
  // The control: an attempt that is not hashed at all is far quicker, and the same ruler sees it.
  const tooLong = 'x'.repeat(MAX_PASSWORD + 1);
  const guardless = await compare(4, (n) => attempt(unknown(n)), (n) => attempt(unknown(n + 50), tooLong));
  expect(guardless.apart).toBeGreaterThan(0.3);
});

test('TRUST 22: asking for a link takes the same time for any address', { timeout: 60_000 }, async () => {
  const ask = async (email: string) => (await timed('/sign-in/link', { email })).ms;
  await ask(unknown(200));
  const found = await compare(16, (n) => ask(known(n)), (n) => ask(unknown(n)));
  // A few milliseconds in all: the scheduler's own noise is larger than a tenth of them.
  expect(Math.abs(found.one - found.other)).toBeLessThan(Math.max(2, found.other / 10));
});
