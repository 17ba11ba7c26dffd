import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { sealAll, verified } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { retention } from './retention.ts';

const portal = usePortal();
const pageOf = (id: string) => `/contacts/${id}/privacy`;
const SETTINGS = '/settings/data';

/** Dana asks, sends a file and changes her name; the team answers. */
async function somebody() {
  const world = await newWorld(portal());
  const [owner, dana, agent] = [as(portal(), world.owner), as(portal(), world.dana), as(portal(), world.agent)];
  const file = { name: 'danasfile.txt', type: 'text/plain', content: 'words of hers' };
  await dana.submit('/support/new', '/support', {
    subject: 'Hersubject',
    urgency: 'question',
    body: 'Herwords',
    files: file,
  });
  await agent.submit('/inbox/1', '/inbox/1/replies', { body: 'Ouranswer', outcome: 'wait' });
  await dana.submit('/account', '/account/profile', {
    name: 'Dana Canary',
    title: 'Canary',
    phone: '+49 30 1234567',
    locale: 'en',
    zone: '',
    theme: 'system',
  });
  await sizeOf(world, 'Hersize');
  await sizeOf(world, 'Hersize, small');
  const content = `Company;Contact;E-Mail\r\nAcme Robotics;Dana Ofthelist;${world.dana.email}\r\nAcme Robotics;Ben Ofthelist;ben@acme.example`;
  const list = { file: { name: 'list.csv', content } };
  const { location } = await owner.submit('/customers/import', '/customers/import', list);
  await owner.submit(location!, `${location}/start`);
  await portal().workJobs();
  await sealAll(portal(), world.workspaceId);
  return { world, owner, dana, agent, page: pageOf(world.dana.id) };
}

/** What the team knows of Dana in a field of its own; the log keeps what it was before. */
async function sizeOf(world: World, size: string): Promise<void> {
  const owner = as(portal(), world.owner);
  const made = {
    subject: 'contact',
    kind: 'text',
    label: 'Shirt',
    hint: '',
    choices: '',
    customer: 'hidden',
    edits: 'apply',
  };
  const find = () =>
    peek<{ id: string }>(portal().database, 'select id from field_definitions where workspace_id = $1', [
      world.workspaceId,
    ]);
  if ((await find()).length === 0) await owner.submit('/settings/fields/new', '/settings/fields', made);
  const page = `/customers/${world.accountId}/contacts/${world.dana.id}/fields`;
  const saved = await owner.submit(page, page, { [`f-${(await find())[0]!.id}`]: size });
  expect(saved.status).toBe(303);
}

