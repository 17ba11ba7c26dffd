import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { pageOf, somebody, sound, standsIn } from './privacy.testing.ts';
import { retention } from './retention.ts';

const portal = usePortal();
const SETTINGS = '/settings/data';

test('the team takes a copy of what there is of somebody, of nobody else, and that is recorded', async () => {
  const { world, owner, agent, page } = await somebody(portal());
  const { text } = await owner.submit(page, `/contacts/${world.dana.id}/data`);
  const file = JSON.parse(text) as Record<string, unknown[]>;
  expect(file.tickets).toHaveLength(1);
  expect(text).toContain('Herwords');
  expect(text).toContain(world.dana.email);
  expect(text).not.toContain(world.rival.email);
  expect(
    await peek(portal().database, "select id from events where workspace_id = $1 and kind = 'privacy.data_taken'", [
      world.workspaceId,
    ]),
  ).toHaveLength(1);
  expect((await agent.get(page)).status).toBe(404);
  const stranger = await newWorld(portal());
  expect((await as(portal(), stranger.owner).get(page)).status).toBe(404);
});

test('a legal hold stops both, and its release lets them go on', async () => {
  const { world, owner, page } = await somebody(portal());
  const holds = `/contacts/${world.dana.id}/holds`;
  expect((await owner.submit(page, holds, { reason: ' ' })).status).toBe(422);
  await owner.submit(page, holds, { reason: 'Case 12/26' });
  const held = await owner.get(page);
  expect(held.text).toContain('Case 12/26');
  expect(held.text).not.toContain('/anonymisation"');
  const fields = await owner.form(page, `/contacts/${world.dana.id}/data`);
  for (const act of ['anonymisation', 'erasure']) {
    expect(
      (await owner.postRaw(`/contacts/${world.dana.id}/${act}`, { ...fields, _once: crypto.randomUUID(), sure: 'yes' }))
        .status,
    ).toBe(409);
  }
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    world.workspaceId,
  ]);
  await owner.submit(page, `${SETTINGS}/holds/${hold!.id}/release`);
  expect((await owner.submit(page, `/contacts/${world.dana.id}/anonymisation`, { sure: 'yes' })).status).toBe(303);
});

test('a hold on a customer is placed from their page, stands over everybody there and nobody else, and ends there', async () => {
  const { world, owner, agent, dana, page } = await somebody(portal());
  const customer = `/customers/${world.accountId}`;
  const holds = `${customer}/holds`;
  expect((await owner.get(customer)).text).toContain(`href="${holds}"`);
  const refused = await owner.submit(holds, holds, { reason: '   ' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Say why');
  const placed = await owner.submit(holds, holds, { reason: 'Case 12/26, says Jonas' });
  expect([placed.status, placed.location]).toEqual([303, customer]);
  const shown = await owner.get(customer);
  expect(shown.text).toContain('Case 12/26, says Jonas');
  expect((await owner.get(SETTINGS)).text).toContain('Case 12/26, says Jonas');
  expect((await owner.get(page)).text).not.toContain('/anonymisation"');
  // Control: somebody of another customer can be forgotten as before.
  expect((await owner.get(pageOf(world.rival.id))).text).toContain('/anonymisation"');
  // Who may not end it is told nothing; nor are customers, nor another business.
  expect((await agent.get(customer)).text).not.toContain('Case 12/26');
  expect((await agent.get(holds)).status).toBe(404);
  expect((await dana.get(holds)).status).toBe(404);
  const stranger = await newWorld(portal());
  expect((await as(portal(), stranger.owner).get(holds)).status).toBe(404);
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    world.workspaceId,
  ]);
  await owner.submit(holds, `${SETTINGS}/holds/${hold!.id}/release`);
  expect((await owner.get(customer)).text).not.toContain('Case 12/26');
  expect((await owner.get(page)).text).toContain('/anonymisation"');
  const told = await peek<{ kind: string; account_id: string }>(
    portal().database,
    "select kind, account_id from events where workspace_id = $1 and kind like 'privacy.hold%' order by seq",
    [world.workspaceId],
  );
  expect(told).toEqual([
    { kind: 'privacy.hold_placed', account_id: world.accountId },
    { kind: 'privacy.hold_released', account_id: world.accountId },
  ]);
});

