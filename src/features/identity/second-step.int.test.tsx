import { beforeEach, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import {
  eventsOf,
  givePassword,
  isIn,
  linkTo,
  mailsTo,
  PASSWORD,
  sessionsOf,
  spend,
  tryPassword,
} from './doors.testing.ts';
import { beforeTheStep, codeOf, danaWithApp, formOn, keepCodes, typeCode, wrongCode } from './second-step.testing.ts';

const portal = usePortal({ TRUSTED_PROXIES: '127.0.0.1/32' });
let world: World;
let secret: string;
let home: Client;

beforeEach(async () => {
  ({ world, home, secret } = await danaWithApp(portal()));
});

const begin = (next?: string): Promise<Client> => beforeTheStep(portal(), world, next);

const since = async () => (await sessionsOf(portal(), world.dana.identityId)).length;

test('an authenticator app is set up, asked for after the password, and named in the log', async () => {
  const before = await since();
  const client = await begin('/notifications');
  const page = await client.get('/sign-in/step?next=%2Fnotifications');
  expect(page.text).toContain('One more step, Dana');
  expect(page.text).toContain('autocomplete="one-time-code"');
  expect(await since()).toBe(before);
  const answer = await typeCode(client, codeOf(secret));
  expect([answer.status, answer.location]).toEqual([303, '/notifications']);
  expect(await isIn(client)).toBe(true);
  expect(client.cookies.has('portico_step')).toBe(false);
  expect((await sessionsOf(portal(), world.dana.identityId)).at(-1)).toMatchObject({
    method: 'password',
    second: 'app',
  });
  expect((await eventsOf(portal(), world, 'identity.signed_in')).at(-1)?.data).toMatchObject({ second: 'app' });
});

test('the secret stands in the table encrypted, bound to its row', async () => {
  const [row] = await peek<{ secret: string }>(
    portal().database,
    'select secret from authenticator_apps where identity_id = $1',
    [world.dana.identityId],
  );
  expect(row!.secret).toMatch(/^v1\.[0-9a-f]{8}\./);
  expect(row!.secret).not.toContain(secret);
});

test('TRUST 27: between the two steps no page is reachable but the second step', async () => {
  const client = await begin();
  const rest = rooms
    .flatMap((room) => room.entries)
    .filter(({ who, method }) => who !== 'anyone' && who !== 'visitor' && method === 'GET')
    .map((entry) => entry.path.replace(/:[a-z]+/g, '1'));
  expect(rest.length).toBeGreaterThan(20);
  for (const path of rest) {
    const { status, location } = await client.get(path);
    expect([path, status, location?.split('?')[0]]).toEqual([path, 303, '/sign-in']);
  }
  // The control: after the second step the same cookies open them.
  await typeCode(client, codeOf(secret));
  expect((await client.get('/notifications')).status).toBe(200);
});

test('TRUST 27: a link from a mail does not skip the second step; without one it opens the portal', async () => {
  const client = visitor(portal(), world);
  const answer = await spend(client, await linkTo(portal(), world.dana));
  expect(answer.location).toBe('/sign-in/step');
  expect(await isIn(client)).toBe(false);
  // The control: somebody without a second step is in by the link.
  const viewer = visitor(portal(), world);
  await spend(viewer, await linkTo(portal(), world.viewer));
  expect(await isIn(viewer)).toBe(true);
});

test('TRUST 27: a code is refused the second time, in the same half minute and by whoever saw it', async () => {
  const code = codeOf(secret);
  const [first, second] = [await begin(), await begin()];
  expect((await typeCode(first, code)).status).toBe(303);
  const again = await typeCode(second, code);
  expect(again.status).toBe(422);
  expect(again.text).toContain('Each works once');
  // An earlier one, too, though the clock would still let it through.
  expect((await typeCode(second, codeOf(secret, -1))).status).toBe(422);
  // The control: the next one is taken.
  expect((await typeCode(second, codeOf(secret, 1))).status).toBe(303);
});

test('of twenty at once with one code and one half sign-in exactly one comes in', async () => {
  const before = await since();
  const client = await begin();
  const page = await client.get('/sign-in/step');
  const form = formOn(page, '/sign-in/step/code');
  const code = codeOf(secret);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      client.postRaw(
        '/sign-in/step/code',
        { ...form, code, _once: crypto.randomUUID() },
        { 'x-forwarded-for': `198.51.100.${n}` },
      ),
    ),
  );
  expect(answers.filter((one) => one.status === 303 && one.location === '/')).toHaveLength(1);
  expect(await since()).toBe(before + 1);
});

