/** Linear-light sRGB, each channel 0 to 1. */
export type Linear = readonly [r: number, g: number, b: number];

/** OKLCH: lightness 0 to 1, chroma, hue in degrees. */
export interface Lch {
  l: number;
  c: number;
  h: number;
}

/** WCAG relative luminance, kept above zero so that it can divide. */
export function luminance([r, g, b]: Linear): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.00001;
}

/** WCAG contrast of two '#rrggbb' colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(linearFromHex(one)), luminance(linearFromHex(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function linearFromHex(hex: string): Linear {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return [toLinear((value >> 16) & 255), toLinear((value >> 8) & 255), toLinear(value & 255)];
}

export function toHex(color: Linear): string {
  return `#${color.map((channel) => toByte(channel).toString(16).padStart(2, '0')).join('')}`;
}

function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

// Out-of-gamut channels are clipped, as browsers do when they paint.
function toByte(channel: number): number {
  const value = channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}

// The matrices of CSS Color 4 for OKLab from and to linear sRGB.
export function lchFrom([r, g, b]: Linear): Lch {
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const x = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const y = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    c: Math.hypot(x, y),
    h: (Math.atan2(y, x) * 180) / Math.PI,
  };
}

export function linearFrom({ l, c, h }: Lch): Linear {
  const x = c * Math.cos((h * Math.PI) / 180);
  const y = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * x + 0.2158037573 * y) ** 3;
  const medium = (l - 0.1055613458 * x - 0.0638541728 * y) ** 3;
  const short = (l - 0.0894841775 * x - 1.291485548 * y) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}
