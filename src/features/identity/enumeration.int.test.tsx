import { beforeAll, expect, test } from 'vitest';
import { type Answer, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { MAX_PASSWORD } from './auth/password.ts';
import { askForLinkTo, givePassword, mailsTo, PASSWORD, shapeOf, tryPassword } from './doors.testing.ts';

// Requests are counted by network; each of these comes from one of its own.
const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
// Without a worker beside it, whose work would be measured, too.
const idle = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
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

async function timed(path: string, fields: Record<string, string>, at = portal(), where = world) {
  const client = visitor(at, where);
  const form = await client.form('/sign-in', '/sign-in/password');
  const started = performance.now();
  const answer = await client.postRaw(path, { ...form, ...fields }, elsewhere());
  return { answer, ms: performance.now() - started };
}

type Measured = (n: number) => Promise<number>;

/**
 * How far apart the quickest of both kinds are, as a part of the slower, taken in turns. Other work on the machine makes
 * single ones slower, never quicker, so it goes on for a few rounds while they seem apart: a real difference stays.
 */
async function apart(one: Measured, other: Measured, near: number, rounds = 5): Promise<number> {
  const quickest: [number, number] = [Infinity, Infinity];
  let found = 1;
  for (let n = 0; n < rounds * 8; n++) {
    quickest[0] = Math.min(quickest[0], await one(n));
    quickest[1] = Math.min(quickest[1], await other(n));
    found = Math.abs(quickest[0] - quickest[1]) / Math.max(...quickest);
    if (n % 8 === 7 && found < near) break;
  }
  return found;
}

const known = (n: number): string => people[n % people.length]!;
const unknown = (n: number): string => `nobody${n}@${world.host}.example`;

test('TRUST 22: a wrong password and an unknown address get the same answer', async () => {
  const wrong = await timed('/sign-in/password', { email: known(0), password: 'wrong password' });
  const nobody = await timed('/sign-in/password', { email: unknown(0), password: 'wrong password' });
  const strip = (answer: Answer, email: string) => ({
    ...shapeOf(answer),
    text: shapeOf(answer).text.replaceAll(email, '…'),
  });
  expect(strip(wrong.answer, known(0))).toEqual(strip(nobody.answer, unknown(0)));
  expect(wrong.answer.status).toBe(422);
  // The control: the same ruler tells a right password from a wrong one.
  const right = await timed('/sign-in/password', { email: known(0), password: PASSWORD });
  expect(shapeOf(right.answer)).not.toEqual(shapeOf(wrong.answer));
});

test('TRUST 22: asking for a link gets the same answer for any address, and a mail only for a known one', async () => {
  const [somebody, nobody] = [
    await askForLinkTo(portal(), world, known(1)),
    await askForLinkTo(portal(), world, unknown(1)),
  ];
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
  const wrong: Measured = (n) => attempt(known(n));
  const nobody: Measured = (n) => attempt(unknown(n));
  expect(await apart(wrong, nobody, 0.1)).toBeLessThan(0.1);
  // The control: an attempt that is not hashed at all is far quicker, and the same ruler sees it.
  const tooLong = 'x'.repeat(MAX_PASSWORD + 1);
  const guardless: Measured = (n) => attempt(unknown(n + 50), tooLong);
  expect(await apart((n) => attempt(unknown(n + 100)), guardless, 0.1, 1)).toBeGreaterThan(0.3);
});

test('TRUST 22: asking for a link takes the same time for any address', { timeout: 60_000 }, async () => {
  const quiet = await newWorld(idle());
  const known = [quiet.dana, quiet.viewer, quiet.rival, quiet.owner, quiet.agent].map((one) => one.email);
  const ask = async (email: string) => (await timed('/sign-in/link', { email }, idle(), quiet)).ms;
  for (let n = 200; n < 204; n++) await ask(unknown(n));
  const wanted: Measured = (n) => ask(known[n % known.length]!);
  // Three milliseconds in all, so a tenth is less than the clock of a busy machine can tell: one part in five.
  expect(await apart(wanted, (n) => ask(unknown(n)), 0.1, 2)).toBeLessThan(0.2);
  // The control: the work that waits for the job, and not for the visitor, is real.
  const waiting = await peek<{ n: number }>(
    idle().database,
    "select count(*)::int as n from verifications where identifier like 'link-request:%'",
  );
  expect(waiting[0]!.n).toBeGreaterThanOrEqual(20);
});
