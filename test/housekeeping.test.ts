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
  for (const chore of housekeeping) await chore.run(portal().platform);
  const drafts = await peek<{ path: string }>(portal().database, 'select path from drafts where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect(drafts.map((draft) => draft.path)).toEqual(['/new']);
  const [file] = await peek<{ id: string }>(portal().database, 'select id from attachments where workspace_id = $1', [
    world.workspaceId,
  ]);
  expect((await dana.get(`/files/${file!.id}/a.txt`)).text).toBe('kept');
});
