import { describe, expect, it } from 'vitest';
import { initialsOf } from './initials.ts';
import { hueOf, hues } from './people.tsx';
import { step } from './state.tsx';

describe('initials', () => {
  it.each([
    ['Maya Lindqvist', 'ML'],
    ['Harbor & Pine', 'HP'],
    ['Ana Maria de Souza', 'AS'],
    ['Lumen', 'L'],
    ['éva übel', 'ÉÜ'],
    ['田中 愛子', '田愛'],
    ['𝒜da Byron', '𝒜B'],
    ['  ', ''],
    ['<b>', ''],
  ])('of %j are %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('the colour of a person', () => {
  it('stays the same and is one of the fixed hues', () => {
    for (const name of ['Maya Lindqvist', 'Dana Whitfield', '', '田中 愛子']) {
      expect(hueOf(name)).toBe(hueOf(name));
      expect(hueOf(name)).toBeGreaterThanOrEqual(0);
      expect(hueOf(name)).toBeLessThan(hues);
    }
  });
});

describe('a share in steps of five', () => {
  it.each([
    [0, 0],
    [0.4, 5],
    [12, 10],
    [13, 15],
    [99.9, 95],
    [100, 100],
    [140, 100],
    [-3, 0],
  ])('shows %f as %f', (percent, shown) => {
    expect(step(percent)).toBe(shown);
  });
});
