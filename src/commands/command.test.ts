import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Command, type Given, runCommand } from './command.ts';

let said: string[];
let ran: Given[];

const count: Command = {
  name: 'count',
  summary: 'Counts.',
  about: 'Counts what there is.',
  options: {
    all: { type: 'boolean', about: 'Counts everything.' },
    size: { type: 'string', values: ['small', 'large'], about: 'How much.' },
  },
  run: async (given) => {
    ran.push(given);
    return 3;
  },
};

beforeEach(() => {
  said = [];
  ran = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
});
afterEach(() => vi.restoreAllMocks());

test('a command gets its options and gives the exit code', async () => {
  expect(await runCommand([count], ['count', '--all', '--size', 'large'])).toBe(3);
  expect(ran).toEqual([{ all: true, size: 'large' }]);
});

test.each([[[]], [['--help']], [['help']]])('%j lists the commands', async (args) => {
  expect(await runCommand([count], args)).toBe(0);
  expect(said.join('\n')).toMatch(/count +Counts\./);
});

test('the list has a column for the longest name', async () => {
  await runCommand([count, { ...count, name: 'count-everything' }], []);
  expect(said.join('\n')).toMatch(/^ {2}count {13}Counts\.\n {2}count-everything {2}Counts\.$/m);
});

test('--version says which Portico this is', async () => {
  expect(await runCommand([count], ['--version'])).toBe(0);
  expect(said.join('\n')).toMatch(/^Portico \d+\.\d+\.\d+$/);
});

test.each([[['count', '--all', '--help']], [['help', 'count']], [['--help', 'count']]])(
  '%j describes its options and runs nothing',
  async (args) => {
    expect(await runCommand([count], args)).toBe(0);
    expect(said.join('\n')).toMatch(/--size small\|large +How much\./);
    expect(ran).toEqual([]);
  },
);

test.each([
  [['countt'], 'There is no command "countt"'],
  [['help', 'countt'], 'There is no command "countt"'],
  [['count', '--none'], "Unknown option '--none'"],
  [['count', 'extra'], "Unexpected argument 'extra'"],
  [['count', '--size', 'huge'], '--size must be one of small, large, not "huge".'],
])('%j is refused in one line', async (args, message) => {
  const failure = await runCommand([count], args).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: 'OperatorError', message: expect.stringContaining(message) });
  expect((failure as Error).message).not.toContain('\n');
});
