import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('a file of the evidence pack that has nothing to tell says so; control: one with rows has its columns', async () => {
  const world = await newWorld(portal());
  const answer = await as(portal(), world.owner).submit('/audit', '/audit/evidence');
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()));
  const linesOf = (name: string) => strFromU8(files[name]!).replace('\ufeff', '').split('\n');
  expect(linesOf('backups.csv')[0]).toBe('none');
  expect(linesOf('roles.csv')[0]).toContain('side,key,name');
});

test('the pack has the sign-in rules as they stand and who changed each last, and holds by name; control: what nobody changed', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const on = ['member', 'contact'].flatMap((side) =>
    ['password', 'link', 'code', 'passkey'].map((way) => [`${side}_${way}`, 'on']),
  );
  const saved = await owner.submit('/settings/sign-in', '/settings/sign-in', {
    ...Object.fromEntries(on.filter(([name]) => name !== 'contact_code')),
    ...{
      member_remember: '30',
      contact_remember: '30',
      longest: '24',
      idle: '60',
      asking: 'contact:viewer',
      anyway: 'on',
    },
  });
  expect(saved.status).toBe(303);
  await peek(
    portal().database,
    `insert into legal_holds (workspace_id, id, contact_id, reason, placed_by)
       values ($1, gen_random_uuid(), $2, 'A lawsuit', $3)`,
    [world.workspaceId, world.dana.id, world.owner.id],
  );
  const answer = await owner.submit('/audit', '/audit/evidence');
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()));
  const rules = strFromU8(files['sign-in-rules.csv']!);
  const line = (start: string) => rules.split('\n').find((one) => one.startsWith(start));
  expect(line('contact,code,')).toMatch(/^contact,code,false,2\d{3}-[^,]+,Maya Lindqvist,\d+$/);
  expect(line('contact,second step: viewer,')).toMatch(/,true,2\d{3}-[^,]+,Maya Lindqvist,/);
  expect(line('both,sessionHours,')).toMatch(/^both,sessionHours,24,2\d{3}-/);
  expect(line('member,password,')).toBe('member,password,true,,,');
  expect(strFromU8(files['legal-holds.csv']!)).toMatch(/Maya Lindqvist,,A lawsuit,contact,Dana Whitfield,/);
  expect(strFromU8(files['access-review.csv']!).split('\n')[0]).toContain('open_sessions');
});

test('the access review says which customers somebody of the team is limited to, and calls roles by their names; control: who sees all', async () => {
  const world = await newWorld(portal());
  const sql = (text: string, ...values: unknown[]) => peek(portal().database, text, values);
  await sql(
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, gen_random_uuid(), 'member', gen_random_uuid()::text, 'Contractor', '{customers.see}', 'assigned')`,
    world.workspaceId,
  );
  await sql(
    "update members set role = (select key from roles where workspace_id = $1 and name = 'Contractor') where id = $2",
    ...[world.workspaceId, world.agent.id],
  );
  await sql(
    `insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Support')`,
    ...[world.workspaceId, world.accountId, world.agent.id],
  );
  await sql("update contacts set flags = '{billing}' where id = $1", world.dana.id);
  const answer = await as(portal(), world.owner).submit('/audit', '/audit/evidence');
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()));
  const lines = strFromU8(files['access-review.csv']!).split('\n');
  expect(lines[0]).toMatch(/,customer,role,rights,reach,customers,flags,/);
  const of = (name: string) => lines.find((line) => line.includes(`,${name},`));
  expect(of('Priya Raman')).toContain(',Contractor,customers.see,assigned,Acme Robotics,,');
  expect(of('Maya Lindqvist')).toMatch(/,owner,[^,]+,all,,,/);
  expect(of('Dana Whitfield')).toMatch(/,Acme Robotics,[^,]+,[^,]+,,,billing,/);
});
