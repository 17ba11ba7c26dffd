import { beforeEach, expect, test } from 'vitest';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { eventsOf, givePassword, isIn, mailsTo, sessionsOf, shapeOf, spend, tokenIn } from './doors.testing.ts';
import { sealSent } from './sent.ts';

const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

/** Asks for a letter, and stands where its code is typed. */
async function asked(email: string): Promise<{ client: Client; page: string }> {
  const client = visitor(portal(), world);
  const answer = await client.submit('/sign-in?next=%2Fnotifications', '/sign-in/link', { email }).catch(async () => {
    const form = await client.form('/sign-in?next=%2Fnotifications', '/sign-in/password');
    return client.postRaw('/sign-in/link', { ...form, email });
  });
  await portal().workJobs();
  return { client, page: answer.location! };
}

async function codeFor(actor: Actor): Promise<string> {
  const mail = (await mailsTo(portal(), world, actor.email)).at(-1);
  return /\b(\d{6})\b/.exec(mail!.text)![1]!;
}

const type = (client: Client, page: string, code: string) => client.submit(page, '/sign-in/code', { code });
const other = (code: string): string => (code === '123456' ? '654321' : '123456');

test('the letter has a link and a code; the code signs in where it was asked for, once', async () => {
  const { client, page } = await asked(world.dana.email);
  const code = await codeFor(world.dana);
  const mail = (await mailsTo(portal(), world, world.dana.email)).at(-1)!;
  const answer = await type(client, page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
  expect([answer.status, answer.location]).toEqual([303, '/notifications']);
  expect(await isIn(client)).toBe(true);
  expect((await sessionsOf(portal(), world.dana.identityId)).at(-1)?.method).toBe('code');
  // It was one letter: its link is used up with it.
  expect((await spend(visitor(portal(), world), tokenIn(mail)).catch(() => null))?.status ?? 410).toBe(410);
  const again = visitor(portal(), world);
  expect((await type(again, page, code)).status).toBe(422);
});

test('a letter is sent again to whoever asks again, and not before half a minute is over', async () => {
  const client = visitor(portal(), world);
  const requests = () => eventsOf(portal(), world, 'identity.link_requested');
  /** The page of whoever asked so many minutes ago; of one that is to come it is still too soon, however slow the machine is. */
  const pageOf = (minutes: number): string => {
    const then = new Date(Date.now() - minutes * 60_000);
    const ctx = { platform: portal().platform, workspace: { id: world.workspaceId }, now: then } as Ctx;
    return `/sign-in/sent?to=${sealSent(ctx, { email: world.dana.email, request: newId() })}`;
  };
  const early = pageOf(-10);
  expect((await client.get(early)).text).toContain('You can have it sent again in');
  // More often than somebody may ask for letters: whoever is only told to wait loses none of them.
  for (let n = 0; n < 7; n += 1) expect((await client.submit(early, '/sign-in/link')).location).toContain(`${early}&`);
  expect(await requests()).toHaveLength(0);
  const later = pageOf(1);
  expect((await client.get(later)).text).not.toContain('You can have it sent again in');
  const again = await client.submit(later, '/sign-in/link');
  expect(again.status).toBe(303);
  expect(await requests()).toHaveLength(1);
  expect((await client.get(again.location!)).text).toContain('Asked for once more.');
  await portal().workJobs();
  const answer = await type(client, again.location!, await codeFor(world.dana));
  expect(answer.status).toBe(303);
  // The same where another password was asked for.
  const forgotten = await client.submit(`${pageOf(1)}&for=password`, '/sign-in/password/forgotten');
  expect(forgotten.location).toContain('for=password');
});

test('TRUST 25: of fifty at once with one code exactly one comes in', { timeout: 60_000 }, async () => {
  const { client, page } = await asked(world.dana.email);
  const code = await codeFor(world.dana);
  const form = await client.form(page, '/sign-in/code');
  const before = (await sessionsOf(portal(), world.dana.identityId)).length;
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      client.postRaw(
        '/sign-in/code',
        { ...form, code, _once: crypto.randomUUID() },
        { 'x-forwarded-for': `198.51.100.${n}` },
      ),
    ),
  );
  expect(answers.filter((one) => one.status === 303)).toHaveLength(1);
  expect(await sessionsOf(portal(), world.dana.identityId)).toHaveLength(before + 1);
});

