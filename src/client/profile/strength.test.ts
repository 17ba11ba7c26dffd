import { expect, test } from 'vitest';
import { strengthOf } from './strength.ts';

test.each([
  ['lamp', 'short'],
  ['aaaaaaaaaa', 'weak'],
  ['qwertyuiop', 'good'],
  ['a lamp under the river', 'strong'],
  ['xK4-tuPPet-wine', 'strong'],
])('%s is %s', (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});