/** Where a word of somebody still stands in the whole database. */
async function standsIn(world: World, word: string): Promise<string[]> {
  const tables = await peek<{ name: string }>(
    portal().database,
    "select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1",
  );
  const found = [];
  for (const { name } of tables) {
    const rows = await peek(
      portal().database,
      `select 1 from ${name} x where x::text ilike $1 and coalesce(to_jsonb(x) ->> 'workspace_id', $2) = $2 limit 1`,
      [`%${word}%`, world.workspaceId],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const sound = async (world: World) => {
  const { finding, erased } = await verified(portal(), world.workspaceId);
  expect(finding).toBeUndefined();
  return erased;
};

test('the team takes a copy of what there is of somebody, of nobody else, and that is recorded', async () => {
  const { world, owner, agent, page } = await somebody();
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

test('TRUST 67: anonymised, nobody can tell who it was; what was said stays, and the log is sound', async () => {
  const { world, owner, dana, page } = await somebody();
  const email = world.dana.email;
  expect((await standsIn(world, 'Dana Canary')).length).toBeGreaterThan(0);
  expect((await owner.submit(page, `/contacts/${world.dana.id}/anonymisation`)).status).toBe(422);
  const done = await owner.submit(page, `/contacts/${world.dana.id}/anonymisation`, { sure: 'yes' });
  expect(done.status).toBe(303);
  for (const word of ['Dana Canary', email, '1234567', 'Dana Whitfield', 'Hersize', 'Dana Ofthelist']) {
    expect([word, (await standsIn(world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([word, []]);
  }
  expect(await standsIn(world, 'Ben Ofthelist')).toEqual(['contacts', 'imports']);
  const ticket = await owner.get('/inbox/1');
  for (const words of ['Hersubject', 'Herwords', 'Ouranswer', 'Anonym ']) expect(ticket.text).toContain(words);
  expect((await dana.get('/')).location).toContain('/sign-in');
  expect(await sound(world)).toBeGreaterThan(0);
  expect((await owner.get(page)).text).toContain('anonymised on');
});

test('TRUST 67: erased, what somebody wrote is gone too; tickets, dates and the team’s answers stay', async () => {
  const { world, owner, page } = await somebody();
  expect((await standsIn(world, 'Herwords')).length).toBeGreaterThan(0);
  expect((await owner.submit(page, `/contacts/${world.dana.id}/erasure`, { sure: 'yes' })).status).toBe(303);
  for (const word of ['Herwords', 'Hersubject', 'danasfile', 'Dana Canary']) {
    expect([word, (await standsIn(world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([word, []]);
  }
  const ticket = await owner.get('/inbox/1');
  expect(ticket.status).toBe(200);
  expect(ticket.text).toContain('Ouranswer');
  await sound(world);
});

test('TRUST 67: who moved on or was merged is forgotten with everybody they were before', async () => {
  const { world, owner } = await somebody();
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const form = await owner.form(`${contact}/details`, `${contact}/details`);
  const moved = await owner.postRaw(`${contact}/move`, { ...form, into: world.rivalAccountId, heir: '' });
  expect(moved.status).toBe(303);
  const rows = () =>
    peek<{ id: string; name: string; continues_as: string | null }>(
      portal().database,
      "select id, name, continues_as from contacts where workspace_id = $1 and (id = $2 or name like 'Dana%') order by created_at",
      [world.workspaceId, world.dana.id],
    );
  const [before, now] = await rows();
  expect(before!.continues_as).toBe(now!.id);
  await owner.submit(pageOf(now!.id), `/contacts/${now!.id}/anonymisation`, { sure: 'yes' });
  expect((await rows()).map(({ name }) => name.slice(0, 7))).toEqual(['Anonym ']);
  for (const word of ['Dana Canary', world.dana.email, 'Hersize']) {
    expect([word, (await standsIn(world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([word, []]);
  }
});

test('TRUST 67, control: when a colleague is forgotten instead, all of it stands where it stood', async () => {
  const { world, owner } = await somebody();
  const words = ['Herwords', 'Hersubject', 'Hersize', 'Dana Ofthelist', 'Dana Canary', world.dana.email];
  const before = [];
  for (const word of words) before.push(await standsIn(world, word));
  await owner.submit(pageOf(world.viewer.id), `/contacts/${world.viewer.id}/erasure`, { sure: 'yes' });
  const after = [];
  for (const word of words) after.push(await standsIn(world, word));
  expect(before.every((tables) => tables.length > 0)).toBe(true);
  expect(after).toEqual(before);
});

test('a legal hold stops both, and its release lets them go on', async () => {
  const { world, owner, page } = await somebody();
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
  const { world, owner, agent, dana, page } = await somebody();
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
  const { world, owner } = await somebody();
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
  expect((await standsIn(world, 'Hersubject')).length).toBeGreaterThan(0);
  expect((await mailsTo(world.dana.email)).length).toBe(toDana);
  // Control: what the team was sent is under no hold.
  expect(await mailsTo(...team)).toEqual([]);
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    ws,
  ]);
  await owner.submit(holds, `${SETTINGS}/holds/${hold!.id}/release`);
  await retention.run(portal().platform);
  expect((await standsIn(world, 'Hersubject')).filter((table) => table !== 'idempotency_keys')).toEqual([]);
  expect(await mailsTo(world.dana.email)).toEqual([]);
});

test('somebody who is on the team as well is not forgotten as a customer’s person', async () => {
  const { world, owner, page } = await somebody();
  await peek(portal().database, 'update members set identity_id = $2 where id = $1', [
    world.agent.id,
    world.dana.identityId,
  ]);
  expect((await owner.get(page)).text).toContain('on your team as well');
});

test('a rule says beforehand what it would take, takes that at night, and nothing that is on hold', async () => {
  const { world, owner } = await somebody();
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
  expect((await standsIn(world, 'Hersubject')).length).toBeGreaterThan(0);
  await owner.submit(SETTINGS, SETTINGS, rules);
  await owner.submit(SETTINGS, `${SETTINGS}/holds`, { reason: 'Audit' });
  await retention.run(portal().platform);
  expect((await standsIn(world, 'Hersubject')).length).toBeGreaterThan(0);
  const [hold] = await peek<{ id: string }>(portal().database, 'select id from legal_holds where workspace_id = $1', [
    ws,
  ]);
  await owner.submit(SETTINGS, `${SETTINGS}/holds/${hold!.id}/release`);
  await retention.run(portal().platform);
  expect((await standsIn(world, 'Hersubject')).filter((table) => table !== 'idempotency_keys')).toEqual([]);
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
  await sound(world);
});