test('TRUST 27: a recovery code works once, whoever uses it, and its owner is told', async () => {
  const codes = await keepCodes(home);
  expect(codes).toHaveLength(10);
  const use = async (code: string) => {
    const client = await begin();
    return { client, answer: await client.submit('/sign-in/step/recovery', '/sign-in/step/recovery', { code }) };
  };
  const typed = ` ${codes[3]!.toUpperCase().replace('-', ' ')} `;
  const first = await use(typed);
  expect(first.answer.status).toBe(303);
  expect(await isIn(first.client)).toBe(true);
  expect((await first.client.get('/account')).text).toContain('9 of 10 left');
  const second = await use(codes[3]!);
  expect(second.answer.status).toBe(422);
  expect(await isIn(second.client)).toBe(false);
  await portal().workJobs();
  expect((await mailsTo(portal(), world, world.dana.email)).map((mail) => mail.text).join()).toContain('9 are left');
  // The control: another one of them works.
  expect((await use(codes[4]!)).answer.status).toBe(303);
  const rows = await peek<{ code_hash: string }>(
    portal().database,
    'select code_hash from recovery_codes where identity_id = $1',
    [world.dana.identityId],
  );
  expect(rows.map((row) => row.code_hash)).not.toContain(codes[0]);
});

test('of fifty at once with one recovery code exactly one comes in', { timeout: 60_000 }, async () => {
  const [code] = await keepCodes(home);
  const before = await since();
  const clients = await Promise.all(Array.from({ length: 5 }, () => begin()));
  const forms = await Promise.all(
    clients.map((client) => client.form('/sign-in/step/recovery', '/sign-in/step/recovery')),
  );
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      clients[n % 5]!.postRaw(
        '/sign-in/step/recovery',
        { ...forms[n % 5]!, code: code!, _once: crypto.randomUUID() },
        { 'x-forwarded-for': `198.51.100.${n}` },
      ),
    ),
  );
  expect(answers.filter((one) => one.status === 303 && one.location === '/')).toHaveLength(1);
  expect(await since()).toBe(before + 1);
});

test('new recovery codes make the old ones worthless as soon as they are in a file', async () => {
  const old = await keepCodes(home);
  const page = await home.get('/account/recovery-codes');
  // Twice at once, as by a double click: they are kept once.
  const [file] = await Promise.all(
    [1, 2].map(() => home.postRaw('/account/recovery-codes/file', formOn(page, '/account/recovery-codes/file'))),
  );
  expect(file!.headers.get('content-disposition')).toContain('recovery-codes.txt');
  const codes = file!.text.match(/[a-z0-9]{5}-[a-z0-9]{5}/g)!;
  expect(codes).toHaveLength(10);
  const use = async (code: string) =>
    (await (await begin()).submit('/sign-in/step/recovery', '/sign-in/step/recovery', { code })).status;
  // Whoever has the file has kept them; saying so later gives no used one back.
  expect([await use(old[0]!), await use(codes[0]!)]).toEqual([422, 303]);
  await home.postRaw('/account/recovery-codes', formOn(page, '/account/recovery-codes'));
  expect([await use(codes[0]!), await use(codes[1]!)]).toEqual([422, 303]);
});

test('codes whose key was lost are replaced like any others', async () => {
  const old = await keepCodes(home);
  await peek(
    portal().database,
    "update recovery_codes set code_hash = 'v1.00000000.' || split_part(code_hash, '.', 3)",
  );
  const codes = await keepCodes(home);
  expect(codes).not.toEqual(old);
  const answer = await (await begin()).submit('/sign-in/step/recovery', '/sign-in/step/recovery', { code: codes[0]! });
  expect(answer.status).toBe(303);
});

