import { expect, test } from 'vitest';
import { housekeeping } from '#app/housekeeping.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

test('housekeeping removes what only time piles up, and nothing that somebody needs', async () => {
  const world = await newWorld(portal());
  const dana = as(portal(), world.dana);
  const form = {
    subject: 'With a file',
    urgency: 'slows',
    body: 'See there',
    files: { name: 'a.txt', content: 'kept' },
  };
  await dana.submit('/support/new', '/support', form);
  await peek(
    portal().database,
    `insert into drafts (workspace_id, identity_id, path, fields, created_at)
     values ($1, $2, '/old', '{}', now() - interval '8 days'), ($1, $2, '/new', '{}', now())`,
    [world.workspaceId, world.dana.identityId],
  );
  await peek(
    portal().database,
    `insert into article_imports (workspace_id, id, file_name, created_at, started_at)
     select $1, gen_random_uuid(), n, now() - age::interval, started from (values ('looked at, old', '15 days', null::timestamptz),
       ('looked at', '13 days', null), ('brought in', '15 days', now())) as i (n, age, started)`,
    [world.workspaceId],
  );
  await peek(
    portal().database,
    `insert into imports (workspace_id, id, made_by, file_name, header, lines, mapping, line_count, created_at, started_at, finished_at)
     select $1, gen_random_uuid(), $2, n, '{Company}', '[["Kestrel"]]', '{account.name}', 1, now() - age::interval, done - interval '1 minute', done
       from (values ('looked at, old', '15 days', null::timestamptz), ('looked at', '13 days', null),
         ('came in, old', '40 days', now() - interval '31 days'), ('came in', '29 days', now() - interval '29 days')) as i (n, age, done)`,
    [world.workspaceId, world.owner.id],
  );
  const lists = () =>
    peek<{ said: string }>(
      portal().database,
      `select file_name || ': ' || lines as said from imports where workspace_id = $1 order by file_name collate "C"`,
      [world.workspaceId],
    ).then((rows) => rows.map(({ said }) => said));
  const stream = crypto.randomUUID();
  await peek(
    portal().database,
    `insert into log_streams (workspace_id, id, url, secret, after_seq) values ($1, $2, 'https://archive.example', 'kept', 0)`,
    [world.workspaceId, stream],
  );
  await peek(
    portal().database,
    `insert into log_deliveries (workspace_id, id, stream_id, kind, state, created_at, problem)
     select $1, gen_random_uuid(), $2, 'events', state, now() - age::interval, state || age from (values ('arrived', '91 days'),
       ('arrived', '80 days'), ('waiting', '91 days')) as d (state, age)`,
    [world.workspaceId, stream],
  );
  const hold = '/settings/data';
  const owner = as(portal(), world.owner);
  const before = await lists();
  await owner.submit(hold, '/settings/data/holds', { reason: 'The auditors asked' });
  for (const chore of housekeeping) await chore.run(portal().platform);
  expect(await lists(), 'under a hold').toEqual(before);
  await peek(portal().database, 'update legal_holds set released_at = now() where workspace_id = $1', [
    world.workspaceId,
  ]);
  for (const chore of housekeeping) await chore.run(portal().platform);
  expect(await lists()).toEqual(['came in: [["Kestrel"]]', 'came in, old: []', 'looked at: [["Kestrel"]]']);
  const deliveries = await peek<{ said: string }>(
    portal().database,
    'select problem as said from log_deliveries where workspace_id = $1 order by 1',
    [world.workspaceId],
  );
  expect(deliveries.map(({ said }) => said)).toEqual(['arrived80 days', 'waiting91 days']);
  const drafts = await peek<{ path: string }>(portal().database, 'select path from drafts where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect(drafts.map((draft) => draft.path)).toEqual(['/new']);
  const imports = await peek<{ name: string }>(
    portal().database,
    'select file_name as name from article_imports where workspace_id = $1 order by 1',
    [world.workspaceId],
  );
  expect(imports.map(({ name }) => name)).toEqual(['brought in', 'looked at']);
  const [file] = await peek<{ id: string }>(portal().database, 'select id from attachments where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect((await dana.get(`/files/${file!.id}/a.txt`)).text).toBe('kept');
});

test('what fails for one business is done for those behind it, and said in the end', async () => {
  const { database, platform } = portal();
  const worlds = [await newWorld(portal()), await newWorld(portal(), 'Lumen Cloud')].sort((a, b) =>
    a.workspaceId < b.workspaceId ? -1 : 1,
  );
  for (const { workspaceId, dana } of worlds)
    await peek(
      database,
      "insert into drafts (workspace_id, identity_id, path, fields, created_at) values ($1, $2, '/old', '{}', now() - interval '8 days')",
      [workspaceId, dana.identityId],
    );
  await peek(
    database,
    `create function stuck() returns trigger language plpgsql as $$ begin
       if old.workspace_id = '${worlds[0]!.workspaceId}' then raise exception 'stuck'; end if; return old; end $$`,
  );
  await peek(database, 'create trigger stuck before delete on drafts for each row execute function stuck()');
  await expect(housekeeping[0]!.run(platform)).rejects.toThrow('a chore failed for 1 business');
  await peek(database, 'drop trigger stuck on drafts');
  const left = await peek<{ id: string }>(
    database,
    "select workspace_id as id from drafts where path = '/old' and workspace_id = any ($1)",
    [worlds.map(({ workspaceId }) => workspaceId)],
  );
  expect(left).toEqual([{ id: worlds[0]!.workspaceId }]);
});
