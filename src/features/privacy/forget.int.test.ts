import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { pageOf, somebody, sound, standsIn } from './privacy.testing.ts';
import { retention } from './retention.ts';

const portal = usePortal();

test('TRUST 67: anonymised, nobody can tell who it was; what was said stays, and the log is sound', async () => {
  const { world, owner, dana, page } = await somebody(portal());
  const email = world.dana.email;
  expect((await standsIn(portal(), world, 'Dana Canary')).length).toBeGreaterThan(0);
  expect((await owner.submit(page, `/contacts/${world.dana.id}/anonymisation`)).status).toBe(422);
  const done = await owner.submit(page, `/contacts/${world.dana.id}/anonymisation`, { sure: 'yes' });
  expect(done.status).toBe(303);
  for (const word of ['Dana Canary', email, '1234567', 'Dana Whitfield', 'Hersize', 'Dana Ofthelist']) {
    expect([word, (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([
      word,
      [],
    ]);
  }
  expect(await standsIn(portal(), world, 'Ben Ofthelist')).toEqual(['contacts', 'imports', 'search_entries']);
  const ticket = await owner.get('/inbox/1');
  for (const words of ['Hersubject', 'Herwords', 'Ouranswer', 'Anon. ']) expect(ticket.text).toContain(words);
  expect((await dana.get('/')).location).toContain('/sign-in');
  expect(await sound(portal(), world)).toBeGreaterThan(0);
  expect((await owner.get(page)).text).toContain('anonymised on');
  // There is nobody to write to, and nobody to let in again.
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const { text } = await owner.get(contact);
  expect(text).toContain('Nobody can tell any more who this was');
  expect(text).not.toMatch(/forgotten\.invalid|Give access again|\/details"/);
  const form = await owner.form(page, `/contacts/${world.dana.id}/data`);
  expect((await owner.postRaw(`${contact}/reactivation`, form)).status).toBe(409);
});

test('TRUST 67: erased, what somebody wrote is gone too; tickets, dates and the team’s answers stay', async () => {
  const { world, owner, page } = await somebody(portal());
  expect((await standsIn(portal(), world, 'Herwords')).length).toBeGreaterThan(0);
  expect((await owner.submit(page, `/contacts/${world.dana.id}/erasure`, { sure: 'yes' })).status).toBe(303);
  for (const word of ['Herwords', 'Hersubject', 'danasfile', 'Dana Canary']) {
    expect([word, (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([
      word,
      [],
    ]);
  }
  const ticket = await owner.get('/inbox/1');
  expect(ticket.status).toBe(200);
  expect(ticket.text).toContain('Ouranswer');
  await sound(portal(), world);
});

test('TRUST 67: somebody whose name is gone can still have their words erased, by hand or after a rule; not twice, and not back', async () => {
  const { world, owner, page } = await somebody(portal());
  const to = `/contacts/${world.dana.id}`;
  // What there is to erase is said before and after the login is gone that it came by.
  const said = async () => (await owner.get(page)).text.match(/1 ticket, 1 reply, 1 file and (\d+) entries/)?.[1];
  const before = Number(await said());
  expect(before).toBeGreaterThan(0);
  await owner.submit(page, `${to}/anonymisation`, { sure: 'yes' });
  expect(Number(await said())).toBe(before);
  expect((await owner.get('/inbox/1')).text).toContain('Herwords');
  const form = await owner.form(page, `${to}/erasure`);
  expect((await owner.postRaw(`${to}/erasure`, { ...form, sure: 'yes' })).status).toBe(303);
  for (const word of ['Herwords', 'Hersubject', 'danasfile']) {
    const where = (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys');
    expect([word, where]).toEqual([word, []]);
  }
  for (const again of ['erasure', 'anonymisation']) {
    const sent = { ...form, sure: 'yes', _once: crypto.randomUUID() };
    expect((await owner.postRaw(`${to}/${again}`, sent)).status, again).toBe(409);
  }
  expect((await owner.get(page)).text).not.toContain(`${to}/erasure`);
});

test('TRUST 67: who moved on or was merged is forgotten with everybody they were before', async () => {
  const { world, owner } = await somebody(portal());
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const form = await owner.form(`${contact}/details`, `${contact}/details`);
  const moved = await owner.postRaw(`${contact}/move`, { ...form, into: world.rivalAccountId, heir: '', sure: 'yes' });
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
  expect((await rows()).map(({ name }) => name.slice(0, 6))).toEqual(['Anon. ']);
  for (const word of ['Dana Canary', world.dana.email, 'Hersize']) {
    expect([word, (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([
      word,
      [],
    ]);
  }
});

test('TRUST 67: who was invited back to a customer they left, and has not come yet, is one person still', async () => {
  const { world, owner } = await somebody(portal());
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const form = await owner.form(`${contact}/details`, `${contact}/details`);
  await owner.postRaw(`${contact}/move`, { ...form, into: world.rivalAccountId, heir: '', sure: 'yes' });
  const invite = `/customers/${world.accountId}/contacts/new`;
  const again = { contact_name: 'Dana Back', email: world.dana.email, role: 'viewer' };
  expect((await owner.submit(invite, invite, again)).status).toBe(303);
  const [now] = await peek<{ id: string }>(portal().database, 'select id from contacts where identity_id = $1', [
    world.dana.identityId,
  ]);
  // A hold over who they are elsewhere stands over who they were here.
  await owner.submit(pageOf(now!.id), `/contacts/${now!.id}/holds`, { reason: 'Case 9' });
  const [here, there] = [pageOf(world.dana.id), pageOf(now!.id)];
  expect((await owner.get(here)).text).toContain('Case 9');
  await peek(portal().database, 'update legal_holds set released_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect((await owner.get(here)).text).toContain('/erasure"');
  await owner.submit(there, `/contacts/${now!.id}/erasure`, { sure: 'yes' });
  for (const word of ['Dana Back', world.dana.email, 'Herwords']) {
    expect([word, (await standsIn(portal(), world, word)).filter((table) => table !== 'idempotency_keys')]).toEqual([
      word,
      [],
    ]);
  }
});

test('TRUST 67, control: when a colleague is forgotten instead, all of it stands where it stood', async () => {
  const { world, owner } = await somebody(portal());
  const words = ['Herwords', 'Hersubject', 'Hersize', 'Dana Ofthelist', 'Dana Canary', world.dana.email];
  const before = [];
  for (const word of words) before.push(await standsIn(portal(), world, word));
  await owner.submit(pageOf(world.viewer.id), `/contacts/${world.viewer.id}/erasure`, { sure: 'yes' });
  const after = [];
  for (const word of words) after.push(await standsIn(portal(), world, word));
  expect(before.every((tables) => tables.length > 0)).toBe(true);
  expect(after).toEqual(before);
});

test('somebody who is on the team as well is not forgotten as a customer’s person', async () => {
  const { world, owner, page } = await somebody(portal());
  await peek(portal().database, 'update members set identity_id = $2 where id = $1', [
    world.agent.id,
    world.dana.identityId,
  ]);
  expect((await owner.get(page)).text).toContain('on your team as well');
});

test('TRUST 35: whoever sees some customers only forgets nobody, who may be at others as well; control: seeing all, they do', async () => {
  const { world, page } = await somebody(portal());
  const { workspaceId: ws, accountId, rivalAccountId } = world;
  const set = (statement: string, values: unknown[]) => peek(portal().database, statement, values);
  await set(
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, gen_random_uuid(), 'member', 'near', 'Near', '{customers.see,data.erase}', 'assigned')`,
    [ws],
  );
  await set("update members set role = 'near' where id = $1", [world.agent.id]);
  await set(
    `insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Helper')
     on conflict do nothing`,
    [ws, accountId, world.agent.id],
  );
  // Dana stands for the rival, too, whom the agent does not see.
  await set(
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, role)
     select workspace_id, gen_random_uuid(), $2, identity_id, name, email, 'viewer' from contacts where id = $1`,
    [world.dana.id, rivalAccountId],
  );
  const entries = async () =>
    (await set('select id from contacts where workspace_id = $1 and email = $2', [ws, world.dana.email])).length;
  const agent = as(portal(), world.agent);
  const shown = await agent.get(page);
  expect(shown.text).toContain('ask somebody who sees all of them');
  const form = await agent.form(page, `/contacts/${world.dana.id}/holds`);
  for (const act of ['anonymisation', 'erasure']) {
    const path = `/contacts/${world.dana.id}/${act}`;
    expect(shown.text).not.toContain(`action="${path}"`);
    const refused = await agent.postRaw(path, { ...form, sure: 'yes', _once: crypto.randomUUID() });
    expect(refused.status).toBe(403);
  }
  expect((await agent.get('/settings/data')).status).toBe(404);
  expect(await entries()).toBe(2);
  await set("update roles set reach = 'all' where workspace_id = $1 and key = 'near'", [ws]);
  expect((await agent.submit(page, `/contacts/${world.dana.id}/erasure`, { sure: 'yes' })).status).toBe(303);
  expect(await entries()).toBe(0);
});

test('TRUST 67: no rule forgets somebody who has moved to another customer and is in use there; control: long without access there, it does', async () => {
  const { world, owner } = await somebody(portal());
  const set = (statement: string, values: unknown[]) => peek(portal().database, statement, values);
  const contact = `/customers/${world.accountId}/contacts/${world.dana.id}`;
  const form = await owner.form(`${contact}/details`, `${contact}/details`);
  await owner.postRaw(`${contact}/move`, { ...form, into: world.rivalAccountId, heir: '', sure: 'yes' });
  await set("update contacts set disabled_at = now() - interval '100 days' where id = $1", [world.dana.id]);
  const rules = { tickets: '', contacts: '90', mails: '', log_client: '' };
  const tried = await owner.submit('/settings/data', '/settings/data', { ...rules, try: 'yes' });
  expect(tried.text).toContain('Tonight that would be 0.');
  await owner.submit('/settings/data', '/settings/data', rules);
  const now = async () =>
    (
      await peek<{ id: string; name: string; identity_id: string | null }>(
        portal().database,
        'select id, name, identity_id from contacts where workspace_id = $1 and account_id = $2 and id <> $3',
        [world.workspaceId, world.rivalAccountId, world.rival.id],
      )
    )[0]!;
  await retention.run(portal().platform);
  expect(await now()).toMatchObject({ name: 'Dana Ofthelist', identity_id: world.dana.identityId });
  // Without access for a few days is not without access for ninety.
  const { id } = await now();
  await set("update contacts set disabled_at = now() - interval '3 days' where id = $1", [id]);
  await retention.run(portal().platform);
  expect((await now()).name).toBe('Dana Ofthelist');
  await set("update contacts set disabled_at = now() - interval '95 days' where id = $1", [id]);
  await retention.run(portal().platform);
  expect((await now()).name).toMatch(/^Anon\. /);
});

test('TRUST 35: a hold is ended by who reaches whom it is about, one over everything by who reaches all', async () => {
  const { world, owner, page } = await somebody(portal());
  const { workspaceId: ws, accountId, rivalAccountId } = world;
  const set = (statement: string, values: unknown[]) => peek<{ id: string }>(portal().database, statement, values);
  await set(
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, gen_random_uuid(), 'member', 'near', 'Near', '{customers.see,data.erase}', 'assigned')`,
    [ws],
  );
  await set("update members set role = 'near' where id = $1", [world.agent.id]);
  await set(
    `insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Helper')
     on conflict do nothing`,
    [ws, accountId, world.agent.id],
  );
  const away = `/customers/${rivalAccountId}/holds`;
  await owner.submit(page, `/contacts/${world.dana.id}/holds`, { reason: 'Near' });
  await owner.submit(away, away, { reason: 'Far account' });
  await owner.submit(pageOf(world.rival.id), `/contacts/${world.rival.id}/holds`, { reason: 'Far person' });
  await owner.submit('/settings/data', '/settings/data/holds', { reason: 'Everything' });
  const holdOf = async (reason: string) =>
    (await set('select id from legal_holds where workspace_id = $1 and reason = $2', [ws, reason]))[0]!.id;
  const release = `/settings/data/holds/${await holdOf('Near')}/release`;
  const agent = as(portal(), world.agent);
  const form = await agent.form(page, release);
  const ends = async (reason: string) =>
    (
      await agent.postRaw(`/settings/data/holds/${await holdOf(reason)}/release`, {
        ...form,
        _once: crypto.randomUUID(),
      })
    ).status;
  expect([await ends('Far account'), await ends('Far person'), await ends('Everything')]).toEqual([404, 404, 403]);
  expect((await agent.postRaw('/settings/data/holds', { ...form, reason: 'x', _once: '' })).status).toBe(404);
  expect(await set('select id from legal_holds where workspace_id = $1 and released_at is not null', [ws])).toEqual([]);
  // And past every page: the wall of the table.
  const wall = inScope(
    portal().platform.pool,
    { workspaceId: ws, tokenHash: sha256Hex(world.agent.token) },
    async (db) => ({
      value: await sql`update legal_holds set released_at = now()`.execute(db),
      commit: false,
    }),
  );
  expect((await wall).numAffectedRows).toBe(1n);
  // Control: one in their reach ends.
  expect(await ends('Near')).toBe(303);
});
