import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usePortal } from '../portal.ts';
import { type Done, drawn, openAttack } from './attack.ts';
import { EQUIVALENT } from './equivalents.ts';
import { fillEverything } from './filler.ts';
import { guards, mutantsOf, unforced } from './mutants.ts';
import { type Cast, cast } from './people.ts';

const portal = usePortal();
let people: Cast;
let attack: Awaited<ReturnType<typeof openAttack>>;
let done: Done;

beforeAll(async () => {
  people = await cast(portal());
  attack = await openAttack(portal().database, people, fillEverything);
  done = await attack.tryAll([...people.within, ...people.nobody, ...people.elsewhere]);
}, 180_000);
afterAll(() => attack?.close());

test('TRUST 1, 2, 35: who may do what with whose row of which table is what test/isolation/matrix.txt says', async () => {
  await expect(drawn(done, [...people.within, people.nobody[0]!], attack.rows)).toMatchFileSnapshot('matrix.txt');
});

const possible = (name: string): string[] =>
  attack.rows.filter((row) => done.get(name)!.get(row)).map((row) => `${row.label}: ${done.get(name)!.get(row)}`);

test('TRUST 1: at their own business nobody can do anything with any row of another, not even a job', () => {
  for (const { name } of people.elsewhere) expect(possible(name), name).toEqual([]);
});

test('TRUST 37: whoever looks as somebody else writes nothing, and sees what both of them see and no more', () => {
  const [looks, dana, manager] = ['looks as Dana', 'dana', 'm-manager'].map((name) => done.get(name)!);
  const letters = attack.rows.map((row) => [row, looks!.get(row) ?? ''] as const).filter(([, can]) => can !== '');
  expect(letters.length).toBeGreaterThan(10);
  for (const [row, can] of letters) {
    expect(can, row.label).toBe('r');
    expect(dana!.get(row), row.label).toContain('r');
  }
  const seen = new Set(letters.map(([row]) => row.table));
  expect(seen).toContain('tickets');
  // What hangs on Dana's login and what she has not sent is hers alone, though she may look at it.
  const hers = [
    'sessions',
    'passkeys',
    'recovery_codes',
    'authenticator_apps',
    'remembered_browsers',
    'drafts',
    'identities',
    'idempotency_keys',
    'sso_links',
  ];
  for (const table of hers) {
    expect(seen, table).not.toContain(table);
    expect(
      attack.rows.some((row) => row.table === table && dana!.get(row)?.includes('r')),
      table,
    ).toBe(true);
  }
  // Control: without the look the same person has rows of their own to read.
  expect(manager!.size).toBeGreaterThan(0);
});

test('TRUST 9, 35: whoever has lost their way in can do what a visitor can, and no more', () => {
  for (const { name } of people.nobody) expect(possible(name), name).toEqual(possible('visitor'));
});

/** Also tries what is known to change nothing: `MUTANTS=all`. */
const all = process.env.MUTANTS === 'all';
const known = (name: string) => EQUIVALENT.some(([which]) => which.test(name));

// Walls weakened one by one. What this says of the policies it says of them on every version: once is enough.
describe.skipIf(process.env.TEST_POSTGRES_BIN)('with a hole in the walls', () => {
  test('TRUST 1, 2, 35, control: whatever part of whichever policy is taken away, somebody can do what they could not', {
    timeout: 600_000,
  }, async () => {
    const mutants = await mutantsOf(attack.superuser, attack.role);
    const survivors: string[] = [];
    for (const { name, table, statements, acts } of mutants) {
      if (!all && known(name)) continue;
      if (!(await attack.notices(statements, table, acts))) survivors.push(name);
    }
    expect(mutants.length).toBeGreaterThan(600);
    expect(survivors.filter((name) => !known(name))).toEqual([]);
    const unused = EQUIVALENT.filter(([which]) => !mutants.some(({ name }) => which.test(name)));
    expect(unused.map(([which]) => String(which))).toEqual([]);
  });

  test('TRUST 3, control: a table whose row-level security is no longer forced is found, whichever it is', async () => {
    for (const table of tables()) expect(await unforced(attack.superuser, table), table).toEqual([table]);
  });

  test.each(guards)('TRUST 9, 35, control: $name', async ({ of, from, to, table }) => {
    const { rows } = await attack.superuser.query<{ said: string }>('select pg_get_functiondef($1::regproc) as said', [
      of,
    ]);
    const broken = rows[0]!.said.replace(from, to);
    expect(broken).not.toBe(rows[0]!.said);
    expect(await attack.notices([broken], table)).toBe(true);
  });

  test('with the walls as they are none of those who noticed a hole sees one', { timeout: 180_000 }, async () => {
    const { asked, tables: alarmed } = await attack.falseAlarms();
    expect(alarmed).toEqual([]);
    expect(asked).toBeGreaterThan(80);
  });

  const tables = () => new Set(attack.rows.map((row) => row.table));
});
