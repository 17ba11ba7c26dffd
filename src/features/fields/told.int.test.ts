import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

/** Dana looks after Acme Robotics, and its VAT number waits for the team when it changes. */
async function asked() {
  const world = await newWorld(portal());
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  const maya = as(portal(), world.owner);
  await maya.submit('/settings/fields/new', '/settings/fields', {
    ...{ subject: 'account', label: 'VAT number', kind: 'text', customer: 'edit', edits: 'approve' },
  });
  const [field] = await peek<{ id: string }>(
    portal().database,
    'select id from field_definitions where workspace_id = $1',
    [world.workspaceId],
  );
  const dana = as(portal(), world.dana);
  const ask = (text: string) => dana.submit('/company/details', '/company/details', { [`f-${field!.id}`]: text });
  await ask('DE 123');
  const way = async (to: 'approval' | 'refusal'): Promise<string> =>
    new RegExp(`action="(/customers/changes/[^"]+/${to})"`).exec((await maya.get('/customers/changes')).text)![1]!;
  const told = () =>
    peek<{ kind: string; url: string; data: unknown }>(
      portal().database,
      'select kind, url, data from notifications where workspace_id = $1 and identity_id = $2',
      [world.workspaceId, world.dana.identityId],
    );
  const mails = () =>
    peek<{ subject: string; text: string }>(
      portal().database,
      "select subject, text from mails where workspace_id = $1 and to_address = $2 and kind = 'field.change_decided'",
      [world.workspaceId, world.dana.email],
    );
  return { world, maya, dana, field: field!.id, ask, way, told, mails };
}

test('whoever asked for a change hears in the bell and by mail that it was left, and why', async () => {
  const { maya, dana, way, told, mails } = await asked();
  const refusal = await way('refusal');
  // What was written when the session was another one is given back.
  const stale = { ...(await maya.form('/customers/changes', refusal)), _token: 'stale', reason: 'Half a reason' };
  const kept = await maya.postRaw(refusal, stale);
  expect((await maya.get(kept.location!.split('#')[0]!)).text).toContain('Half a reason');
  await maya.submit('/customers/changes', refusal, { reason: 'It is not in the register.' });
  await portal().workJobs();
  await expect.poll(mails, { timeout: 15_000 }).toHaveLength(1);
  const [mail] = await mails();
  expect(mail!.subject).toBe('VAT number: it stays as it was');
  expect(mail!.text).toContain('It is not in the register.');
  expect(await told()).toMatchObject([{ kind: 'field.change_decided', url: '/company/details' }]);
  const bell = (await dana.get('/notifications')).text.replace(/<[^>]*>/g, '');
  expect(bell).toContain('left VAT number as it was: It is not in the register.');
});

test('and that it was taken over; whoever has no access any more hears nothing', async () => {
  const { world, maya, dana, ask, way, told, mails } = await asked();
  await maya.submit('/customers/changes', await way('approval'));
  await portal().workJobs();
  await expect.poll(mails, { timeout: 15_000 }).toMatchObject([{ subject: 'VAT number: it is as you asked' }]);
  const bell = (await dana.get('/notifications')).text.replace(/<[^>]*>/g, '');
  expect(bell).toContain('took over what you asked for: VAT number');
  await ask('DE 456');
  await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.dana.id]);
  await maya.submit('/customers/changes', await way('refusal'));
  await portal().workJobs();
  const ran = () =>
    peek(
      portal().database,
      "select 1 from reaction_runs r join events e on e.id = r.event_id where e.workspace_id = $1 and e.kind = 'field.change_decided'",
      [world.workspaceId],
    );
  await expect.poll(ran, { timeout: 15_000 }).toHaveLength(2);
  expect([(await told()).length, (await mails()).length]).toEqual([1, 1]);
});

test('whoever asked hears when a colleague takes it back; control: not when they do it themselves', async () => {
  const { world, dana, field, ask, told, mails } = await asked();
  await peek(portal().database, "update contacts set role = 'account_admin' where id = $1", [world.viewer.id]);
  const path = `/company/details/wishes/${field}/removal`;
  expect((await dana.submit('/company/details', path)).status).toBe(303);
  await ask('DE 456');
  expect((await as(portal(), world.viewer).submit('/company/details', path)).status).toBe(303);
  await portal().workJobs();
  await expect
    .poll(told, { timeout: 15_000 })
    .toMatchObject([{ kind: 'field.change_decided', data: { decision: 'withdrawn' } }]);
  const bell = (await dana.get('/notifications')).text.replace(/<[^>]*>/g, '');
  expect(bell).toContain('A colleague took back the change of VAT number that you asked Northwind for');
  expect(await mails()).toEqual([]);
});

test('who asked takes it back while it waits, and nobody decides it any more; control: a colleague without the right does not', async () => {
  const { world, maya, dana, field, ask, way } = await asked();
  const path = `/company/details/wishes/${field}/removal`;
  const form = await dana.form('/company/details', path);
  const role = (name: string) =>
    peek(portal().database, 'update contacts set role = $2 where id = $1', [world.dana.id, name]);
  await role('viewer');
  expect((await dana.postRaw(path, form)).status).toBe(403);
  expect((await dana.get('/company/details')).text).not.toContain(path);
  await role('account_admin');
  const refusal = await way('refusal');
  const decision = await maya.form('/customers/changes', refusal);
  expect((await dana.submit('/company/details', path)).location).toBe('/company/details');
  expect((await dana.get('/company/details')).text).not.toMatch(/waits for us|wishes/);
  expect((await maya.get('/customers/changes')).text).toContain('Nothing waits');
  expect((await maya.postRaw(refusal, decision)).status).toBe(404);
  const [event] = await peek<{ data: object }>(
    portal().database,
    "select data from events where workspace_id = $1 and kind = 'field.change_decided'",
    [world.workspaceId],
  );
  expect(event!.data).toEqual({ field, decision: 'withdrawn', asked: world.dana.id });
  // What was decided meanwhile is no wish any more.
  await ask('DE 789');
  const late = await dana.form('/company/details', path);
  await maya.submit('/customers/changes', await way('approval'));
  expect((await dana.postRaw(path, late)).status).toBe(409);
});
