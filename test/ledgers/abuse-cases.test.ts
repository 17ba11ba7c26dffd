import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

interface Attack {
  numbers: number[];
  control: boolean;
  file: string;
}

/** Tests called "TRUST 1, 2: …" or "TRUST 1, control: …". */
function attacks(): Attack[] {
  return ['test', 'e2e', 'src']
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.endsWith('ledgers/abuse-cases.test.ts'))
    .flatMap((file) => {
      const names = readFileSync(path.join(root, file), 'utf8').matchAll(
        /TRUST ((?:\d+, )*\d+)(, control|, in part)?:/g,
      );
      return [...names].map(([, numbers = '', more]) => ({
        numbers: numbers.split(', ').map(Number),
        control: more === ', control',
        file,
      }));
    });
}

/** The list's rows: which attacks, and where they are made. */
function rows(): { numbers: number[]; places: string[] }[] {
  const list = readFileSync(path.join(root, 'docs/abuse-cases.md'), 'utf8');
  return [...list.matchAll(/^\| ([\d, to]+) \|.*\| (.*) \|$/gm)].map(([, numbers = '', places = '']) => ({
    numbers: numbers.split(', ').flatMap((part) => {
      const [first = 0, last = first] = part.split(' to ').map(Number);
      return Array.from({ length: last - first + 1 }, (_, n) => first + n);
    }),
    places: [...places.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place),
  }));
}

const isAt = (place: string, file: string): boolean => file === place || file.startsWith(`${place}/`);

test('every abuse case in the list is attacked where it says, and every attack is in the list', () => {
  const made = attacks();
  for (const { numbers, places } of rows()) {
    for (const n of numbers) {
      expect(
        made.some((attack) => attack.numbers.includes(n)),
        `TRUST ${n} has no test`,
      ).toBe(true);
    }
    const empty = places.filter(
      (place) => !made.some(({ numbers: some, file }) => isAt(place, file) && some.some((n) => numbers.includes(n))),
    );
    expect(empty, `docs/abuse-cases.md names places without a test for ${numbers.join(', ')}`).toEqual([]);
  }
  const listed = new Set(rows().flatMap(({ numbers }) => numbers));
  expect(made.flatMap(({ numbers }) => numbers).filter((n) => !listed.has(n))).toEqual([]);
});

test('every guard has a control', () => {
  const made = attacks();
  const controlled = new Set(made.filter(({ control }) => control).flatMap(({ numbers }) => numbers));
  const lacking = new Set(made.flatMap(({ numbers }) => numbers).filter((n) => !controlled.has(n)));
  expect([...lacking].sort((a, b) => a - b)).toEqual([]);
});
