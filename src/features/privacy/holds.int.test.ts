import pg from 'pg';
import { expect, test } from 'vitest';
import { eventById, reactTask } from '#platform/events/react-task.ts';
import { reactionNamed } from '#platform/events/reactions.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { pageOf, somebody, standsIn } from './privacy.testing.ts';
import { retention } from './retention.ts';

const portal = usePortal();
const SETTINGS = '/settings/data';

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
  // It asks first.
  expect(held.text).toMatch(/<details class="fold" id="release-.*Yes, release this hold.*?<\/details>/s);
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

test('a hold on somebody stands over what they did before they moved, and over their words in what colleagues asked', async () => {
  const { world, owner } = await somebody(portal());
  const ws = world.workspaceId;
  const set = (statement: string, values: unknown[] = [ws]) => peek(portal().database, statement, values);
  await peek(portal().database, "update contacts set role = 'contributor' where id = $1", [world.viewer.id]);
  const viewer = as(portal(), world.viewer);
  await viewer.submit('/support/new', '/support', { subject: 'Colleagues', urgency: 'question', body: 'Theirs' });
  await as(portal(), world.dana).submit('/support/2', '/support/2/replies', { body: 'Herremark' });
  await viewer.submit('/support/new', '/support', { subject: 'Unheldsubject', urgency: 'question', body: 'Alone' });
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const form = await owner.form(`${contact}/details`, `${contact}/details`);
  await owner.postRaw(`${contact}/move`, { ...form, into: world.rivalAccountId, heir: '', sure: 'yes' });
  const [now] = await peek<{ id: string }>(
    portal().database,
    'select continues_as as id from contacts where workspace_id = $1 and id = $2',
    [ws, world.dana.id],
  );
  const page = pageOf(now!.id);
  const long = 'x'.repeat(401);
  const refused = await owner.submit(page, `/contacts/${now!.id}/holds`, { reason: long });
  expect([refused.status, refused.text.includes(`value="${long}"`)]).toEqual([422, true]);
  await owner.submit(page, `/contacts/${now!.id}/holds`, { reason: 'Case 9' });
  // The hold stands on both pages of one person.
  expect((await owner.get(pageOf(world.dana.id))).text).toContain('Case 9');
  await set("update tickets set status = 'closed', closed_at = now() - interval '100 days' where workspace_id = $1");
  await owner.submit(SETTINGS, SETTINGS, { tickets: '90', contacts: '', mails: '', log_client: '' });
  await retention.run(portal().platform);
  const kept = async (word: string) =>
    (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys').length > 0;
  expect([await kept('Hersubject'), await kept('Herremark'), await kept('Unheldsubject')]).toEqual([true, true, false]);
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    ws,
  ]);
  await owner.submit(SETTINGS, `${SETTINGS}/holds/${hold!.id}/release`);
  await retention.run(portal().platform);
  expect([await kept('Hersubject'), await kept('Herremark')]).toEqual([false, false]);
});

/** Where words of somebody stand who was erased while the mail about them was written, and not yet committed. */
async function erasedWhileTold(guarded: boolean): Promise<string[]> {
  const { world, owner, page } = await somebody(portal());
  const ws = world.workspaceId;
  const { platform, database } = portal();
  const asked = "select id from events where workspace_id = $1 and kind = 'ticket.opened'";
  const [{ id } = { id: '' }] = await peek<{ id: string }>(database, asked, [ws]);
  const name = 'tickets.tell-team-of-new';
  await peek(database, 'delete from reaction_runs where event_id = $1 and reaction = $2', [id, name]);
  await peek(database, 'delete from notifications where workspace_id = $1', [ws]);
  const tell = () =>
    guarded
      ? reactTask.run(platform, { workspace: ws, event: id, reaction: name })
      : inWorkspace(platform, ws, async (ctx) => reactionNamed(name)!.run(ctx, (await eventById(ctx, id))!));
  const form = await owner.form(page, `/contacts/${world.dana.id}/erasure`);
  const slow = new pg.Client({ connectionString: database.superuser });
  await slow.connect();
  try {
    // However long the erasure takes meanwhile.
    await slow.query(
      `create function wait_here() returns trigger language plpgsql set lock_timeout = 0 as 'begin perform pg_advisory_xact_lock_shared(42); return null; end'`,
    );
    await slow.query('create trigger wait_here after insert on mails execute function wait_here()');
    await slow.query('select pg_advisory_lock(42)');
    const told = tell();
    await expect.poll(() => waiting('advisory')).toBe(1);
    const erased = owner.postRaw(`/contacts/${world.dana.id}/erasure`, { ...form, sure: 'yes' });
    if (guarded) await expect.poll(() => waiting('advisory')).toBe(2);
    else await erased;
    await slow.query('select pg_advisory_unlock(42)');
    await told;
    expect((await erased).status).toBe(303);
  } finally {
    await slow.query('drop function if exists wait_here cascade');
    await slow.end();
  }
  return (await standsIn(portal(), world, 'Hersubject')).filter((table) => table !== 'idempotency_keys');
}

test('TRUST 67: what is just being told of somebody when they are erased is erased with the rest; control: told by who does not say so, it stays', {
  timeout: 90_000,
}, async () => {
  expect(await erasedWhileTold(true)).toEqual([]);
  expect(await erasedWhileTold(false)).toEqual(['mails', 'notifications']);
});

test('TRUST 63: a hold that is placed while somebody is being erased waits, and stands over what is left; control: over nobody who is erased it is there at once', async () => {
  const { world, owner, page } = await somebody(portal());
  const erase = await owner.form(page, `/contacts/${world.dana.id}/erasure`);
  const hold = await owner.form(SETTINGS, `${SETTINGS}/holds`);
  const slow = new pg.Client({ connectionString: portal().database.superuser });
  await slow.connect();
  try {
    // Erasing has looked for holds, and waits for a reply of hers.
    await slow.query('begin');
    await slow.query('select from replies where workspace_id = $1 for update', [world.workspaceId]);
    const erased = owner.postRaw(`/contacts/${world.dana.id}/erasure`, { ...erase, sure: 'yes' });
    await expect.poll(() => waiting('transactionid')).toBe(1);
    const held = owner.postRaw(`${SETTINGS}/holds`, { ...hold, reason: 'A case' });
    await expect.poll(() => waiting('advisory')).toBe(1);
    await slow.query('commit');
    expect([(await erased).status, (await held).status]).toEqual([303, 303]);
  } finally {
    await slow.end();
  }
  const told = await peek<{ kind: string }>(
    portal().database,
    "select kind from events where workspace_id = $1 and kind in ('privacy.hold_placed', 'privacy.forgotten') order by seq",
    [world.workspaceId],
  );
  expect(told.map(({ kind }) => kind)).toEqual(['privacy.forgotten', 'privacy.hold_placed']);
  const control = await owner.submit(page, `/contacts/${world.dana.id}/holds`, { reason: 'Another' });
  expect([control.status, await waiting('advisory')]).toEqual([303, 0]);
});

/** How many wait for a lock of a kind. */
const waiting = async (kind: string): Promise<number> =>
  (
    await peek<{ n: number }>(
      portal().database,
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = $1`,
      [kind],
    )
  )[0]!.n;
