import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { anHourLater, proofFor, prove, setRules } from './newcomers.testing.ts';

const portal = usePortal();

test('whoever may not let people in any more has no notice of who waits; with the right back, it is there again', async () => {
  const world = await newWorld(portal());
  await anHourLater(portal());
  await setRules(portal(), world, { mode: 'moderated' });
  await prove(visitor(portal(), world), await proofFor(portal(), world, 'noor@bluefern.example'));
  await portal().workJobs();
  const agent = as(portal(), world.agent);
  const told = async () => (await agent.get('/notifications')).text.includes('would like to join');
  const role = (set: string) =>
    peek(portal().database, `update roles set ${set} where workspace_id = $1 and key = 'agent'`, [world.workspaceId]);
  await expect.poll(told, { timeout: 15_000 }).toBe(true);
  await role("rights = array_remove(rights, 'contacts.invite')");
  expect(await told()).toBe(false);
  await role("rights = rights || '{contacts.invite}', reach = 'assigned'");
  expect(await told()).toBe(false);
  await role("reach = 'all'");
  expect(await told()).toBe(true);
});
