import { rmSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { workspaceTopic } from '#platform/live/hub.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import { peek } from './database.ts';
import { connectedDirectory } from './directory.ts';
import { usePortal } from './portal.ts';

const portal = usePortal();
const look = (statement: string, values: unknown[] = []) => peek(portal().database, statement, values);

beforeEach(async () => {
  await look('drop trigger if exists hindered on scim_users');
  await look('drop sequence if exists tries');
  await look('create sequence tries');
  await look('grant usage on sequence tries to public');
});

/** What stands in the way of whomever a directory makes. */
async function hinder(code: string, when: string): Promise<void> {
  await look(`create or replace function hinder() returns trigger language plpgsql as $$
    declare try bigint := nextval('public.tries');
    begin if ${when} then raise exception 'given up' using errcode = '${code}'; end if; return new; end $$`);
  await look('create trigger hindered before insert on scim_users for each row execute function hinder()');
}

test.each([
  ['an unforeseen failure', 'P0001', 500],
  ['two who stood in each other’s way twice', '40P01', 503],
  ['what was waited for in vain', '55P03', 503],
])('%s is an error as directories read it (RFC 7644, 3.12), never a page', async (_, code, status) => {
  const { ask, domain } = await connectedDirectory(portal());
  await hinder(code, 'true');
  const answer = await ask('POST', '/Users', { userName: `a@${domain}` }, { 'accept-encoding': 'gzip' });
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: expect.any(String),
  });
  expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).not.toBeNull();
  if (status === 503) expect(answer.headers.get('retry-after')).toBe('1');
});

test('doors that are shut for a while, for good, or are nobody’s are said to a directory in its language; control: open ones', async () => {
  const { ask } = await connectedDirectory(portal());
  const said = async (headers = {}) => {
    const { status, body } = await ask('GET', '/Users', undefined, headers);
    return [status, body.status ?? body.totalResults];
  };
  expect(await said()).toEqual([200, 0]);
  expect(await said({ host: 'nobody.example' })).toEqual([421, '421']);
  const work = maintenanceFile(portal().platform.config.dataDir);
  writeFileSync(work, '');
  await expect.poll(said, { timeout: 15_000 }).toEqual([503, '503']);
  rmSync(work);
  await expect.poll(said, { timeout: 15_000 }).toEqual([200, 0]);
  const later = await connectedDirectory(portal());
  await look('update workspaces set closed_at = now() where id = $1', [later.world.workspaceId]);
  portal().platform.hub.deliver(later.world.workspaceId, [workspaceTopic(later.world.workspaceId)]);
  const { status, body } = await later.ask('POST', '/Users', { userName: 'a@b.example' });
  expect([status, body.status]).toEqual([410, '410']);
});

test.each(['40P01', '23505'])('what another one stood in the way of (%s) is done once more', async (code) => {
  const { ask, domain } = await connectedDirectory(portal());
  await hinder(code, 'try = 1');
  expect((await ask('POST', '/Users', { userName: `a@${domain}` })).status).toBe(201);
  expect((await ask('GET', '/Users')).body.totalResults).toBe(1);
});

test('a directory locks whom it finds before their login, as whoever accepts an invitation', async () => {
  const { ask, domain, world } = await connectedDirectory(portal(), 'customer');
  const email = `ada@${domain}`;
  await look(
    `insert into contacts (workspace_id, id, account_id, email, name, role)
     values ($1, gen_random_uuid(), $2, $3, 'Ada', 'viewer')`,
    [world.workspaceId, world.accountId, email],
  );
  const person = new pg.Client({ connectionString: portal().database.superuser });
  await person.connect();
  await person.query("begin; set local lock_timeout = '300ms'");
  await person.query('select from contacts where email = $1 for update', [email]);
  const made = ask('POST', '/Users', { userName: email });
  const waiting = async () =>
    (await look("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length;
  await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
  // Nothing of the login is held meanwhile: else this would wait, until PostgreSQL gave one of the two up.
  await person.query(
    `insert into identities (workspace_id, id, email, name) values ($1, gen_random_uuid(), $2, 'Ada')`,
    [world.workspaceId, email],
  );
  await person.query('commit');
  await person.end();
  expect((await made).status).toBe(201);
});
