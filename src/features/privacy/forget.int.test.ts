import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { pageOf, somebody, sound, standsIn } from './privacy.testing.ts';

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
  for (const words of ['Hersubject', 'Herwords', 'Ouranswer', 'Anonym ']) expect(ticket.text).toContain(words);
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

test('TRUST 67: who moved on or was merged is forgotten with everybody they were before', async () => {
  const { world, owner } = await somebody(portal());
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
