import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { connectedDirectory } from '#test/directory.ts';
import { usePortal } from '#test/portal.ts';

const portal = usePortal();

test('the pack has who may come uninvited, by a directory, or by an invitation nobody has taken up; control: before', async () => {
  const { world, token, ask, id } = await connectedDirectory(portal(), 'customer');
  const owner = as(portal(), world.owner);
  const pack = async () => {
    const answer = await owner.submit('/audit', '/audit/evidence');
    const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()));
    return (name: string) => strFromU8(files[`${name}.csv`]!).replace('\ufeff', '').trim().split('\n');
  };
  const before = await pack();
  expect(before('sign-up-domains')).toEqual(['none']);
  expect(before('sign-in-rules').filter((line) => line.includes('sign-up'))).toEqual(['contact,sign-up: mode,off,,,']);
  expect(before('directory-tokens')[1]).toContain(',Maya Lindqvist,,2');
  expect(before('invitations')).toEqual(['none']);

  await ask('GET', '/Users');
  const signUp = { mode: 'open', attaches: 'on', role: 'contributor', first_role: 'account_admin' };
  expect((await owner.submit('/settings/sign-up', '/settings/sign-up', signUp)).status).toBe(303);
  const domain = { domain: 'harborpine.example', account: world.accountId };
  expect((await owner.submit('/settings/sign-up', '/settings/sign-up/domains', domain)).status).toBe(303);
  await peek(
    portal().database,
    `insert into sso_group_roles (workspace_id, id, connection_id, group_name, role)
     values ($1, gen_random_uuid(), $2, 'Chiefs', 'account_admin')`,
    [world.workspaceId, id],
  );
  const [agent] = await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  const ben = { name: 'Ben Castillo', email: 'ben@northwind.example', title: '', role: agent!.id };
  expect((await owner.submit('/settings/members/new', '/settings/members/new', ben)).status).toBe(303);
  const gone = { ...ben, name: 'Gone Again', email: 'gone@northwind.example' };
  expect((await owner.submit('/settings/members/new', '/settings/members/new', gone)).status).toBe(303);
  await peek(
    portal().database,
    "update member_invitations set revoked_at = now() where email = 'gone@northwind.example'",
  );

  const after = await pack();
  expect(after('sign-up-domains')[1]).toMatch(/^harborpine\.example,Acme Robotics,[0-9a-f-]{36},2/);
  const rules = after('sign-in-rules');
  const rule = (name: string) => rules.find((line) => line.startsWith(`contact,sign-up: ${name},`));
  expect(rule('mode')).toMatch(/,open,2\d{3}-[^,]+,Maya Lindqvist,\d+$/);
  expect(rule('role')).toMatch(/,contributor,2/);
  expect(rule('firstRole')).toMatch(/,account_admin,/);
  expect(after('directory-tokens')[1]).toMatch(
    new RegExp(`,Acme Robotics,…${token.slice(-4)},2[^,]+,Maya Lindqvist,2[^,]+,2[^,]+,,${id}$`),
  );
  expect(after('directory-tokens').join()).not.toContain(token);
  expect(after('group-roles')[1]).toContain(',Acme Robotics,Chiefs,account_admin,');
  expect(after('invitations').slice(1)).toEqual([
    expect.stringMatching(/^member,Ben Castillo,ben@northwind\.example,,agent,Maya Lindqvist,2[^,]+,2/),
  ]);
  expect(after('access-changes').find((line) => line.includes('newcomer.domain_changed'))).toContain(
    `,Acme Robotics,${world.accountId},`,
  );
});
