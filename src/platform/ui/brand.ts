import { sha256Hex } from '../crypto.ts';
import { WIDEST_MARK } from '../picture/picture.ts';
import { type BrandColors, brandColors, cssRole } from './brand-colors.ts';
import { initialsOf } from './initials.ts';

/** How a workspace looks. The colour is '#rrggbb'; logos are `logoAddress`es, and without them a monogram stands in. */
export interface Brand {
  name: string;
  color: string;
  /** For charts and illustrations only; the brand colour when absent. */
  accent?: string | undefined;
  radius: 'square' | 'soft' | 'round';
  font: 'inter' | 'system' | 'serif';
  logoLight?: string | undefined;
  logoDark?: string | undefined;
}

const shapes = { square: '0', soft: '1', round: '1.6' } as const;

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const fonts = {
  inter: '',
  system: `--font-body: ${system};`,
  serif: '--font-display: ui-serif, "Iowan Old Style", Charter, Georgia, serif;',
} as const;

const versions = new WeakMap<Brand, string>();

/** Changes when the brand does, so that its style sheet may be kept for a year. A brand is read whole, and never changed in place. */
export function brandVersion(brand: Brand): string {
  const known = versions.get(brand) ?? sha256Hex(JSON.stringify(brand)).slice(0, 12);
  versions.set(brand, known);
  return known;
}

const ADDRESS = /^\/brand\/logo-(?:light|dark)\?v=[0-9a-f]{16}(?:&wide=(\d\.\d))?$/;

/** Where the picture of that version is on every portal of its workspace. A word mark's says how wide it is. */
export const logoAddress = (mode: 'light' | 'dark', version: string, stretch = 1): string =>
  `/brand/logo-${mode}?v=${version}${stretch > WIDEST_MARK ? `&wide=${stretch.toFixed(1)}` : ''}`;

/** How many times as wide as high a logo is that is the name itself; undefined for a mark, which has the name beside it. */
export const wordsOf = (logo: string | undefined): number | undefined =>
  Number(logo?.match(ADDRESS)?.[1] ?? Number.NaN) || undefined;

/** The logos that pages show: two of the same kind, or the one for light pages. A word mark has no name beside it and a mark has. */
export function logosOf({ logoLight, logoDark }: Brand): { light: string | undefined; dark: string | undefined } {
  const alike = (wordsOf(logoLight) === undefined) === (wordsOf(logoDark) === undefined);
  return { light: logoLight ?? logoDark, dark: logoLight && !alike ? undefined : logoDark };
}

/** A workspace's brand from its row. A logo that has no address of ours (written past the application) is none. */
export function brandOf(row: unknown, name: string): Brand {
  const { logoLight, logoDark, ...rest } = row as Omit<Brand, 'name'>;
  const known = (address: unknown) => (typeof address === 'string' && ADDRESS.test(address) ? address : undefined);
  return { ...rest, logoLight: known(logoLight), logoDark: known(logoDark), name };
}

/** Thrown for a colour that is not '#rrggbb', which must never reach a style sheet. */
export class ColorError extends Error {}

/**
 * The body of /brand.css. Tokens derive every shade from `--brand` by relative colour; browsers without it get the
 * same shades computed here.
 */
export function brandCss(brand: Brand): string {
  const color = checked(brand.color);
  const accent = brand.accent ? `--accent: ${checked(brand.accent)};` : '';
  const { light, dark } = brandColors(color);
  return `@layer tenant {
  :root { --brand: ${color}; ${accent} --shape: ${shapes[brand.radius]}; ${fonts[brand.font]} }
  @supports not ((color: color(from red srgb-linear r g b)) and (color: light-dark(red, red))) {
    :root { ${declarations(light)} }
    @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${declarations(dark)} } }
    :root[data-theme="dark"] { ${declarations(dark)} }
  }
}
`;
}

/** The monogram as an SVG file: icon of the page, and logo where a style sheet does not reach. Served at /brand.svg. */
export function brandIcon(brand: Brand): string {
  const { brandFill, onBrand } = brandColors(checked(brand.color)).light;
  const corner = { square: 0, soft: 7, round: 14 }[brand.radius];
  const letter = initialsOf(brand.name).slice(0, 1).replace(/[<&]/g, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="${corner}" fill="${brandFill}"/><text x="14" y="19.5" fill="${onBrand}" font-family="system-ui,sans-serif" font-size="15" font-weight="650" text-anchor="middle">${letter}</text></svg>
`;
}

function declarations(colors: BrandColors): string {
  return Object.entries(colors)
    .map(([role, color]) => `${cssRole(role)}: ${color}`)
    .join('; ');
}

function checked(color: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(color))
    throw new ColorError(`not a colour of the form #rrggbb: ${JSON.stringify(color)}`);
  return color.toLowerCase();
}
