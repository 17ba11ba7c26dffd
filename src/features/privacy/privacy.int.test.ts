import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { pageOf, somebody, sound, standsIn } from './privacy.testing.ts';
import { retention } from './retention.ts';

const portal = usePortal();
const SETTINGS = '/settings/data';
type Copy = Record<string, Record<string, unknown>[]>;

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

test('the copy is of the person, whichever entry it is taken from: it has all of theirs, says which is which, and nothing twice', async () => {
  const { world, owner, page } = await somebody(portal());
  const { workspaceId: ws, rivalAccountId } = world;
  const [there, before] = [crypto.randomUUID(), crypto.randomUUID()];
  // Dana is at Harbor Pine with the same login, and has an entry of another address that goes on as this one.
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email) values ($1, $2, $3, $4, 'Dana at Harbor', $5)`,
    [ws, there, rivalAccountId, world.dana.identityId, world.dana.email],
  );
  await peek(
    portal().database,
    `insert into contacts (workspace_id, id, account_id, name, email, continues_as, disabled_at)
     values ($1, $2, $3, 'Dana Maiden', 'maiden@old.example', $4, now())`,
    [ws, before, rivalAccountId, there],
  );
  await peek(
    portal().database,
    `insert into sign_ups (workspace_id, id, email, name, company, locale, host, expires_at, proved_at)
     values ($1, gen_random_uuid(), 'maiden@old.example', 'D. Maiden', 'Harborcanary', 'en', 'x', now(), now())`,
    [ws],
  );
  const asked = (contact: string, subject: string) =>
    peek(
      portal().database,
      `insert into tickets (workspace_id, id, account_id, number, subject, requester_id)
       select $1, gen_random_uuid(), $2, max(number) + 1, $4, $3 from tickets where workspace_id = $1`,
      [ws, rivalAccountId, contact, subject],
    );
  await asked(there, 'Askedthere');
  await asked(before, 'Askedbefore');
  await asked(world.rival.id, 'Ofines');
  const shown = await owner.get(page);
  for (const words of ['It covers each entry', 'Harbor Pine', 'maiden@old.example'])
    expect(shown.text.replaceAll('<wbr/>', '')).toContain(words);
  expect(shown.text).not.toContain('ask somebody who sees all of them');

  const take = async (id: string) => JSON.parse((await owner.submit(pageOf(id), `/contacts/${id}/data`)).text) as Copy;
  const file = await take(world.dana.id);
  const entries = file.entries!.map(({ id, customer, email }) => [id, customer, email]);
  expect(entries[0]).toEqual([world.dana.id, 'Acme Robotics', world.dana.email]);
  expect(entries.slice(1)).toEqual(
    expect.arrayContaining([
      [there, 'Harbor Pine', world.dana.email],
      [before, 'Harbor Pine', 'maiden@old.example'],
    ]),
  );
  const theirs = Object.fromEntries(file.tickets!.map(({ subject, entry }) => [subject, entry]));
  expect(theirs).toEqual({ Hersubject: world.dana.id, Askedthere: there, Askedbefore: before });
  expect(file.profile!.map(({ entry }) => entry).sort()).toEqual([world.dana.id, there, before].sort());
  expect(file.sign_ups!.map(({ company }) => company)).toEqual(['Harborcanary']);
  for (const part of ['sessions', 'events', 'files', 'notifications']) {
    const ids = file[part]!.map(({ id }) => id);
    expect(ids.length, part).toBeGreaterThan(0);
    expect(new Set(ids).size, part).toBe(ids.length);
  }
  // From the other entry it is the same, and each customer's history says that it was taken.
  const same = await take(there);
  expect(same.tickets!.map(({ subject }) => subject).sort()).toEqual(['Askedbefore', 'Askedthere', 'Hersubject']);
  const told = await peek<{ account_id: string }>(
    portal().database,
    "select distinct account_id from events where workspace_id = $1 and kind = 'privacy.data_taken'",
    [ws],
  );
  expect(told.map(({ account_id }) => account_id).sort()).toEqual([world.accountId, rivalAccountId].sort());
});

test('the copy has what single sign-on, the directory, mails, invitations, lists and looks hold of somebody, and nothing that opens anything; their own has no lines of lists', async () => {
  const { world, owner, page } = await somebody(portal());
  const { workspaceId: ws, dana, accountId } = world;
  const sql = (text: string, ...values: unknown[]) => peek(portal().database, text, values);
  const connection = crypto.randomUUID();
  await sql(
    `insert into sso_connections (workspace_id, id, account_id, kind, name, default_role)
     values ($1, $2, $3, 'oidc', 'Acme ID', 'contributor')`,
    ...[ws, connection, accountId],
  );
  await sql(
    `insert into sso_links (workspace_id, connection_id, identity_id, issuer, subject)
     values ($1, $2, $3, 'https://id.acme.example', 'subjectcanary')`,
    ...[ws, connection, dana.identityId],
  );
  await sql(
    `insert into scim_users (workspace_id, connection_id, id, identity_id, person_id, user_name, attributes)
     values ($1, $2, gen_random_uuid(), $3, $4, 'dana', '{"nickName":"nickcanary"}')`,
    ...[ws, connection, dana.identityId, dana.id],
  );
  await sql(
    `insert into mails (workspace_id, id, identity_id, kind, to_address, from_name, subject, text, message_id)
     values ($1, gen_random_uuid(), $2, 'identity.sign_in_link', $3, 'Northwind', 'Your link', 'linkcanary', 'own-data@x')`,
    ...[ws, dana.identityId, dana.email],
  );
  await sql(
    `insert into invitations (workspace_id, id, account_id, contact_id, token_hash, expires_at, message)
     values ($1, gen_random_uuid(), $2, $3, 'hashcanary', now(), 'messagecanary')`,
    ...[ws, accountId, dana.id],
  );
  await sql(
    `insert into imports (workspace_id, id, made_by, file_name, header, lines, mapping, line_count)
     values ($1, gen_random_uuid(), $2, 'list.csv', '{Company,Mail}', $3, '{account.name,contact.email}', 2)`,
    ...[
      ws,
      world.owner.id,
      JSON.stringify([
        ['Linecanary', dana.email.toUpperCase()],
        ['Otherline', 'x@y.example'],
      ]),
    ],
  );
  const { text } = await owner.submit(page, `/contacts/${dana.id}/data`);
  const file = JSON.parse(text) as Copy;
  expect(file.single_sign_on).toMatchObject([{ connection: 'Acme ID', subject: 'subjectcanary' }]);
  expect(file.directory).toMatchObject([{ user_name: 'dana', attributes: { nickName: 'nickcanary' }, groups: [] }]);
  expect(file.mails).toContainEqual(expect.objectContaining({ kind: 'identity.sign_in_link', subject: 'Your link' }));
  expect(file.invitations).toContainEqual(expect.objectContaining({ message: 'messagecanary' }));
  expect(file.imported_lines!.flatMap(({ lines }) => lines)).toContainEqual(['Linecanary', dana.email.toUpperCase()]);
  expect(file.imported).toMatchObject([{ entry: dana.id, was: { name: 'Dana Canary' } }]);
  expect(file.looks_as_them).toEqual([]);
  for (const kept of ['linkcanary', 'hashcanary', 'Otherline']) expect(text).not.toContain(kept);
  const own = await as(portal(), dana).submit('/account/data', '/account/data');
  expect(own.text).toContain('subjectcanary');
  expect(own.text).not.toContain('Linecanary');
});

test('TRUST 35: whoever sees some customers only takes no copy, which would be of other customers or not whole; control: seeing all, they do', async () => {
  const { world, agent, page } = await somebody(portal());
  const { workspaceId: ws } = world;
  await peek(
    portal().database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, gen_random_uuid(), 'member', 'near', 'Near', '{customers.see,data.export}', 'all')`,
    [ws],
  );
  await peek(portal().database, "update members set role = 'near' where id = $1", [world.agent.id]);
  await peek(
    portal().database,
    `insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Helper')
     on conflict do nothing`,
    [ws, world.accountId, world.agent.id],
  );
  const address = `/contacts/${world.dana.id}/data`;
  expect((await agent.submit(page, address)).text).toContain('Herwords');
  const form = await agent.form(page, address);
  await peek(portal().database, "update roles set reach = 'assigned' where workspace_id = $1 and key = 'near'", [ws]);
  const shown = await agent.get(page);
  expect(shown.text).toContain('ask somebody who sees all of them');
  expect(shown.text).not.toContain(`action="${address}"`);
  expect((await agent.postRaw(address, { ...form, _once: crypto.randomUUID() })).status).toBe(403);
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
  expect(viewer!.name).toMatch(/^Anon\. /);
  const [applied] = await peek<{ data: unknown }>(
    portal().database,
    "select data from events where workspace_id = $1 and kind = 'privacy.retention_applied'",
    [ws],
  );
  expect(applied!.data).toEqual({ taken: { tickets: 1, contacts: 1 } });
  await sound(portal(), world);
});
