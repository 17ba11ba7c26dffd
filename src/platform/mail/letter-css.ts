import type { Brand } from '#platform/ui/brand.ts';
import { brandColors } from '#platform/ui/brand-colors.ts';

const shapes = { square: 0, soft: 1, round: 1.6 } as const;
const sans = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const fonts = {
  inter: { body: `Inter, ${sans}`, display: `Inter, ${sans}` },
  system: { body: sans, display: sans },
  serif: { body: sans, display: '"Iowan Old Style", Charter, Georgia, serif' },
} as const;

/** The rules that are written into every element, because many mail programs read no style sheet. */
export function letterCss(brand: Pick<Brand, 'color' | 'radius' | 'font'>): string {
  const { light } = brandColors(brand.color);
  const { body, display } = fonts[brand.font];
  const round = (pixels: number) => `border-radius: ${Math.round(pixels * shapes[brand.radius])}px;`;
  return `
    body { margin: 0; padding: 0; background: ${light.canvas}; }
    td, p, h1, a, blockquote { font-family: ${body}; }
    .canvas { background: ${light.canvas}; padding: 32px 16px 40px; }
    .column { width: 100%; max-width: 560px; }
    .preheader { display: none; max-height: 0; overflow: hidden; }
    .brand { padding: 0 0 20px; }
    .mark { width: 28px; height: 28px; ${round(7)} background: ${light.brandFill}; color: ${light.onBrand};
      text-align: center; font-size: 15px; font-weight: 600; line-height: 28px; }
    .name { padding: 0 0 0 10px; color: ${light.ink}; font-size: 15px; font-weight: 600; line-height: 20px; }
    .card { background: ${light.surface}; border: 1px solid ${light.line}; ${round(14)} padding: 36px; }
    h1 { margin: 0 0 16px; color: ${light.ink}; font-family: ${display}; font-size: 26px; font-weight: 600;
      line-height: 32px; letter-spacing: -0.02em; word-break: break-word; text-wrap: balance; }
    .text { margin: 0 0 20px; color: ${light.ink}; font-size: 16px; line-height: 24px; word-break: break-word; }
    .told { color: ${light.brandInk}; font-weight: 600; text-decoration: underline; }
    .quote { margin: 0 0 20px; border-left: 3px solid ${light.line}; padding: 2px 0 2px 16px; color: ${light.ink2};
      font-size: 16px; line-height: 24px; word-break: break-word; }
    .button { background: ${light.brandFill}; ${round(9)} }
    .button a { display: inline-block; padding: 12px 20px; border: 1px solid ${light.brandFill}; ${round(9)}
      color: ${light.onBrand}; font-size: 15px; font-weight: 600; line-height: 22px; text-decoration: none; }
    .after { margin: 20px 0 0; color: ${light.ink3}; font-size: 13px; line-height: 20px; }
    .closing { margin: 20px 0 0; border-top: 1px solid ${light.line}; padding: 20px 0 0; color: ${light.ink2};
      font-size: 15px; line-height: 22px; }
    .footer { padding: 20px 0 0; color: ${light.ink3}; font-size: 13px; line-height: 19px; }
    .footer a { color: ${light.brandInk}; text-decoration: underline; }
    .footer a.host { color: ${light.ink3}; text-decoration: none; }`;
}

/** The rules that only a style sheet can hold: dark mode and small screens. */
export function letterMediaCss(brand: Pick<Brand, 'color'>): string {
  const { dark } = brandColors(brand.color);
  return `
    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    @media (max-width: 480px) { .canvas { padding: 20px 12px 32px !important; } .card { padding: 22px 20px !important; }
      h1 { font-size: 22px !important; line-height: 28px !important; } }
    @media (prefers-color-scheme: dark) {
      body, .canvas { background: ${dark.canvas} !important; }
      .card { background: ${dark.surface} !important; border-color: ${dark.line} !important; }
      h1, .text, .name { color: ${dark.ink} !important; }
      .quote, .closing { color: ${dark.ink2} !important; border-color: ${dark.line} !important; }
      .mark, .button { background: ${dark.brandFill} !important; }
      .mark { color: ${dark.onBrand} !important; }
      .button a { color: ${dark.onBrand} !important; border-color: ${dark.brandFill} !important; }
      .after, .footer { color: ${dark.ink3} !important; }
      .footer a, .told { color: ${dark.brandInk} !important; }
      .footer a.host { color: ${dark.ink3} !important; }
    }`;
}
