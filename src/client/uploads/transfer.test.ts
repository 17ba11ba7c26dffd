import { expect, test } from 'vitest';
import { asStored, detailOf } from './transfer.ts';

test('an answer is a stored file only when it is complete', () => {
  expect(asStored('{"id":"1","name":"a.txt","size":5,"type":"text/plain"}')).toEqual({
    id: '1',
    name: 'a.txt',
    size: 5,
  });
  expect(asStored('{"id":"1"}')).toBeUndefined();
  expect(asStored('<!doctype html>')).toBeUndefined();
});

test("the server's own sentence is found, and nothing else is taken for one", () => {
  expect(detailOf('{"detail":"Too large."}')).toBe('Too large.');
  expect(detailOf('{"detail":{"a":1}}')).toBeUndefined();
  expect(detailOf('null')).toBeUndefined();
  expect(detailOf('Bad Gateway')).toBeUndefined();
});
