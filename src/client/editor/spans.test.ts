import { expect, test } from 'vitest';
import { columnsOf } from './spans.ts';

const row = (...spans: number[]) => spans.map((colSpan) => ({ colSpan, rowSpan: 1 }));

test('a cell goes over as many columns as there are, and none that no cell begins', () => {
  expect(columnsOf([row(100), row(1, 1)])).toEqual([[2], [1, 1]]);
  expect(columnsOf([row(1, 1, 1), row(1, 1000)])).toEqual([
    [1, 1, 1],
    [1, 2],
  ]);
  expect(columnsOf([row(100), row(100)])).toEqual([[1], [1]]);
  expect(columnsOf([[{ colSpan: 1, rowSpan: 2 }, ...row(100)], row(1, 1)])).toEqual([
    [1, 2],
    [1, 1],
  ]);
});

test('control: cells that go over columns which others begin stay as they are', () => {
  const right = [row(2, 1), row(1, 2), row(3)];
  expect(columnsOf(right)).toEqual([[2, 1], [1, 2], [3]]);
});
