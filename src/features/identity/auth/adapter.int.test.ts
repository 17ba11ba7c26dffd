import { beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { makeEngine } from './engine.ts';
import { withEngine } from './engines.ts';

const portal = usePortal();
let here: World;
let there: World;

beforeEach(async () => {
  here = await newWorld(portal());
  there = await newWorld(portal(), 'Lumen Energy');
});

type Adapter = Awaited<ReturnType<typeof makeEngine>['$context']>['internalAdapter'];

/** Works with the engine's own database layer in a workspace, as one of our verbs does. */
const inEngine = <T>(world: World, work: (adapter: Adapter) => Promise<T>): Promise<T | null> =>
  inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    withEngine(ctx, { session: { method: 'password', ip: '192.0.2.7', agent: 'Test' } }, async (engine) =>
      work((await engine.$context).internalAdapter),
    ),
  );

const session = async (token: string) =>
  (await peek(portal().database, 'select * from sessions where token_hash = $1', [sha256Hex(token)]))[0];

test('TRUST 4: outside of a scope the engine reads and writes nothing', async () => {
  const engine = makeEngine(here.origin, 'x'.repeat(43));
  const { internalAdapter } = await engine.$context;
  await expect(internalAdapter.findUserByEmail(here.dana.email)).rejects.toThrow('outside of a scope');
  await expect(internalAdapter.createSession(here.dana.identityId)).rejects.toThrow('outside of a scope');
  // The control: the same calls within one.
  expect((await inEngine(here, (adapter) => adapter.findUserByEmail(here.dana.email)))?.user.id).toBe(
    here.dana.identityId,
  );
});

test('TRUST 16: in one workspace the engine finds nobody of another', async () => {
  const found = (world: World) => inEngine(world, (adapter) => adapter.findUserByEmail(here.dana.email));
  expect(await found(there)).toBeNull();
  // Control: here she is.
  expect(await found(here)).not.toBeNull();
  await expect(inEngine(there, (adapter) => adapter.createSession(here.dana.identityId))).resolves.toBeNull();
});

describe('a session', () => {
  test('is found by its token, stored by its hash, and knows how it began', async () => {
    const made = await inEngine(here, (adapter) => adapter.createSession(here.dana.identityId));
    // 256 bits.
    expect(made!.token).toMatch(/^[\w-]{43}$/);
    expect(await session(made!.token)).toMatchObject({
      workspace_id: here.workspaceId,
      identity_id: here.dana.identityId,
      method: 'password',
      ip: '192.0.2.7',
      agent: 'Test',
    });
    const days = (made!.expiresAt.getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const found = await inEngine(here, (adapter) => adapter.findSession(made!.token));
    expect(found?.user.id).toBe(here.dana.identityId);
    expect(await inEngine(there, (adapter) => adapter.findSession(made!.token))).toBeNull();
  });

  test('is kept as revoked when it is deleted, and is not found again', async () => {
    const made = await inEngine(here, (adapter) => adapter.createSession(here.dana.identityId));
    await inEngine(there, (adapter) => adapter.deleteSession(made!.token));
    expect((await session(made!.token))?.revoked_at).toBeNull();
    await inEngine(here, (adapter) => adapter.deleteSession(made!.token));
    expect((await session(made!.token))?.revoked_at).toBeInstanceOf(Date);
    expect(await inEngine(here, (adapter) => adapter.findSession(made!.token))).toBeNull();
  });

  test('of everybody is ended at once', async () => {
    const made = await inEngine(here, (adapter) => adapter.createSession(here.dana.identityId));
    await inEngine(here, (adapter) => adapter.deleteUserSessions(here.dana.identityId));
    expect((await session(made!.token))?.revoked_at).toBeInstanceOf(Date);
    expect((await session(here.dana.token))?.revoked_at).toBeInstanceOf(Date);
    expect((await session(here.viewer.token))?.revoked_at).toBeNull();
  });
});

test('a value that can be used once is used once by one of many, each in a transaction of its own', async () => {
  const expiresAt = new Date(Date.now() + 60_000);
  await inEngine(here, (adapter) => adapter.createVerificationValue({ identifier: 'once', value: 'v', expiresAt }));
  const take = () => inEngine(here, (adapter) => adapter.consumeVerificationValue('once'));
  const taken = await Promise.all(Array.from({ length: 6 }, take));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test('what the engine does not need is refused, not guessed', async () => {
  const context = makeEngine(here.origin, 'x'.repeat(43)).$context;
  const attempt = (work: (adapter: Awaited<typeof context>['adapter']) => Promise<unknown>) =>
    inEngine(here, async () => work((await context).adapter));
  const where = [{ field: 'email', value: 'd', operator: 'contains' as const }];
  await expect(attempt((adapter) => adapter.findMany({ model: 'user', where }))).rejects.toThrow('may not have');
  const either = [
    { field: 'email', value: here.dana.email, connector: 'OR' as const },
    { field: 'email', value: here.rival.email, connector: 'OR' as const },
  ];
  await expect(attempt((adapter) => adapter.findMany({ model: 'user', where: either }))).rejects.toThrow(
    'may not have',
  );
  await expect(
    attempt((adapter) => adapter.consumeOne({ model: 'session', where: [{ field: 'token', value: here.dana.token }] })),
  ).rejects.toThrow('may not have');
  const all = await attempt((adapter) =>
    adapter.findMany({ model: 'user', where: [{ field: 'email', value: here.dana.email }] }),
  );
  expect(all).toHaveLength(1);
});
