import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import { type Answer, as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { type TestPortal, usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { MAX_PASSWORD } from './auth/password.ts';
import { askForLinkTo, givePassword, mailsTo, PASSWORD, shapeOf, tryPassword } from './doors.testing.ts';

// Requests are counted by network; each of these comes from one of its own.
const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
// Without a worker, whose own questions would be heard too.
const idle = usePortal();
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

async function attempt(path: string, fields: Record<string, string>, at = portal(), where = world) {
  const client = visitor(at, where);
  const form = await client.form('/sign-in', '/sign-in/password');
  const before = process.cpuUsage();
  const answer = await client.postRaw(path, { ...form, ...fields }, elsewhere());
  const { user, system } = process.cpuUsage(before);
  return { answer, work: user + system };
}

type Measured = (n: number) => Promise<{ work: number }>;

/**
 * How far apart the least work for both kinds is, as a part of the greater, taken in turns. It is this process's own
 * processor time, threads included: what else the machine does is not in it. The collector of garbage is, so it goes on
 * for a few rounds while they seem apart: a real difference stays.
 */
async function apart(one: Measured, other: Measured, rounds = 5): Promise<number> {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let found = 1;
  for (let n = 0; n < rounds * 8; n++) {
    least[0] = Math.min(least[0], (await one(n)).work);
    least[1] = Math.min(least[1], (await other(n)).work);
    found = Math.abs(least[0] - least[1]) / Math.max(...least);
    if (n % 8 === 7 && found < 0.1) break;
  }
  return found;
}

/** What is asked of a portal's own database while something happens. */
async function statementsOf({ database }: TestPortal, work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const { calls, contexts } = query.mock;
  const here = calls.filter((_, n) => database.app.includes(`/${(contexts[n] as pg.Client).database}?`));
  query.mockRestore();
  return here.map(([given]) => (typeof given === 'string' ? given : (given as unknown as { text: string }).text));
}

const known = (n: number): string => people[n % people.length]!;
const unknown = (n: number): string => `nobody${n}@${world.host}.example`;

test('TRUST 22: a wrong password and an unknown address get the same answer', async () => {
  const wrong = await attempt('/sign-in/password', { email: known(0), password: 'wrong password' });
  const nobody = await attempt('/sign-in/password', { email: unknown(0), password: 'wrong password' });
  const strip = (answer: Answer, email: string) => ({
    ...shapeOf(answer),
    text: shapeOf(answer).text.replaceAll(email, '…'),
  });
  expect(strip(wrong.answer, known(0))).toEqual(strip(nobody.answer, unknown(0)));
  expect(wrong.answer.status).toBe(422);
  // The control: the same ruler tells a right password from a wrong one.
  const right = await attempt('/sign-in/password', { email: known(0), password: PASSWORD });
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
  const signIn = (email: string, password = 'wrong password') => attempt('/sign-in/password', { email, password });
  const nobody: Measured = (n) => signIn(unknown(n));
  expect(await apart((n) => signIn(known(n)), nobody)).toBeLessThan(0.1);
  // The control: an attempt that is not hashed at all is far quicker, and the same ruler sees it.
  const tooLong = 'x'.repeat(MAX_PASSWORD + 1);
  expect(await apart(nobody, (n) => signIn(unknown(n + 50), tooLong), 1)).toBeGreaterThan(0.3);
});

test('TRUST 22: asking for a link asks the database the same for any address, so it takes the same time', async () => {
  const quiet = await newWorld(idle());
  const heard = (path: string, email: string) =>
    statementsOf(idle(), () => attempt(path, { email, password: 'wrong password' }, idle(), quiet));
  await heard('/sign-in/link', unknown(1));
  const [somebody, nobody] = [await heard('/sign-in/link', quiet.dana.email), await heard('/sign-in/link', unknown(2))];
  expect(somebody.length).toBeGreaterThan(5);
  expect(somebody).toEqual(nobody);
  // The control: where something is looked up at once, the same ear hears it.
  await givePassword(idle(), quiet.dana);
  const known = await heard('/sign-in/password', quiet.dana.email);
  expect(known.length).not.toBe((await heard('/sign-in/password', unknown(2))).length);
});

test('TRUST 22: that access has ended is told to nobody but whom it was taken from', async () => {
  const own = await newWorld(portal());
  const { viewer, owner } = own;
  await givePassword(portal(), viewer);
  const inside = as(portal(), viewer);
  expect((await inside.get('/support')).status).toBe(200);
  const page = `/customers/${own.accountId}/contacts/${viewer.id}`;
  expect((await as(portal(), owner).get(page)).text).toContain('<details class="fold" id="access-end">');
  await as(portal(), owner).submit(page, `${page}/deactivation`);
  const said = `Your access to ${own.name} has ended.`;

  // A stranger hears what a stranger hears: of a wrong password, and of a letter that was asked for.
  const stranger = visitor(portal(), own);
  const wrong = await tryPassword(stranger, viewer.email, 'wrong password');
  const nobody = await tryPassword(stranger, unknown(3), 'wrong password');
  expect([wrong.status, wrong.text.includes(said), nobody.status]).toEqual([422, false, 422]);
  const asked = await askForLinkTo(portal(), own, viewer.email);
  expect(shapeOf(asked.answer)).toEqual(shapeOf((await askForLinkTo(portal(), own, unknown(4))).answer));

  // Controls: by the session that was taken, by the password, and in the mailbox they hear it, and whom to ask.
  expect((await inside.get('/support')).location).toContain('/sign-in');
  const door = (await inside.get('/sign-in')).text;
  expect(door).toContain(said);
  expect(door).not.toContain('you go on where you were');
  const right = await tryPassword(visitor(portal(), own), viewer.email, PASSWORD);
  expect([right.status, right.text.includes(said)]).toEqual([422, true]);
  expect(right.text).toContain(`ask ${owner.name}`);
  const [letter] = asked.mails.filter(({ kind }) => kind === 'identity.access_ended');
  expect(letter!.subject).toBe(`Your access to ${own.name} has ended`);
  expect(letter!.text).not.toMatch(/token=/);

  // Their own admin comes first.
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [own.dana.id]);
  expect((await inside.get('/sign-in')).text).toContain(`ask ${own.dana.name}`);
});