test('TRUST 25: a code is for the request it was made for, keyed in the table, and gone with a new password', async () => {
  const [first, second] = [await asked(world.dana.email), await asked(world.dana.email)];
  const code = await codeFor(world.dana);
  expect((await type(first.client, first.page, code)).status).toBe(422);
  const rows = await peek<{ value: string }>(
    portal().database,
    "select value from verifications where identifier like 'code:%'",
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const { value } of rows) expect(value).toMatch(/^[0-9a-f]{64}$/);
  await givePassword(portal(), world.dana);
  expect((await type(second.client, second.page, code)).status).toBe(422);
  // The control: one that was asked for after that works.
  const third = await asked(world.dana.email);
  expect((await type(third.client, third.page, await codeFor(world.dana))).status).toBe(303);
});

test('TRUST 25: a code runs out, and looking at its page uses nothing up', async () => {
  const { client, page } = await asked(world.dana.email);
  const code = await codeFor(world.dana);
  for (let n = 0; n < 3; n++) await visitor(portal(), world).get(page);
  await peek(
    portal().database,
    "update verifications set expires_at = now() - interval '1 second' where identifier like 'code:%'",
  );
  expect((await type(client, page, code)).status).toBe(422);
  await peek(
    portal().database,
    "update verifications set expires_at = now() + interval '1 minute' where identifier like 'code:%'",
  );
  expect((await type(client, page, code)).status).toBe(303);
});

test('TRUST 24: five guesses for a letter, from wherever they come; the link in it still works', async () => {
  const { client, page } = await asked(world.dana.email);
  const code = await codeFor(world.dana);
  const form = await client.form(page, '/sign-in/code');
  const found: number[] = [];
  for (let n = 0; n < 7; n++) {
    const headers = { 'x-forwarded-for': n % 2 ? `2001:db8:${n}::1` : `198.51.100.${n}` };
    found.push(
      (await client.postRaw('/sign-in/code', { ...form, code: other(code), _once: crypto.randomUUID() }, headers))
        .status,
    );
  }
  expect(found).toEqual([422, 422, 422, 422, 422, 429, 429]);
  const right = await client.postRaw('/sign-in/code', { ...form, code, _once: crypto.randomUUID() });
  expect(right.status).toBe(429);
  // The control: nobody is locked out by somebody else's guesses.
  const mail = (await mailsTo(portal(), world, world.dana.email)).at(-1)!;
  const dana = visitor(portal(), world);
  await spend(dana, tokenIn(mail));
  expect(await isIn(dana)).toBe(true);
});

test('TRUST 24: a thousand addresses of one /64 share a budget, whosever codes they guess', {
  timeout: 60_000,
}, async () => {
  const people = [world.dana, world.viewer, world.rival, world.agent, world.owner];
  const doors = await Promise.all(people.map((one) => asked(one.email)));
  const forms = await Promise.all(doors.map((door) => door.client.form(door.page, '/sign-in/code')));
  const guess = (n: number, network: string) =>
    doors[n % 5]!.client.postRaw(
      '/sign-in/code',
      { ...forms[n % 5]!, code: '000000', _once: crypto.randomUUID() },
      { 'x-forwarded-for': `${network}:${n.toString(16)}` },
    );
  // Strangers to everybody use the network's budget up first.
  for (let n = 0; n < 30; n++) await guess(n, '2001:db8:7:7:0:0:0');
  expect((await guess(31, '2001:db8:7:7:0:0:1')).status).toBe(429);
  expect((await guess(32, '2001:db8:7:7:ffff:0:1')).status).toBe(429);
  const { client, page } = await asked(world.dana.email);
  // The control: from another network the door is open.
  const next = await client.postRaw(
    '/sign-in/code',
    { ...(await client.form(page, '/sign-in/code')), code: '000000' },
    { 'x-forwarded-for': '2001:db8:7:8::1' },
  );
  expect(next.status).toBe(422);
});

test('TRUST 22: the page and the answer to a wrong code are the same for an address nobody has', async () => {
  const [known, unknown] = [await asked(world.dana.email), await asked(`nobody@${world.host}.example`)];
  const strip = (text: string) =>
    text.replaceAll(world.dana.email, '…').replaceAll(`nobody@${world.host}.example`, '…');
  const shape = async ({ client, page }: { client: Client; page: string }) => {
    const shown = shapeOf(await client.get(page));
    const wrong = shapeOf(await type(client, page, '000000'));
    return [shown, wrong].map((one) => ({ ...one, text: strip(one.text) }));
  };
  const [one, two] = [await shape(known), await shape(unknown)];
  expect(one).toEqual(two);
  expect(one![1]!.status).toBe(422);
});
