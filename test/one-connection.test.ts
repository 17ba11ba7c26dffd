import { expect, test } from 'vitest';
import { asSystem } from '#platform/db/scope.ts';
import { as } from './client.ts';
import { asOneRequest, usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('control: a request that asks for a second connection while it holds one fails in every test; one after the other is fine', async () => {
  const { workspaceId, dana } = await newWorld(portal());
  const { pool } = portal().platform;
  const once = () => asSystem(pool, workspaceId, async () => 1);
  const second = 'a request that holds a connection asks for a second one';
  await expect(asOneRequest(() => asSystem(pool, workspaceId, once))).rejects.toThrow(second);
  await expect(asOneRequest(() => asSystem(pool, workspaceId, () => pool.question('select 1')))).rejects.toThrow(
    second,
  );
  await expect(asOneRequest(async () => (await once()) + (await once()))).resolves.toBe(2);
  // A real one is counted as well: inside its transaction its form is held against the key.
  const { platform } = portal();
  const { masterKey } = platform;
  const answers: Promise<string>[] = [];
  const whenAsked = () => {
    answers.push(once().then(String, (error: Error) => error.message));
    return masterKey;
  };
  const form = await as(portal(), dana).form('/support/new', '/support');
  Object.defineProperty(platform, 'masterKey', { get: whenAsked, configurable: true });
  await as(portal(), dana).postRaw('/support', { ...form, subject: 'One', urgency: 'slows', body: 'Hello' });
  Object.defineProperty(platform, 'masterKey', { value: masterKey });
  expect(await Promise.all(answers)).toContain(second);
});
