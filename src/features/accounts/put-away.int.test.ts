import pg from 'pg';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('people of a customer that was put away are found, read and forgotten as they ask, and nothing else of theirs is changed; control: of one in use, it is', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const home = `/customers/${world.accountId}`;
  const page = `${home}/contacts/${world.dana.id}`;
  const changes = ['details', 'move', 'merging', 'fields'].map((act) => `${page}/${act}`);
  const inUse = (await maya.get(page)).text;
  expect(changes.slice(0, 3).filter((act) => !inUse.includes(`"${act}"`))).toEqual([]);
  const old = await maya.form(page, `${page}/deactivation`);
  await maya.submit(`${home}/archival`, `${home}/archival`);

  const customer = (await maya.get(home)).text;
  expect(customer).toContain(`href="${page}"`);
  expect(customer).toContain('2 people on file');
  expect(customer).toContain('0 of 2');
  expect(customer).not.toContain('in the portal yet');
  expect((await maya.get(`${home}/contacts`)).text).toContain(`href="${page}"`);
  const { status, text } = await maya.get(page);
  expect([status, text.includes('is put away since')]).toEqual([200, true]);
  expect(text.match(new RegExp(`action="${page}/|href="${page}/`))).toBeNull();
  // Pages that change are not there, and an older page's button does nothing.
  for (const act of changes) expect((await maya.get(act)).status).toBe(404);
  expect((await maya.postRaw(`${page}/reactivation`, old)).status).toBe(404);

  const privacy = `/contacts/${world.dana.id}/privacy`;
  expect(text).toContain(`href="${privacy}"`);
  const forgotten = await maya.submit(privacy, `/contacts/${world.dana.id}/erasure`, { sure: 'yes' });
  expect(forgotten.status).toBe(303);
  const [row] = await peek(portal().database, 'select forgotten_as from contacts where id = $1', [world.dana.id]);
  expect(row).toEqual({ forgotten_as: 'erased' });
  expect((await maya.get(page)).text).toContain('Nobody can tell any more who this was');
});

test('a contact of a customer that was put away and of another business is not there alike', async () => {
  const world = await newWorld(portal());
  const away = await newWorld(portal(), 'Lumen Cloud');
  await as(portal(), world.owner).submit(
    `/customers/${world.accountId}/archival`,
    `/customers/${world.accountId}/archival`,
  );
  for (const who of [away.owner, world.rival])
    expect((await as(portal(), who).get(`/customers/${world.accountId}/contacts/${world.dana.id}`)).status).toBe(404);
});

/** Sends a form while somebody is about to put a customer away, or changes their mind. */
async function meanwhile(accountId: string, ends: 'commit' | 'rollback', post: () => Promise<{ status: number }>) {
  const other = new pg.Client({ connectionString: portal().database.superuser });
  await other.connect();
  await other.query('begin');
  await other.query('select from accounts where id = $1 for update', [accountId]);
  await other.query('update accounts set archived_at = now() where id = $1', [accountId]);
  await other.query('update contacts set disabled_at = now() where account_id = $1 and disabled_at is null', [
    accountId,
  ]);
  const answer = post();
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await peek(portal().database, waiting)).length, { timeout: 15_000 }).toBe(1);
  await other.query(ends);
  await other.end();
  return (await answer).status;
}

test('TRUST 26, 63: nobody is moved to, invited to, or given access at a customer in the moment in which it is put away; control: when it is not, they are', async () => {
  for (const ends of ['commit', 'rollback'] as const) {
    const world = await newWorld(portal());
    const maya = as(portal(), world.owner);
    const there = `/customers/${world.rivalAccountId}`;
    const page = `/customers/${world.accountId}/contacts/${world.viewer.id}`;
    const move = { ...(await maya.form(page, `${page}/deactivation`)), into: world.rivalAccountId, sure: 'yes' };
    const invite = await maya.form(`${there}/contacts/new`, `${there}/contacts/new`);
    const newcomer = { ...invite, contact_name: 'Tess Moreno', email: 'tess@new.example', role: 'contributor' };
    await peek(portal().database, 'update contacts set disabled_at = now() where id = $1', [world.rival.id]);
    const back = `${there}/contacts/${world.rival.id}`;
    const given = await maya.form(back, `${back}/reactivation`);
    const acts = [
      () => maya.postRaw(`${page}/move`, move),
      () => maya.postRaw(`${there}/contacts/new`, newcomer),
      () => maya.postRaw(`${back}/reactivation`, given),
    ];
    for (const act of acts) {
      await peek(portal().database, 'update accounts set archived_at = null where id = $1', [world.rivalAccountId]);
      expect(await meanwhile(world.rivalAccountId, ends, act)).toBe(ends === 'commit' ? 404 : 303);
    }
    const inside = 'select from contacts where account_id = $1 and disabled_at is null';
    const found = await peek(portal().database, inside, [world.rivalAccountId]);
    expect(found.length).toBe(ends === 'commit' ? 0 : 3);
  }
});
