import { expect, test } from 'vitest';
import { peek, peekOne } from './database.ts';
import { connectedDirectory, patch } from './directory.ts';
import { usePortal } from './portal.ts';

const portal = usePortal({}, 'auto');

const connected = () => connectedDirectory(portal());
const one = <Row extends Record<string, unknown>>(statement: string, values: unknown[]) =>
  peekOne<Row>(portal().database, statement, values);

test('TRUST 61: a text that cannot be kept is refused, in a body and in a filter; control: a sign of two halves is kept', async () => {
  const { ask, domain } = await connected();
  for (const value of ['a\ud800', 'a\u0000']) {
    const answer = await ask('POST', '/Users', { userName: `x@${domain}`, phoneNumbers: [{ value }] });
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidValue']);
  }
  expect((await ask('GET', `/Users?filter=${encodeURIComponent('userName eq "\\u0000"')}`)).status).toBe(400);
  const paired = await ask('POST', '/Users', { userName: `x@${domain}`, displayName: 'Ada 🦉' });
  expect([paired.status, paired.body.displayName]).toEqual([201, 'Ada 🦉']);
});

test('a budget that is used up is said before anything is done, in the directory’s language; control: before, it is done', async () => {
  const { ask, domain, world } = await connected();
  expect((await ask('POST', '/Users', { userName: `a@${domain}`, displayName: 'A' })).status).toBe(201);
  await peek(portal().database, 'update rate_limits set used = 6000');
  const over = await ask('POST', '/Users', { userName: `b@${domain}`, displayName: 'B' });
  expect([over.status, over.body.status, Number(over.headers.get('retry-after')) > 0]).toEqual([429, '429', true]);
  await peek(portal().database, 'delete from rate_limits');
  expect(
    await one('select 1 from members where workspace_id = $1 and email = $2', [world.workspaceId, `b@${domain}`]),
  ).toBeUndefined();
  expect((await ask('POST', '/Users', { userName: `b@${domain}`, displayName: 'B' })).status).toBe(201);
});

test('a group of twenty thousand is kept, and somebody who is added twice at once is in it once', async () => {
  const { ask, id, world } = await connected();
  await peek(
    portal().database,
    `with people as (insert into identities (workspace_id, id, email, name)
       select $1, gen_random_uuid(), 'p' || n || '@many.example', 'P' from generate_series(1, 20000) n returning id)
     insert into scim_users (workspace_id, id, connection_id, identity_id, person_id, user_name)
       select $1, gen_random_uuid(), $2, id, id, 'p' || row_number() over () || '@many.example' from people`,
    [world.workspaceId, id],
  );
  const users = await peek<{ id: string }>(portal().database, 'select id from scim_users where connection_id = $1', [
    id,
  ]);
  const all = users.map((user) => ({ value: user.id }));
  const group = await ask('POST', '/Groups', { displayName: 'All', members: all });
  expect([group.status, (group.body.members as unknown[]).length]).toEqual([201, 20_000]);
  const few = await ask('POST', '/Groups', { displayName: 'Few' });
  const add = patch({ op: 'add', path: 'members', value: [all[0]] });
  const both = await Promise.all([1, 2].map(() => ask('PATCH', `/Groups/${few.body.id}`, add)));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  // Control: under another group's name it is refused as before.
  expect(
    (await ask('PATCH', `/Groups/${few.body.id}`, patch({ op: 'replace', value: { displayName: 'ALL' } }))).status,
  ).toBe(409);
});

test('what is sent is counted as it comes, and of nobody without a token read at all', async () => {
  const { world, token } = await connected();
  const send = async (bearer: string) => {
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 65_536;
        if (taken > 32 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const { status } = await portal().app.request(`${world.origin}/scim/v2/Users`, {
      method: 'POST',
      headers: {
        host: new URL(world.origin).host,
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
      },
      body,
      ...{ duplex: 'half' },
    });
    return { status, megabytes: Math.round(taken / 1024 / 1024) };
  };
  expect(await send('nobody')).toEqual({ status: 401, megabytes: 0 });
  expect(await send(token)).toEqual({ status: 413, megabytes: 2 });
});
