import { expect, test } from 'vitest';
import { bareCell, cell } from './spreadsheet.ts';

const formulas = [
  '=1+1',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '"=1',
  "'=1",
  ' =1',
  '\n=1',
  '\u00a0=1',
  '\u3000=1',
  '\u200b=1',
  '\uff1d1',
  '\0=1',
];

test('TRUST 55: no cell computes anything; control: what is no formula stays as it is', () => {
  for (const formula of formulas) expect(String(cell(formula))).toMatch(/^'/);
  for (const plain of ['Dana', 'a=b', '1-2', 'T-1482', 'a; b', '']) expect(cell(plain)).toBe(plain);
  expect(cell(-5)).toBe(-5);
});

test('TRUST 55: nor where a spreadsheet of another language parts it; control: where it does not it stays as it is', () => {
  expect(cell('Ann;=1+1;x')).toBe("Ann;'=1+1;x");
  expect(cell('Ann;\u00a0"=1;@SUM(A1)')).toBe("Ann;\u00a0\"'=1;'@SUM(A1)");
  expect(cell('Ann\t=1')).toBe("Ann\t'=1");
  expect(cell('Ann,=1+1', ';')).toBe("Ann,'=1+1");
  expect(cell('Ann\n=1+1;x')).toBe("Ann\n'=1+1;x");
  expect(cell('Ann\r\n "=1', ';')).toBe('Ann\r\n "\'=1');
  expect(cell('Ann\nBo\n\nEva = 1')).toBe('Ann\nBo\n\nEva = 1');
  expect(cell('Ann;=1+1,=2', '\t')).toBe("Ann;'=1+1,'=2");
  expect([cell('Ann,=1+1'), cell('Ann;=1+1', ';')]).toEqual(['Ann,=1+1', 'Ann;=1+1']);
});

test('a long text takes no longer than it is long', () => {
  const long = `a${'\n'.repeat(300_000)}b${"\n'".repeat(300_000)}=1`;
  const from = performance.now();
  expect(bareCell(String(cell(long)))).toBe(long);
  expect(performance.now() - from).toBeLessThan(5_000);
});

test('what was taken out is read as it was', () => {
  for (const said of [
    '+49 40 1',
    '+49 40 1; +49 40 2',
    '-5',
    "D'Arcy",
    "Ann; 'quoted'",
    'To do:\n- one\r\n- two',
    "a\n'=1",
  ]) {
    expect(bareCell(String(cell(said)))).toBe(said);
    expect(bareCell(String(cell(said, ';')))).toBe(said);
  }
});