test('no rule takes what a held customer’s people did or were sent; when it is released, the next night does', async () => {
  const { world, owner } = await somebody(portal());
  const ws = world.workspaceId;
  await portal().workJobs();
  await peek(
    portal().database,
    "update tickets set status = 'closed', closed_at = now() - interval '100 days' where workspace_id = $1",
    [ws],
  );
  await peek(
    portal().database,
    "update mails set created_at = now() - interval '100 days', state = 'kept' where workspace_id = $1",
    [ws],
  );
  await owner.submit(SETTINGS, SETTINGS, { tickets: '90', contacts: '', mails: '90', log_client: '' });
  const holds = `/customers/${world.accountId}/holds`;
  await owner.submit(holds, holds, { reason: 'A case' });
  const mailsTo = (...emails: string[]) =>
    peek(portal().database, 'select id from mails where workspace_id = $1 and to_address = any ($2)', [ws, emails]);
  const team = [world.owner.email, world.agent.email];
  const toDana = (await mailsTo(world.dana.email)).length;
  expect([toDana > 0, (await mailsTo(...team)).length > 0]).toEqual([true, true]);
  await retention.run(portal().platform);
  expect((await standsIn(portal(), world, 'Hersubject')).length).toBeGreaterThan(0);
  expect((await mailsTo(world.dana.email)).length).toBe(toDana);
  // Control: what the team was sent is under no hold.
  expect(await mailsTo(...team)).toEqual([]);
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    ws,
  ]);
  await owner.submit(holds, `${SETTINGS}/holds/${hold!.id}/release`);
  await retention.run(portal().platform);
  expect((await standsIn(portal(), world, 'Hersubject')).filter((table) => table !== 'idempotency_keys')).toEqual([]);
  expect(await mailsTo(world.dana.email)).toEqual([]);
});

test('a rule says beforehand what it would take, takes that at night, and nothing that is on hold', async () => {
  const { world, owner } = await somebody(portal());
  const ws = world.workspaceId;
  expect((await owner.submit(SETTINGS, SETTINGS, { tickets: '10' })).status).toBe(422);
  await peek(
    portal().database,
    "update tickets set status = 'closed', closed_at = now() - interval '100 days' where workspace_id = $1",
    [ws],
  );
  await peek(portal().database, "update contacts set disabled_at = now() - interval '100 days' where id = $1", [
    world.viewer.id,
  ]);
  const rules = { tickets: '90', contacts: '90', mails: '', log_client: '' };
  const tried = await owner.submit(SETTINGS, SETTINGS, { ...rules, try: 'yes' });
  expect(tried.text.match(/Tonight that would be 1\./g)).toHaveLength(2);
  await retention.run(portal().platform);
  expect((await standsIn(portal(), world, 'Hersubject')).length).toBeGreaterThan(0);
  await owner.submit(SETTINGS, SETTINGS, rules);
  await owner.submit(SETTINGS, `${SETTINGS}/holds`, { reason: 'Audit' });
  await retention.run(portal().platform);
  expect((await standsIn(portal(), world, 'Hersubject')).length).toBeGreaterThan(0);
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    ws,
  ]);
  await owner.submit(SETTINGS, `${SETTINGS}/holds/${hold!.id}/release`);
  await retention.run(portal().platform);
  expect((await standsIn(portal(), world, 'Hersubject')).filter((table) => table !== 'idempotency_keys')).toEqual([]);
  const [viewer] = await peek<{ name: string }>(portal().database, 'select name from contacts where id = $1', [
    world.viewer.id,
  ]);
  expect(viewer!.name).toMatch(/^Anonym /);
  const [applied] = await peek<{ data: unknown }>(
    portal().database,
    "select data from events where workspace_id = $1 and kind = 'privacy.retention_applied'",
    [ws],
  );
  expect(applied!.data).toEqual({ taken: { tickets: 1, contacts: 1 } });
  await sound(portal(), world);
});
