import { type Lch, type Linear, lchFrom, linearFrom, linearFromHex, luminance, toHex } from './color-space.ts';

/** Every role that depends on the brand, plus the three status inks, as '#rrggbb' ('#rrggbbaa' for `hover`). */
export interface BrandColors {
  brandFill: string;
  onBrand: string;
  brandInk: string;
  brandMark: string;
  brandWash: string;
  brandTint: string;
  brandLine: string;
  canvas: string;
  surface: string;
  raised: string;
  sunken: string;
  hover: string;
  line: string;
  lineStrong: string;
  lineField: string;
  ink: string;
  ink2: string;
  ink3: string;
  okInk: string;
  warnInk: string;
  badInk: string;
}

/** `brandFill` is '--brand-fill', `ink2` is '--ink-2'. */
export function cssRole(role: string): string {
  return `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/\d/, '-$&')}`;
}

/**
 * The TypeScript twin of the formulas in css/tokens.css, for mail, PDF and older browsers. A browser test holds the
 * two together: change them together.
 */
export function brandColors(color: string): { light: BrandColors; dark: BrandColors } {
  const brand = linearFromHex(color);
  const vivid = scale(brand, Math.max(1, Math.min(0.22 / luminance(brand), 1 / Math.max(...brand, 0.001))));
  const hue = lchFrom(brand);
  const seed = { l: 0.5, c: Math.min(hue.c, 0.007), h: hue.h };
  return { light: lightRoles(brand, hue, seed), dark: darkRoles(vivid, hue, seed) };
}

function lightRoles(brand: Linear, hue: Lch, seed: Lch): BrandColors {
  const fill = fillOf(brand);
  return {
    brandFill: toHex(fill),
    onBrand: toHex(onFill(fill)),
    brandInk: toHex(scale(brand, Math.min(1, 0.12 / luminance(brand)))),
    brandMark: toHex(scale(brand, Math.min(1, 0.235 / luminance(brand)))),
    brandWash: shade(0.978, Math.min(hue.c, 0.014), hue.h),
    brandTint: shade(0.952, Math.min(hue.c, 0.032), hue.h),
    brandLine: shade(0.87, Math.min(hue.c, 0.065), hue.h),
    canvas: shade(0.969, seed.c * 0.6, seed.h),
    surface: '#ffffff',
    raised: '#ffffff',
    sunken: shade(0.977, seed.c * 0.5, seed.h),
    hover: shade(0.25, seed.c, seed.h) + alpha(0.055),
    line: shade(0.922, seed.c, seed.h),
    lineStrong: shade(0.855, seed.c, seed.h),
    lineField: shade(0.635, seed.c, seed.h),
    ink: shade(0.21, seed.c * 2, seed.h),
    ink2: shade(0.41, seed.c * 1.5, seed.h),
    ink3: shade(0.5, seed.c * 1.5, seed.h),
    okInk: shade(0.43, 0.1, 155),
    warnInk: shade(0.45, 0.1, 65),
    badInk: shade(0.46, 0.16, 25),
  };
}

function darkRoles(vivid: Linear, hue: Lch, seed: Lch): BrandColors {
  const fill = fillOf(whiten(vivid, 0.14));
  return {
    brandFill: toHex(fill),
    onBrand: toHex(onFill(fill)),
    brandInk: toHex(whiten(vivid, 0.4)),
    brandMark: toHex(whiten(vivid, 0.22)),
    brandWash: shade(0.225, Math.min(hue.c, 0.028), hue.h),
    brandTint: shade(0.265, Math.min(hue.c, 0.05), hue.h),
    brandLine: shade(0.4, Math.min(hue.c, 0.08), hue.h),
    canvas: shade(0.155, seed.c, seed.h),
    surface: shade(0.19, seed.c, seed.h),
    raised: shade(0.225, seed.c, seed.h),
    sunken: shade(0.165, seed.c, seed.h),
    hover: shade(0.95, seed.c, seed.h) + alpha(0.07),
    line: shade(0.285, seed.c, seed.h),
    lineStrong: shade(0.37, seed.c, seed.h),
    lineField: shade(0.54, seed.c, seed.h),
    ink: shade(0.955, seed.c, seed.h),
    ink2: shade(0.8, seed.c, seed.h),
    ink3: shade(0.71, seed.c, seed.h),
    okInk: shade(0.82, 0.12, 155),
    warnInk: shade(0.84, 0.11, 80),
    badInk: shade(0.82, 0.1, 25),
  };
}

// Luminance up to .18 carries white text as it is; .18 to .25 is dimmed to .18; brighter keeps its colour and gets dark text.
function fillOf(color: Linear): Linear {
  const y = luminance(color);
  return y > 0.25 ? color : scale(color, Math.min(1, 0.18 / y));
}

function onFill(fill: Linear): Linear {
  const y = luminance(fill);
  return y > 0.22 ? scale(fill, 0.012 / y) : [1, 1, 1];
}

function whiten([r, g, b]: Linear, target: number): Linear {
  const y = luminance([r, g, b]);
  const white = Math.max(0, (target - y) / (1 - Math.min(0.9, y)));
  return [r + (1 - r) * white, g + (1 - g) * white, b + (1 - b) * white];
}

function scale([r, g, b]: Linear, by: number): Linear {
  return [r * by, g * by, b * by];
}

function shade(l: number, c: number, h: number): string {
  return toHex(linearFrom({ l, c, h }));
}

function alpha(share: number): string {
  return Math.round(share * 255)
    .toString(16)
    .padStart(2, '0');
}
