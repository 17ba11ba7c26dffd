import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { madeField } from '#features/fields/fields.testing.ts';
import { by } from '#features/knowledge/knowledge.testing.ts';
import { newId } from '#platform/db/ids.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { heldPeople } from './holds.ts';

const portal = usePortal();
const look = (text: string, values: unknown[] = []) => peek<{ id: string }>(portal().database, text, values);

test('a hold keeps the files of whoever it keeps, whichever of their entries it stands over; control: others', async () => {
  const world = await newWorld(portal());
  const { dana, viewer, rival } = world;
  const field = await madeField(portal(), world, { label: 'Passport', kind: 'file', subject: 'contact' });
  const entry = async (email: string, more: { continues?: string; login?: string } = {}) => {
    const id = newId();
    await look(
      `insert into contacts (workspace_id, id, account_id, name, email, identity_id, continues_as) values ($1, $2, $3, 'D', $4, $5, $6)`,
      [world.workspaceId, id, world.rivalAccountId, email, more.login ?? null, more.continues ?? null],
    );
    return id;
  };
  // Written down with another address than they come in by; elsewhere with that of the login, and by nothing but a move.
  await look("update contacts set email = 'desk@acme.example' where id = $1", [dana.id]);
  const written = await entry(dana.email);
  const moved = await entry('before@acme.example', { continues: written });
  const desk = await entry('desk@acme.example');
  const both = await entry('other@acme.example', { login: viewer.identityId });
  const all = [dana.id, viewer.id, rival.id, written, moved, desk, both];
  await look(
    `insert into field_values (workspace_id, field_id, account_id, contact_id, file_key, file_name, file_type, file_bytes, file_sha256)
     select workspace_id, $1, account_id, id, 'ab/' || id, 'a.txt', 'text/plain', 1, repeat('a', 64) from contacts where id = any ($2)`,
    [field, all],
  );
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).toSorted();
  const kept = async (over: string) => {
    await look(
      "insert into legal_holds (workspace_id, id, contact_id, reason) values ($1, gen_random_uuid(), $2, 'A lawsuit')",
      [world.workspaceId, over],
    );
    const people = await inWorkspace(portal().platform, world.workspaceId, ({ db, workspace }) =>
      heldPeople(workspace.id).execute(db),
    );
    const files = await by(portal(), world, world.owner, ({ db }) =>
      sql<{ id: string }>`select c.id from contacts c
        where exists (select from app.files_that_stay(c.id, array[${field}]::uuid[]))`.execute(db),
    );
    await look('update legal_holds set released_at = now() where contact_id = $1', [over]);
    expect(ids(files.rows), over).toEqual(ids(people.rows));
    return ids(files.rows);
  };
  for (const id of [dana.id, written, moved, desk])
    expect(await kept(id)).toEqual([dana.id, written, moved, desk].toSorted());
  for (const id of [viewer.id, both]) expect(await kept(id)).toEqual([viewer.id, both].toSorted());
  expect(await kept(rival.id)).toEqual([rival.id]);
});
