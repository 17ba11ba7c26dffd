import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { retention } from './retention.ts';

const portal = usePortal();
const SETTINGS = '/settings/data';

const tonightIn = (html: string) =>
  (/id="tonight"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

test('rules that are tried name what they would take, the oldest first, and what a hold keeps; they take that and no more', async () => {
  const world = await newWorld(portal());
  const { workspaceId: ws } = world;
  const maya = as(portal(), world.owner);
  const sql = (text: string, ...values: unknown[]) => peek(portal().database, text, values);
  for (const [who, subject] of [
    [world.dana, 'An old one'],
    [world.dana, 'An older one'],
    [world.rival, 'A held one'],
    [world.dana, 'A young one'],
  ] as const)
    await as(portal(), who).submit('/support/new', '/support', { subject, urgency: 'question', body: 'Hello' });
  const close = (number: number, days: number) =>
    sql(
      "update tickets set status = 'closed', closed_at = now() - make_interval(days => $3) where workspace_id = $1 and number = $2",
      ...[ws, number, days],
    );
  for (const [number, days] of [
    [1, 50],
    [2, 70],
    [3, 60],
    [4, 10],
  ] as const)
    await close(number, days);
  await sql("update contacts set disabled_at = now() - interval '90 days' where id = $1", world.viewer.id);
  const customer = `/customers/${world.rivalAccountId}`;
  expect((await maya.submit(`${customer}/holds`, `${customer}/holds`, { reason: 'Case 7' })).status).toBe(303);
  const rules = { log_client: '', mails: '', contacts: '60', tickets: '30' };
  const tried = tonightIn((await maya.submit(SETTINGS, SETTINGS, { ...rules, try: 'yes' })).text);
  expect(tried).toContain('Nothing of it is saved yet');
  expect(tried).toMatch(/2 would go[^.]*\. 1 is as old and stays, because of a legal hold\./);
  expect(tried).toMatch(/T-2 An older one[\s\S]*T-1 An old one[\s\S]*T-3 A held one[^.]*On hold: stays/);
  expect(tried).toMatch(/1 would go[^.]*\. Luis Ortega Acme Robotics/);
  expect(tried).not.toContain('A young one');
  // The page as it is says nothing of what was tried.
  expect(tonightIn((await maya.get(SETTINGS)).text)).toBe('');
  expect((await maya.submit(SETTINGS, SETTINGS, rules)).status).toBe(303);
  await retention.run(portal().platform);
  const erased = await sql(
    'select number from tickets where workspace_id = $1 and erased_at is not null order by 1',
    ws,
  );
  expect(erased.map(({ number }) => Number(number))).toEqual([1, 2]);
  const [luis] = await sql('select forgotten_at from contacts where id = $1', world.viewer.id);
  expect(luis!.forgotten_at).not.toBeNull();
});

test('whose address stands somewhere, and who has not come there, keeps no leaver from their rule; control: an invitation that is open does', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const sql = (text: string, ...values: unknown[]) => peek(portal().database, text, [world.workspaceId, ...values]);
  await sql(
    "update contacts set disabled_at = now() - interval '90 days' where workspace_id = $1 and id = $2",
    world.viewer.id,
  );
  const form = `/customers/${world.rivalAccountId}/contacts/new`;
  const typed = { contact_name: 'Luis Again', email: world.viewer.email, role: 'viewer' };
  expect((await maya.submit(form, form, typed)).status).toBe(303);
  const rules = { log_client: '', mails: '', contacts: '60', tickets: '' };
  expect((await maya.submit(SETTINGS, SETTINGS, rules)).status).toBe(303);
  const forgotten = async () => {
    await retention.run(portal().platform);
    const [luis] = await sql('select forgotten_at from contacts where workspace_id = $1 and id = $2', world.viewer.id);
    return luis!.forgotten_at !== null;
  };
  expect(await forgotten()).toBe(false);
  await sql("update invitations set expires_at = now() - interval '1 day' where workspace_id = $1");
  expect(await forgotten()).toBe(true);
});
