import { beforeEach, describe, expect, test } from 'vitest';
import { givePassword, isIn, PASSWORD, sessionsOf, tryPassword } from '#features/identity/doors.testing.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { limitSessions, limitsFrom } from './sessions.ts';

const portal = usePortal();
let world: World;

beforeEach(async () => {
  world = await newWorld(portal());
});

const limit = async (named: string | undefined, given: Record<string, string> = {}) =>
  limitSessions(portal().platform, named, limitsFrom(given));

/** Time passes for somebody's sessions: since they began, and since they were last used. */
const pass = ({ identityId }: Actor, { began, used = began }: { began: string; used?: string }) =>
  peek(
    portal().database,
    `update sessions set created_at = created_at - $2::interval, seen_at = seen_at - $3::interval,
       expires_at = greatest(expires_at, now() + interval '1 hour') where identity_id = $1`,
    [identityId, began, used],
  );

test('thirty days and no idle limit, as long as nobody says otherwise; what is given changes and the rest stays', async () => {
  expect(await limit(world.host)).toEqual([world.name, '  longest  30d', '  idle     off']);
  expect((await limit(world.host, { idle: '45m' })).slice(1)).toEqual(['  longest  30d', '  idle     45m']);
  expect((await limit(world.host, { longest: '12h' })).slice(1)).toEqual(['  longest  12h', '  idle     45m']);
  expect((await limit(world.host, { idle: 'off' })).slice(1)).toEqual(['  longest  12h', '  idle     off']);
  const other = await newWorld(portal(), 'Lumen Cloud');
  expect((await limit(other.host)).slice(1)).toEqual(['  longest  30d', '  idle     off']);
});

test('the log says what changed, from what to what; showing it says nothing', async () => {
  await limit(world.host);
  await limit(world.host, { longest: '12h', idle: '45m' });
  await limit(world.host, { longest: '12h' });
  const told = await peek<{ actor_kind: string; data: { changes: unknown } }>(
    portal().database,
    "select actor_kind, data from events where workspace_id = $1 and kind = 'identity.rules_changed'",
    [world.workspaceId],
  );
  expect(told.map(({ actor_kind, data }) => [actor_kind, data.changes])).toEqual([
    ['system', { sessionHours: { from: 720, to: 12 }, idleMinutes: { from: null, to: 45 } }],
  ]);
});

test.each([
  [{ longest: '31d' }, /--longest is from 1h to 30d, not "31d"/],
  [{ longest: '90m' }, /whole hours or days/],
  [{ longest: 'forever' }, /not "forever"/],
  [{ idle: '5m' }, /--idle is from 15m to 30d, not "5m"/],
  [{ idle: '-1h' }, /not "-1h"/],
])('%o is answered in a line', async (given, line) => {
  const failure = await limit(world.host, given as Record<string, string>).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OperatorError);
  expect((failure as Error).message).toMatch(line);
});

describe('without use', () => {
  test('a session is over after the idle limit, and one that is in use goes on', async () => {
    await limit(world.host, { idle: '30m' });
    await pass(world.dana, { began: '10 hours', used: '31 minutes' });
    await pass(world.agent, { began: '10 hours', used: '29 minutes' });
    const [dana, priya] = [as(portal(), world.dana), as(portal(), world.agent)];
    expect([await isIn(dana), await isIn(priya)]).toEqual([false, true]);
    // Control: without the limit the very same session is good.
    await limit(world.host, { idle: 'off' });
    expect(await isIn(dana)).toBe(true);
  });

  test('using it is what keeps it: each visit counts from then', async () => {
    await limit(world.host, { idle: '30m' });
    await pass(world.dana, { began: '20 minutes' });
    expect(await isIn(as(portal(), world.dana))).toBe(true);
    await pass(world.dana, { began: '20 minutes' });
    expect(await isIn(as(portal(), world.dana))).toBe(true);
  });

  test('it is not in the list of its owner, and what they were writing is kept for them', async () => {
    await givePassword(portal(), world.dana);
    const form = await as(portal(), world.dana).form('/support/new', '/support');
    await limit(world.host, { idle: '30m' });
    await pass(world.dana, { began: '31 minutes' });
    const words = { ...form, subject: 'Half written', urgency: 'slows', body: 'and not sent' };
    const sent = await as(portal(), world.dana).postRaw('/support', words);
    expect(sent.location).toMatch(/^\/sign-in\?next=%2Fsupport%2Fnew%3Fkept%3D1/);
    const again = visitor(portal(), world);
    await tryPassword(again, world.dana.email, PASSWORD);
    expect((await again.get('/support/new?kept=1')).text).toContain('Half written');
    expect((await again.get('/account')).text).toContain('signed in here and nowhere else');
  });
});

describe('from its beginning', () => {
  test('a session is over after the longest time, however much it is used', async () => {
    await limit(world.host, { longest: '8h' });
    await pass(world.dana, { began: '8 hours 1 minute', used: '1 minute' });
    await pass(world.agent, { began: '7 hours 59 minutes', used: '1 minute' });
    expect([await isIn(as(portal(), world.dana)), await isIn(as(portal(), world.agent))]).toEqual([false, true]);
  });

  test('thirty days are the end even where nothing is set', async () => {
    await pass(world.dana, { began: '30 days 1 minute', used: '1 minute' });
    await pass(world.agent, { began: '29 days', used: '1 minute' });
    expect([await isIn(as(portal(), world.dana)), await isIn(as(portal(), world.agent))]).toEqual([false, true]);
  });
});

test('an open stream of a session that has run out is closed by the same rule', async () => {
  const { aliveSessions } = await import('#platform/live/revocation.ts');
  await limit(world.host, { idle: '30m' });
  await pass(world.dana, { began: '31 minutes' });
  const ids = async (actor: Actor) =>
    (
      await peek<{ id: string }>(portal().database, 'select id from sessions where identity_id = $1', [
        actor.identityId,
      ])
    ).map((row) => row.id);
  const asked = [...(await ids(world.dana)), ...(await ids(world.agent))];
  expect([...(await aliveSessions(portal().platform, world.workspaceId, asked))]).toEqual(await ids(world.agent));
  expect(await sessionsOf(portal(), world.dana.identityId)).toHaveLength(1);
});

test('a limit of one business is none of another’s', async () => {
  const other = await newWorld(portal(), 'Lumen Cloud');
  await limit(other.host, { idle: '15m', longest: '1h' });
  await pass(world.dana, { began: '2 hours' });
  expect(await isIn(as(portal(), world.dana))).toBe(true);
});
