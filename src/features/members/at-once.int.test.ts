import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('TRUST 63: the same address invited to the team from several pages at once is invited, and one invitation is open; control: another address has its own', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const [role] = await peek<{ id: string }>(
    portal().database,
    "select id from roles where workspace_id = $1 and side = 'member' and key = 'agent'",
    [world.workspaceId],
  );
  const page = '/settings/members/new';
  const forms = await Promise.all(Array.from({ length: 5 }, () => maya.form(page, page)));
  const emails = ['theo@castillo.example', 'theo@castillo.example', 'ada@castillo.example'];
  const answers = await Promise.all(
    [...emails, ...emails.slice(0, 2)].map((email, n) =>
      maya.postRaw(page, { ...forms[n], name: 'Theo Okafor', email, role: role!.id }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  const open = await peek(
    portal().database,
    'select email from member_invitations where workspace_id = $1 and revoked_at is null order by email',
    [world.workspaceId],
  );
  expect(open).toEqual([{ email: 'ada@castillo.example' }, { email: 'theo@castillo.example' }]);
});

test('TRUST 63: single sign-on begun twice at once is begun once, and nobody is told that something broke', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  const begin = async (side: string, account: string) => {
    const page = `/settings/sso/new/${side}`;
    const forms = await Promise.all([1, 2, 3].map(() => maya.form(page, page)));
    const said = { kind: 'oidc', brand: 'other', name: 'Our provider', ...(account && { account }) };
    const answers = await Promise.all(forms.map((form) => maya.postRaw(page, { ...form, ...said })));
    return answers.map(({ status }) => status).sort();
  };
  expect(await begin('team', '')).toEqual([303, 409, 409]);
  expect(await begin('customer', world.accountId)).toEqual([303, 422, 422]);
  // Control: another customer has one of its own.
  expect(await begin('customer', world.rivalAccountId)).toEqual([303, 422, 422]);
});
