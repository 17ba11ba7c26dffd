import { expect, test } from 'vitest';
import type { Problem } from './found.ts';
import { isLess } from './lacks.ts';

const of = (kind: Problem['kind'], ...abouts: string[]): Problem[] => abouts.map((about) => ({ kind, about }));

test('a link that leads to the wrong place lacks less than one that leads nowhere; control: the other way round, and as before', () => {
  const [nowhere, wrong] = [of('dead', 'a#b'), of('place', 'a#b')];
  expect(isLess(wrong, nowhere)).toBe(true);
  expect(isLess(nowhere, wrong)).toBe(false);
  expect(isLess(nowhere, nowhere)).toBe(false);
});

test('what has no name may get one when something has come; control: where everything has a name, what is new is lost', () => {
  const named = (n: number) => of('dead', ...Array.from({ length: n }, (_, i) => `page-${i}`));
  const [now, before] = [named(51).slice(1), named(50)];
  expect(isLess([...now, { kind: 'dead' }], [...before, { kind: 'dead', n: 2 }])).toBe(true);
  expect(isLess(now, [...before, ...of('dead', 'another')])).toBe(false);
  expect(isLess(named(49), before)).toBe(true);
});
