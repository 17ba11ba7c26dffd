import { beforeEach, describe, expect, test } from 'vitest';
import {
  askForLinkTo,
  eventsOf,
  givePassword,
  invite,
  isIn,
  linkTo,
  mailsTo,
  PASSWORD,
  spend,
  tokenIn,
  tryPassword,
} from '#features/identity/doors.testing.ts';
import { as, type Client, hiddenFields, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;
const NEXT = 'a lamp under the river';

beforeEach(async () => {
  world = await newWorld(portal());
  await givePassword(portal(), world.dana);
});

/** Twenty minutes pass for whoever is signed in as this person. */
const wait = (actor: Actor, minutes = 20) =>
  peek(
    portal().database,
    `update sessions set created_at = created_at - make_interval(mins => $2), proved_at = proved_at - make_interval(mins => $2)
     where identity_id = $1`,
    [actor.identityId, minutes],
  );

const change = (client: Client, given: Record<string, string> = {}) =>
  client.submit('/account/password', '/account/password', { _proof: PASSWORD, password: NEXT, ...given });

const opens = async (password: string): Promise<boolean> => {
  const { status } = await tryPassword(visitor(portal(), world), world.dana.email, password);
  return status === 303;
};

describe('a password that is changed', () => {
  test('is the one that opens from then on, and its owner is told by mail', async () => {
    const dana = as(portal(), world.dana);
    expect((await change(dana)).location).toBe('/account');
    expect((await dana.get('/account')).text).toContain('Your password is changed.');
    expect([await opens(PASSWORD), await opens(NEXT)]).toEqual([false, true]);
    await portal().workJobs();
    const mails = (await mailsTo(portal(), world, world.dana.email)).filter((one) =>
      one.kind.endsWith('password_changed'),
    );
    expect(mails.map((mail) => mail.subject)).toEqual(['Your password for Northwind Studio was changed']);
    expect(mails[0]!.text).not.toContain(NEXT);
    const [event] = await eventsOf(portal(), world, 'identity.password_changed');
    expect(event).toMatchObject({ audience: 'team', actor_identity_id: world.dana.identityId, data: { ended: 0 } });
  });

  test('ends the other sessions if that is wanted, and keeps them if not', async () => {
    const dana = as(portal(), world.dana);
    const other = visitor(portal(), world);
    await tryPassword(other, world.dana.email, PASSWORD);
    await change(dana);
    expect(await isIn(other)).toBe(true);
    await change(dana, { _proof: NEXT, password: 'seven chairs and a kite', others: 'end' });
    expect([await isIn(dana), await isIn(other)]).toEqual([true, false]);
  });

  test('makes links worthless that are under way', async () => {
    const { mails } = await askForLinkTo(portal(), world, world.dana.email);
    await change(as(portal(), world.dana));
    expect((await visitor(portal(), world).get(`/sign-in/link?token=${tokenIn(mails.at(-1))}`)).status).toBe(410);
  });

  test.each([
    ['the wrong current one', { _proof: 'not my password' }, 'not the password you have now'],
    ['no current one', { _proof: '' }, 'Type the password you have now'],
    ['one too short', { password: 'short' }, 'At least 10 characters'],
    ['one too long', { password: 'x'.repeat(201) }, 'At most 200 characters'],
    ['a known one', { password: 'Password123!' }, 'tried first by whoever guesses'],
    ['one’s own name', { password: 'DanaWhitfield1' }, 'tried first by whoever guesses'],
  ])('is not, with %s; no password stands in the page', async (_what, given, words) => {
    const answer = await change(as(portal(), world.dana), given);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    for (const secret of [NEXT, PASSWORD, 'not my password']) expect(answer.text).not.toContain(secret);
    expect(await opens(PASSWORD)).toBe(true);
  });

  test('is asked for even of somebody who signed in just now, and a wrong one is written down', async () => {
    const dana = visitor(portal(), world);
    await tryPassword(dana, world.dana.email, PASSWORD);
    expect((await change(dana, { _proof: 'not my password' })).status).toBe(422);
    expect(await eventsOf(portal(), world, 'identity.sign_in_failed')).toHaveLength(1);
  });

  test('cannot be guessed with a stolen session: after ten tries the session must wait', async () => {
    const thief = as(portal(), world.dana);
    const form = await thief.form('/account/password', '/account/password');
    const guess = () => thief.postRaw('/account/password', { ...form, _proof: crypto.randomUUID(), password: NEXT });
    const answers = [];
    for (let n = 0; n < 12; n += 1) answers.push((await guess()).status);
    expect(answers).toEqual([...Array(10).fill(422), 429, 429]);
    // Whose it is comes in by the door all the same.
    expect(await opens(PASSWORD)).toBe(true);
  });

  test('another site, and another person’s identity in the form, change nothing', async () => {
    const rival = as(portal(), world.rival);
    await givePassword(portal(), world.rival);
    await change(rival, { identity_id: world.dana.identityId, email: world.dana.email, username: world.dana.email });
    expect(await opens(PASSWORD)).toBe(true);
    const dana = as(portal(), world.dana);
    const form = await dana.form('/account/password', '/account/password');
    const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const fields = { ...form, _proof: PASSWORD, password: NEXT };
    expect((await dana.postRaw('/account/password', fields, cross)).status).toBe(403);
    expect(await opens(PASSWORD)).toBe(true);
  });
});

test('whoever has none sets one without being asked for it, right after they have come in', async () => {
  const { agent } = world;
  const priya = as(portal(), agent);
  expect((await priya.get('/account')).text).toContain('None. We email you a link each time.');
  const answer = await priya.submit('/account/password', '/account/password', { password: NEXT });
  expect(answer.location).toBe('/account');
  expect((await tryPassword(visitor(portal(), world), agent.email, NEXT)).status).toBe(303);
  expect((await priya.get('/account')).text).toContain('Set on');
  await portal().workJobs();
  const mails = await mailsTo(portal(), world, agent.email);
  expect(mails.map(({ subject }) => subject)).toContain('You have a password for Northwind Studio now');
});

test('whoever has none and came in a while ago proves it with a link first', async () => {
  const { agent } = world;
  const priya = as(portal(), agent);
  const form = await priya.form('/account/password', '/account/password');
  await wait(agent);
  const page = await priya.get('/account/password');
  expect(page.text).toContain('Is it still you?');
  expect(page.text).not.toContain('name="password"');
  expect((await priya.postRaw('/account/password', { ...form, password: NEXT })).status).toBe(422);
  const sent = await priya.submit('/account/password', '/account/proof');
  expect(sent.location).toMatch(/^\/sign-in\/sent\?/);
  await portal().workJobs();
  const [mail] = await mailsTo(portal(), world, agent.email);
  expect(mail!.text).toContain('next=%2Faccount%2Fpassword');
  await spend(priya, tokenIn(mail));
  expect((await priya.submit('/account/password', '/account/password', { password: NEXT })).location).toBe('/account');
});

describe('before something that matters', () => {
  const ending = '/account/sessions/ending';

  /** Somebody who came in a while ago, with a second browser that they want to end. */
  async function aWhileAgo() {
    const [dana, other] = [as(portal(), world.dana), visitor(portal(), world)];
    await tryPassword(other, world.dana.email, PASSWORD);
    await wait(world.dana);
    return { dana, other };
  }

  test('the password is asked for, what was typed goes along, and the form does its work', async () => {
    const { dana, other } = await aWhileAgo();
    const asked = await dana.submit('/account', ending, { reason: 'a "lost" <phone>' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Is it still you?');
    expect(await isIn(other)).toBe(true);
    const again = hiddenFields(asked.text, ending)!;
    expect(again.reason).toBe('a "lost" <phone>');
    const answer = await dana.postRaw(ending, { ...again, _proof: PASSWORD });
    expect(answer.location).toBe('/account#sessions');
    expect(await isIn(other)).toBe(false);
  });

  test('a wrong password ends nothing, is counted, and keeps what was typed', async () => {
    const { dana, other } = await aWhileAgo();
    const asked = await dana.submit('/account', ending, { reason: 'lost' });
    const wrong = await dana.postRaw(ending, { ...hiddenFields(asked.text, ending)!, _proof: 'not mine' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('That is not your password.');
    expect(hiddenFields(wrong.text, ending)!.reason).toBe('lost');
    expect(wrong.text).not.toContain('not mine');
    expect(await isIn(other)).toBe(true);
    expect(await eventsOf(portal(), world, 'identity.sign_in_failed')).toHaveLength(1);
  });

  test('once proved it holds for a quarter of an hour, for this session and no other', async () => {
    const { dana, other } = await aWhileAgo();
    const asked = await dana.submit('/account', ending);
    await dana.postRaw(ending, { ...hiddenFields(asked.text, ending)!, _proof: PASSWORD });
    await tryPassword(other, world.dana.email, PASSWORD);
    await wait(world.dana, 10);
    expect((await dana.submit('/account', ending)).status).toBe(303);
    await tryPassword(other, world.dana.email, PASSWORD);
    await wait(world.dana, 10);
    expect((await dana.submit('/account', ending)).status).toBe(422);
  });

  test('TRUST 26: a password proves nothing where the business has switched passwords off; control: where they are on', async () => {
    const { dana, other } = await aWhileAgo();
    const rule = (on: boolean) =>
      peek(
        portal().database,
        `insert into sign_in_rules (workspace_id, id, side, password) values ($1, gen_random_uuid(), 'contact', $2)
         on conflict (workspace_id, side) do update set password = excluded.password`,
        [world.workspaceId, on],
      );
    const form = await dana.form('/account', ending);
    await rule(false);
    expect((await dana.postRaw(ending, { ...form, _proof: PASSWORD })).status).toBe(422);
    expect(await isIn(other)).toBe(true);
    await rule(true);
    expect((await dana.postRaw(ending, { ...form, _proof: PASSWORD })).status).toBe(303);
    expect(await isIn(other)).toBe(false);
  });

  test('what was typed is kept on the way through a mailed code as well', async () => {
    const { dana } = await aWhileAgo();
    const asked = await dana.submit('/account', ending, { reason: 'lost' });
    const fields = { ...hiddenFields(asked.text, ending)!, _action: '/settings/sign-in', _by: 'link' };
    const sent = await dana.postRaw('/account/proof', fields);
    const next = new URL(sent.location!, 'http://x').searchParams.get('next');
    expect(decodeURIComponent(next ?? '')).toContain('kept=1#kept');
  });

  test('the proof of one person is none for another, and a rival’s password proves nothing', async () => {
    await givePassword(portal(), world.viewer, 'seven chairs and a kite');
    const { dana } = await aWhileAgo();
    const asked = await dana.submit('/account', ending);
    const fields = {
      ...hiddenFields(asked.text, ending)!,
      _proof: 'seven chairs and a kite',
      email: world.viewer.email,
    };
    expect((await dana.postRaw(ending, fields)).status).toBe(422);
  });

  test('instead of the password a link does, and what was typed is kept for the way back', async () => {
    const { dana } = await aWhileAgo();
    const asked = await dana.submit('/account', ending, { reason: 'lost' });
    const sent = await dana.postRaw('/account/proof', hiddenFields(asked.text, ending)!);
    expect(sent.status).toBe(303);
    const [draft] = await peek<{ path: string; fields: unknown }>(
      portal().database,
      'select path, fields from drafts where identity_id = $1',
      [world.dana.identityId],
    );
    expect(draft).toEqual({ path: ending, fields: { reason: ['lost'], _page: ['/account'] } });
    await portal().workJobs();
    const mails = await mailsTo(portal(), world, world.dana.email);
    await spend(dana, tokenIn(mails.findLast((mail) => mail.kind === 'identity.sign_in_link')));
    expect((await dana.submit('/account', ending)).status).toBe(303);
  });

  test('a link cannot be made to lead elsewhere', async () => {
    const { dana } = await aWhileAgo();
    const asked = await dana.submit('/account', ending);
    const fields = hiddenFields(asked.text, ending)!;
    const sent = await dana.postRaw('/account/proof', {
      ...fields,
      _next: '//evil.example/x',
      _action: 'https://evil.example',
    });
    expect(sent.location).not.toContain('evil');
    await portal().workJobs();
    const mail = (await mailsTo(portal(), world, world.dana.email)).findLast(
      (one) => one.kind === 'identity.sign_in_link',
    );
    expect(mail!.text).not.toContain('evil');
  });
});

test('who joins by an invitation cannot choose a known password either', async () => {
  const { token } = await invite(portal(), world.owner);
  const join = (password: string) =>
    visitor(portal(), world).submit(`/invitation?token=${token}`, '/invitation', { name: 'Nora Vance', password });
  const refused = await join('NoraVance99');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('tried first by whoever guesses');
  expect(refused.text).toContain('value="Nora Vance"');
  expect((await join(NEXT)).status).toBe(303);
});

test('after the password was asked for, the request is the person’s again: the walls stand', async () => {
  await wait(world.dana);
  const dana = as(portal(), world.dana);
  const [other] = await peek<{ id: string }>(portal().database, 'select id from sessions where identity_id = $1', [
    world.rival.identityId,
  ]);
  const path = `/account/sessions/${other!.id}/ending`;
  const form = await dana.form('/account', '/account/profile');
  expect((await dana.postRaw(path, { ...form, _proof: PASSWORD })).status).toBe(404);
  expect(await isIn(as(portal(), world.rival))).toBe(true);
  expect(await linkTo(portal(), world.dana)).toBeTruthy();
});
