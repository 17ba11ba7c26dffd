import { afterAll, beforeAll, expect, test } from 'vitest';
import { usePortal } from '../portal.ts';
import { openAttack } from './attack.ts';
import { EQUIVALENT } from './equivalents.ts';
import { fillEverything } from './filler.ts';
import { guards, mutantsOf, unforced } from './mutants.ts';
import { cast } from './people.ts';

const portal = usePortal();
let attack: Awaited<ReturnType<typeof openAttack>>;

beforeAll(async () => {
  const people = await cast(portal());
  attack = await openAttack(portal().database, people, fillEverything);
  await attack.tryAll([...people.within, ...people.nobody, ...people.elsewhere]);
}, 180_000);
afterAll(() => attack.close());

/** Also tries what is known to change nothing: `MUTANTS=all`. */
const all = process.env.MUTANTS === 'all';
const known = (name: string) => EQUIVALENT.some(([which]) => which.test(name));

test('TRUST 1, 2, 35, control: whatever part of whichever policy is taken away, somebody can do what they could not', {
  timeout: 600_000,
}, async () => {
  const mutants = await mutantsOf(attack.superuser, attack.role);
  const survivors: string[] = [];
  for (const { name, table, statements } of mutants) {
    if (!all && known(name)) continue;
    if (!(await attack.notices(statements, [table]))) survivors.push(name);
  }
  expect(mutants.length).toBeGreaterThan(600);
  expect(survivors.filter((name) => !known(name))).toEqual([]);
  const unused = EQUIVALENT.filter(([which]) => !mutants.some(({ name }) => which.test(name)));
  expect(unused.map(([which]) => String(which))).toEqual([]);
});

test('TRUST 3, control: a table whose row-level security is no longer forced is found, whichever it is', async () => {
  for (const table of new Set(attack.rows.map((row) => row.table))) {
    expect(await unforced(attack.superuser, table), table).toEqual([table]);
  }
});

test.each(guards)('TRUST 9, 35, control: $name', async ({ of, from, to, tables }) => {
  const { rows } = await attack.superuser.query<{ said: string }>('select pg_get_functiondef($1::regproc) as said', [
    of,
  ]);
  const broken = rows[0]!.said.replace(from, to);
  expect(broken).not.toBe(rows[0]!.said);
  expect(await attack.notices([broken], tables)).toBe(true);
});

test('with the walls as they are nothing is noticed, so that what is noticed is the hole', {
  timeout: 180_000,
}, async () => {
  expect(await attack.notices([], [...new Set(attack.rows.map((row) => row.table))])).toBe(false);
});
