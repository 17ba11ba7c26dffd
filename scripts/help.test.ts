import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { measurements } from '../bench/pages.ts';

const script = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [path.join(import.meta.dirname, name), ...args], { encoding: 'utf8', timeout: 5000 });

// Each would otherwise install, watch, measure or test for minutes: the time is the control.
test.each([
  ['bootstrap.mjs', '--dev', /^Usage: npm run dev/],
  ['bootstrap.mjs', '--build', /^Usage: npm run build/],
  ['bootstrap.mjs', '--bench', /^Usage: npm run bench/],
  ['test.mjs', undefined, /^Usage: npm test/],
])('%s %s --help says how it is called, and does nothing', (name, mode, usage) => {
  expect(script(name, ...(mode ? [mode] : []), '--help')).toMatch(usage);
});

test('every measurement there is has a line in the help of the benchmark', () => {
  const said = script('bootstrap.mjs', '--bench', '--help');
  expect(measurements.filter((name) => !new RegExp(`^  .*\\b${name}\\b.* {2}`, 'm').test(said))).toEqual([]);
});
