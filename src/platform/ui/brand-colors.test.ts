import { describe, expect, it } from 'vitest';
import { type BrandColors, brandColors, cssRole } from './brand-colors.ts';
import { contrast } from './color-space.ts';

const steps = [0, 24, 51, 77, 102, 128, 153, 179, 204, 230, 255];
const hex = (...channels: number[]) => `#${channels.map((it) => it.toString(16).padStart(2, '0')).join('')}`;
const colors = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => hex(r, g, b))));

type Role = keyof BrandColors;
const surfaces: Role[] = ['canvas', 'surface', 'raised', 'sunken', 'brandTint', 'brandWash'];
const plain: Role[] = ['canvas', 'surface', 'raised'];
const pairs: [Role, Role, number][] = [
  ['onBrand', 'brandFill', 4.5],
  ...surfaces.flatMap((under): [Role, Role, number][] => [
    ['ink', under, 4.5],
    ['ink2', under, 4.5],
    ['ink3', under, 4.5],
    ['brandInk', under, 4.5],
    ['brandMark', under, 3],
  ]),
  ...plain.flatMap((under): [Role, Role, number][] => [
    ['lineField', under, 3],
    ['okInk', under, 4.5],
    ['warnInk', under, 4.5],
    ['badInk', under, 4.5],
  ]),
];

function worst(mode: 'light' | 'dark', [over, under]: [Role, Role, number]) {
  let found = { ratio: 21, color: '' };
  for (const [color, roles] of sweep) {
    const ratio = contrast(roles[mode][over], roles[mode][under]);
    if (ratio < found.ratio) found = { ratio, color };
  }
  return found;
}

const sweep = colors.map((color) => [color, brandColors(color)] as const);

describe('brand colours', () => {
  it('are swept over the whole cube', () => {
    expect(sweep).toHaveLength(1331);
    expect(pairs).toHaveLength(43);
  });

  describe.each(['light', 'dark'] as const)('in %s mode', (mode) => {
    it.each(pairs)('keep %s on %s at %f to 1 or more', (...pair) => {
      const { ratio, color } = worst(mode, pair);
      expect(ratio, `with the brand ${color}`).toBeGreaterThanOrEqual(pair[2]);
    });
  });

  it('leave a brand that carries white text as it is', () => {
    expect(brandColors('#6846e8').light).toMatchObject({ brandFill: '#6846e8', onBrand: '#ffffff' });
  });

  it('put dark text on a bright brand', () => {
    const { brandFill, onBrand } = brandColors('#f59e0b').light;
    expect(brandFill).toBe('#f59e0b');
    expect(contrast(onBrand, '#000000')).toBeLessThan(contrast(onBrand, '#ffffff'));
  });

  it('survive black, white and grey', () => {
    for (const color of ['#000000', '#ffffff', '#808080']) {
      for (const role of Object.values(brandColors(color).dark)) expect(role).toMatch(/^#[0-9a-f]{6}([0-9a-f]{2})?$/);
    }
  });

  it('name their custom properties as the style sheet does', () => {
    expect(['brandFill', 'ink2', 'okInk', 'line'].map(cssRole)).toEqual([
      '--brand-fill',
      '--ink-2',
      '--ok-ink',
      '--line',
    ]);
  });
});
