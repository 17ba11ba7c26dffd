import { afterAll, beforeAll, expect, test } from 'vitest';
import { usePortal } from '../portal.ts';
import { type Done, drawn, openAttack } from './attack.ts';
import { fillEverything } from './filler.ts';
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
afterAll(() => attack.close());

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
  expect(manager!.size).toBeGreaterThan(0);
});

test('TRUST 9, 35: whoever has lost their way in can do what a visitor can, and no more', () => {
  for (const { name } of people.nobody) expect(possible(name), name).toEqual(possible('visitor'));
});
