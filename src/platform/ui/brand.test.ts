import { describe, expect, it } from 'vitest';
import { type Brand, brandCss, brandIcon, ColorError } from './brand.ts';

const northwind: Brand = { name: 'Northwind Studio', color: '#6846E8', radius: 'round', font: 'serif' };

describe('/brand.css', () => {
  it('carries colour, shape and typeface, in the layer that wins', () => {
    const css = brandCss(northwind);
    expect(css).toMatch(/^@layer tenant \{/);
    expect(css).toContain('--brand: #6846e8;');
    expect(css).toContain('--shape: 1.6;');
    expect(css).toContain('--font-display: ui-serif');
  });

  it('gives older browsers the same shades as plain hex, in both modes', () => {
    const css = brandCss(northwind);
    expect(css).toContain('@supports not');
    expect(css.match(/--brand-fill: #/g)).toHaveLength(3);
  });

  it.each(['red', '#fff', '#6846e8; } body { display: none', '#6846e8"', ''])('refuses the colour %j', (color) => {
    expect(() => brandCss({ ...northwind, color })).toThrow(ColorError);
    expect(() => brandCss({ ...northwind, accent: `${color} ` })).toThrow(ColorError);
  });
});

describe('the monogram', () => {
  it('shows the first letter on the brand', () => {
    expect(brandIcon(northwind)).toContain('fill="#6846e8"');
    expect(brandIcon(northwind)).toContain('>N</text>');
  });

  it('cannot be used to smuggle markup', () => {
    expect(brandIcon({ ...northwind, name: '<script>alert(1)</script>' })).not.toContain('<script');
  });
});
