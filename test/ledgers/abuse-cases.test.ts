import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

interface Attack {
  numbers: number[];
  /** Whether it is nothing but a control. */
  control: boolean;
  /** Whether it has one in itself. */
  own: boolean;
  file: string;
}

/**
 * Tests called "TRUST 1, 2: …", and their controls: "TRUST 1, control: …", or a test that has its control in itself and says
 * so.
 */
function attacks(): Attack[] {
  return ['test', 'e2e', 'src']
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.endsWith('ledgers/abuse-cases.test.ts'))
    .flatMap((file) => {
      const tests = readFileSync(path.join(root, file), 'utf8').split(/^(?= *(?:test|it)[.(])/m);
      return tests.flatMap((text) => {
        const [, numbers, more] = /TRUST ((?:\d+, )*\d+)(, control|, in part)?:/.exec(text) ?? [];
        return numbers
          ? [
              {
                numbers: numbers.split(', ').map(Number),
                control: more === ', control',
                own: /\bcontrol: /i.test(text),
                file,
              },
            ]
          : [];
      });
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

test('the list has one line for each attack, in order, and names every place of it', () => {
  const numbers = rows().flatMap((row) => row.numbers);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  const unnamed = attacks().flatMap(({ numbers: some, file }) =>
    some
      .filter((n) => !rows().some((row) => row.numbers.includes(n) && row.places.some((place) => isAt(place, file))))
      .map((n) => `${n}: ${file}`),
  );
  expect(unnamed).toEqual([]);
});

/**
 * Attacks that have no control in their own file, and where their number has one. Shorter is better: whoever adds an attack
 * adds its control beside it.
 */
const CONTROLLED_ELSEWHERE: Record<string, Record<number, string>> = {
  'src/features/audit/streams/streams.int.test.ts': { 57: 'src/platform/egress/safe-fetch.test.ts' },
  'src/features/following/following.int.test.ts': { 25: 'src/features/identity/code.int.test.tsx' },
  'src/features/identity/code.int.test.tsx': { 22: 'src/features/identity/enumeration.int.test.tsx' },
  'src/features/identity/link.int.test.tsx': { 13: 'test/abuse/hosts.test.ts' },
  'src/features/identity/second-step.int.test.tsx': { 26: 'src/features/identity/doors.int.test.tsx' },
  'src/features/knowledge/hostile.int.test.ts': { 62: 'test/abuse/costly.test.ts' },
  'src/features/knowledge/texts.test.ts': { 62: 'test/abuse/costly.test.ts' },
  'src/features/newcomers/abuse.int.test.ts': { 35: 'src/features/newcomers/moderated.int.test.ts' },
  'src/features/view-as/access.test.ts': { 37: 'src/features/view-as/view-as.int.test.ts' },
};

test('every guard has a control, in the file that attacks it or where that file’s line here says', () => {
  const made = attacks();
  const controls = (n: number, file: string) =>
    made.some((one) => one.file === file && one.numbers.includes(n) && (one.control || one.own));
  const lacking = new Set<string>();
  for (const { numbers, control, file } of made)
    for (const n of numbers) if (!control && !controls(n, file)) lacking.add(`${file} ${n}`);
  const elsewhere = Object.entries(CONTROLLED_ELSEWHERE).flatMap(([file, places]) =>
    Object.entries(places).map(([n, place]) => ({ said: `${file} ${n}`, n: Number(n), place })),
  );
  expect([...lacking].sort()).toEqual(elsewhere.map(({ said }) => said).sort());
  expect(elsewhere.filter(({ n, place }) => !controls(n, place))).toEqual([]);
});