test('TRUST 24: ten wrong codes and no more, from wherever they come; the recovery codes stay open', async () => {
  const codes = await keepCodes(home);
  const client = await begin();
  const form = await client.form('/sign-in/step', '/sign-in/step/code');
  const wrong = wrongCode(secret);
  const guess = (n: number, code = wrong) =>
    client.postRaw(
      '/sign-in/step/code',
      { ...form, code, _once: crypto.randomUUID() },
      { 'x-forwarded-for': `198.51.100.${n}` },
    );
  const found: number[] = [];
  for (let n = 0; n < 12; n++) found.push((await guess(n)).status);
  expect(found).toEqual([...Array(10).fill(422), 429, 429]);
  expect((await guess(50, codeOf(secret))).status).toBe(429);
  // The control: the lock does not lock its owner out.
  const answer = await client.submit('/sign-in/step/recovery', '/sign-in/step/recovery', { code: codes[0]! });
  expect(answer.status).toBe(303);
  const failures = await eventsOf(portal(), world, 'identity.sign_in_failed');
  expect(failures[0]?.data).toMatchObject({ method: 'password', second: 'app', identity: world.dana.identityId });
});

test('a half sign-in ends with the password it began with, and after ten minutes', async () => {
  const client = await begin();
  await givePassword(portal(), world.dana, 'another horse battery');
  expect((await client.get('/sign-in/step')).location).toBe('/sign-in');

  const late = visitor(portal(), world);
  await tryPassword(late, world.dana.email, 'another horse battery');
  await peek(portal().database, "update half_sign_ins set expires_at = now() - interval '1 second'");
  expect((await late.get('/sign-in/step')).location).toBe('/sign-in');
});

test('whoever is not meant leaves, and the half sign-in is over', async () => {
  const client = await begin();
  const cookie = client.cookies.get('portico_step')!;
  const answer = await client.submit('/sign-in/step', '/sign-in/step/leaving');
  expect(answer.location).toBe('/sign-in');
  client.cookies.set('portico_step', cookie);
  expect((await client.get('/sign-in/step')).location).toBe('/sign-in');
});

test('TRUST 26: a half sign-in of another business opens nothing here', async () => {
  const other = await newWorld(portal(), 'Lumen Energy');
  const client = await begin();
  const foreign = visitor(portal(), other);
  foreign.cookies.set('portico_step', client.cookies.get('portico_step')!);
  expect((await foreign.get('/sign-in/step')).location).toBe('/sign-in');
  expect((await client.get('/sign-in/step')).status).toBe(200);
});

test('an app is not turned on by a wrong code, and off only after a proof; its owner hears of both', async () => {
  const viewer = as(portal(), world.viewer);
  const page = await viewer.get('/account/app');
  const form = formOn(page, '/account/app');
  const shown = /id="app-key"[^>]*>([A-Z2-7 \n]+)</.exec(page.text)![1]!.replace(/\s/g, '');
  // A phone cannot photograph itself: there is a way into its app, and one to the clipboard.
  expect(page.text).toMatch(new RegExp(`href="otpauth://totp/[^"]+secret=${shown}`));
  expect(page.text).toContain(`data-copy="${shown}"`);
  const wrong = await viewer.postRaw('/account/app', { ...form, code: wrongCode(shown) });
  expect(wrong.status).toBe(422);
  // The same secret: it was scanned already.
  expect(wrong.text).toContain(shown.slice(0, 4));
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour' where identity_id = $1", [
    world.dana.identityId,
  ]);
  const asked = await home.submit('/account', '/account/app/removal');
  expect(asked.status).toBe(422);
  expect(asked.text).toContain('Is it still you?');
  const sure = await home.postRaw('/account/app/removal', {
    ...formOn(asked, '/account/app/removal'),
    _proof: PASSWORD,
  });
  expect(sure.status).toBe(303);
  expect((await tryPassword(visitor(portal(), world), world.dana.email, PASSWORD)).location).toBe('/');
  await portal().workJobs();
  const texts = (await mailsTo(portal(), world, world.dana.email)).map((mail) => mail.text).join();
  expect(texts).toContain('An authenticator app was set up for your account.');
  expect(texts).toContain('The authenticator app of your account was removed.');
});
