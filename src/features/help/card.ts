import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Brand, brandVersion } from '#platform/ui/brand.ts';
import { brandColors } from '#platform/ui/brand-colors.ts';
import { initialsOf } from '#platform/ui/initials.ts';

/** What is shown where somebody posts a link to a page: the business, and nothing of what the page says. */
export interface Card {
  brand: Brand;
  /** Under the name. */
  label: string;
  logo?: { type: string; content: Buffer } | undefined;
}

export const cardPath = (brand: Brand): string => `/help/card.png?v=${brandVersion(brand)}`;

const WIDTH = 1200;
const HEIGHT = 630;
/** Characters of the largest size that fit in a line. */
const WIDE = 20;
/** Drawing one takes a tenth of a second; a brand changes seldom. */
const MOST = 100;
const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

export function cardOf(card: Card): Promise<Uint8Array<ArrayBuffer>> {
  const key = JSON.stringify([card.brand, card.label]);
  const known = drawn.get(key);
  if (known) return known;
  if (drawn.size >= MOST) drawn.delete(drawn.keys().next().value!);
  const made = draw(card);
  drawn.set(key, made);
  made.catch(() => drawn.delete(key));
  return made;
}

let tools: Promise<{ Resvg: typeof import('@resvg/resvg-wasm').Resvg; font: Uint8Array }> | undefined;

/** Loaded when the first picture is asked for. */
async function open() {
  const [{ initWasm, Resvg }, { default: font }] = await Promise.all([
    import('@resvg/resvg-wasm'),
    import('#platform/ui/fonts/inter-latin.woff2?inline'),
  ]);
  await initWasm(await readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return { Resvg, font: Buffer.from(font.slice(font.indexOf(',') + 1), 'base64') };
}

async function draw(card: Card): Promise<Uint8Array<ArrayBuffer>> {
  tools ??= open();
  const { Resvg, font } = await tools;
  const picture = new Resvg(drawingOf(card), {
    fitTo: { mode: 'width', value: WIDTH },
    font: { fontBuffers: [font], defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  });
  const image = picture.render();
  const png = new Uint8Array(image.asPng());
  image.free();
  picture.free();
  return png;
}

/** Names in letters that our typeface has none of would be a row of boxes. */
const WRITABLE = /^[\u0020-\u024f\u2010-\u2026]*$/;

function drawingOf({ brand, label, logo }: Card): string {
  const { brandFill, onBrand, brandWash, ink, ink2 } = brandColors(brand.color).light;
  const corner = { square: 0, soft: 28, round: 70 }[brand.radius];
  const name = WRITABLE.test(brand.name) ? brand.name : '';
  const lines = linesOf(name);
  const size = Math.min(88, Math.floor((88 * WIDE) / Math.max(WIDE, ...lines.map((line) => line.length))));
  const top = 388;
  const written = lines.map((line, n) => text(line, 100, top + n * size * 1.15, size, ink, true));
  const mark = logo
    ? `<image x="100" y="110" width="560" height="140" preserveAspectRatio="xMinYMid meet" href="data:${logo.type};base64,${logo.content.toString('base64')}"/>`
    : `<rect x="100" y="110" width="140" height="140" rx="${corner}" fill="${brandFill}"/>${text(
        initialsOf(brand.name).slice(0, 1),
        170,
        208,
        80,
        onBrand,
        true,
        'middle',
      )}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="${brandWash}"/><rect y="${HEIGHT - 24}" width="${WIDTH}" height="24" fill="${brandFill}"/>
${mark}${written.join('')}${text(label, 100, top + (lines.length - 1) * size * 1.15 + 76, 42, ink2, false)}</svg>`;
}

/** The typeface is drawn in its usual weight: a line around the letters makes the bold one. */
function text(words: string, x: number, y: number, size: number, color: string, bold: boolean, anchor = 'start') {
  if (!WRITABLE.test(words)) return '';
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const weight = bold ? ` stroke="${color}" stroke-width="${size / 30}"` : '';
  return `<text x="${x}" y="${y}" font-family="Inter" font-size="${size}" letter-spacing="${bold ? -size / 40 : 0}" fill="${color}"${weight} text-anchor="${anchor}">${safe}</text>`;
}

/** One line, or two of about the same length. */
function linesOf(name: string): string[] {
  if (name.length <= WIDE) return [name];
  const words = name.split(' ');
  const lengths = words.map((_, n) =>
    Math.max(words.slice(0, n + 1).join(' ').length, words.slice(n + 1).join(' ').length),
  );
  const at = lengths.indexOf(Math.min(...lengths)) + 1;
  return [words.slice(0, at).join(' '), words.slice(at).join(' ')].filter(Boolean);
}
