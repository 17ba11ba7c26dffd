import { globSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { builtIn, contactRights, memberRights, notAskedYet, type Right, rightsIn } from '#platform/rights.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
});

const sorted = (rights: readonly string[]) => [...rights].sort();

test('the roles of a new workspace have the rights that the application says they have', async () => {
  const rows = await peek<{ side: 'member' | 'contact'; key: string; rights: string[]; built_in: boolean }>(
    portal().database,
    'select side, key, rights, built_in from roles where workspace_id = $1',
    [world.workspaceId],
  );
  const found = Object.fromEntries(rows.map((row) => [`${row.side} ${row.key}`, sorted(row.rights)]));
  const meant = Object.entries(builtIn).flatMap(([side, roles]) =>
    Object.entries(roles).map(([key, rights]) => [`${side} ${key}`, sorted(rights)] as const),
  );
  expect(found).toEqual(Object.fromEntries(meant));
  expect(rows.every((row) => row.built_in)).toBe(true);
});

test('TRUST 35: a customer’s role holds rights of customers only, and a role of the team any', async () => {
  const [{ rights } = { rights: [] }] = await peek<{ rights: string[] }>(
    portal().database,
    'select app.contact_rights() as rights',
  );
  expect(sorted(rights)).toEqual(sorted(contactRights));
  const give = (side: string) =>
    peek(portal().database, 'update roles set rights = $3 where workspace_id = $1 and side = $2 and not built_in', [
      world.workspaceId,
      side,
      ['tickets.reply', 'roles.manage'],
    ]);
  for (const side of ['member', 'contact']) {
    await peek(
      portal().database,
      `insert into roles (workspace_id, id, side, key, name) values ($1, gen_random_uuid(), $2, 'own', 'Own')`,
      [world.workspaceId, side],
    );
  }
  await give('member');
  await expect(give('contact')).rejects.toThrow('roles_rights_of_side');
  // Control: it is that constraint which refuses.
  await peek(portal().database, 'alter table roles drop constraint roles_rights_of_side');
  await give('contact');
  expect([...rightsIn(['tickets.reply', 'roles.manage'], 'contact')]).toEqual(['tickets.reply']);
});

test('every right belongs to some role, and a name that nobody knows means nothing', () => {
  const given = new Set(Object.values(builtIn).flatMap((roles) => Object.values(roles).flat()));
  expect(sorted([...given])).toEqual(sorted([...new Set<Right>([...memberRights, ...contactRights])]));
  expect([...rightsIn(['tickets.reply', 'owner', '__proto__', ''])]).toEqual(['tickets.reply']);
});

test('every right that a policy asks for is one there is', async () => {
  const rows = await peek<{ asked: string }>(
    portal().database,
    `select distinct m[1] as asked from pg_policy p, lateral (select coalesce(pg_get_expr(p.polqual, p.polrelid), '')
       || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as said) e,
       lateral regexp_matches(e.said, 'has_right\\(''([^'']+)''', 'g') m`,
  );
  expect(rows.length).toBeGreaterThan(5);
  const known: readonly string[] = [...memberRights, ...contactRights];
  expect(rows.map((row) => row.asked).filter((right) => !known.includes(right))).toEqual([]);
});

test('a right that some rule asks for is offered on the page of roles', () => {
  const asked = globSync('src/{app,features}/**/*.{ts,tsx}')
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:may\([^()]*|holds\()'([a-z_]+\.[a-z_]+)'/g)])
    .map((match) => match[1]!);
  expect(asked).toContain('tickets.reply');
  expect(asked.filter((right) => notAskedYet.has(right))).toEqual([]);
});
