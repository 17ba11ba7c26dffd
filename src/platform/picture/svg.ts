import { Parser } from 'htmlparser2';
import { type Picture, PictureError } from './picture.ts';
import { References } from './svg-references.ts';
import { BOOKKEEPING, ELEMENTS, keptAttributes, keptSheet, quoted, WITH_TEXT } from './svg-vocabulary.ts';

const MOST = { elements: 2_000, depth: 32 };

/**
 * An SVG drawing, written anew from a short list of elements, attributes and values: what comes out was put together here
 * and has no byte of markup from outside. What says nothing about the picture is left out; what a picture has no use for
 * is refused by its name, so that nobody wonders where a part of it went.
 */
export function cleanSvg(bytes: Buffer): Picture {
  const writer = new Writer();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(name, attributes),
      onclosetag: (name, implied) => writer.close(name, implied),
      ontext: (text) => writer.text(text),
      onprocessinginstruction: (name, data) => demandPlainProlog(name, data),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(readable(bytes));
  const { width, height, markup } = writer.result();
  return { type: 'image/svg+xml', content: Buffer.from(markup), width, height };
}

function readable(bytes: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PictureError('is not written in UTF-8: save it with that encoding');
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has none of them
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) throw new PictureError('is a damaged SVG');
  return text;
}

/** `<?xml …?>` and a plain document type may stand before a drawing. Entities may not: they mean what their author says. */
function demandPlainProlog(name: string, data: string): void {
  if (name.toLowerCase() === '?xml' || (/^!doctype$/i.test(name) && !data.includes('['))) return;
  throw new PictureError(`has ${quoted(`<${data}`)}, which a logo may not have`);
}

interface Size {
  width: number;
  height: number;
}

class Writer {
  private readonly parts: string[] = [];
  private readonly stack: string[] = [];
  private readonly references = new References();
  private elements = 0;
  /** How deep we are in something that is left out. */
  private skipped = 0;
  private sheet = '';
  private size: Size | undefined;
  private finished = false;

  open(name: string, given: Record<string, string>): void {
    if (this.skipped > 0 || BOOKKEEPING.has(name) || (name.includes(':') && this.stack.length > 0)) {
      this.skipped += 1;
      return;
    }
    this.elements += 1;
    if (!ELEMENTS.has(name)) throw new PictureError(`has <${name}> in it, which a logo may not have`);
    if ((name === 'svg') !== (this.stack.length === 0) || this.finished) {
      throw new PictureError('is not one drawing: it must be one <svg> with nothing around it and none inside');
    }
    if (this.elements > MOST.elements || this.stack.length >= MOST.depth) {
      throw new PictureError(`has too many parts: ${MOST.elements} are enough for a logo`);
    }
    this.stack.push(name);
    const kept = name === 'svg' ? this.root(given) : keptAttributes(name, given);
    this.references.element(this.stack, kept);
    this.parts.push(tag(name, kept));
  }

  close(name: string, implied: boolean): void {
    if (this.skipped > 0) {
      this.skipped -= 1;
      return;
    }
    this.stack.pop();
    if (name === 'style') this.closeSheet();
    this.parts.push(`</${name}>`);
    // At the end of the file the parser closes what is still open.
    if (this.stack.length === 0) this.finished = !implied;
  }

  private closeSheet(): void {
    const kept = keptSheet(this.sheet);
    this.references.sheet(kept);
    this.parts.push(escaped(kept));
    this.sheet = '';
  }

  text(text: string): void {
    const inside = this.stack.at(-1) ?? '';
    if (this.skipped > 0 || !WITH_TEXT.has(inside)) return;
    if (inside === 'style') this.sheet += text;
    else this.parts.push(escaped(text));
  }

  result(): Size & { markup: string } {
    if (!this.finished || !this.size) throw new PictureError('is an SVG that ends too early');
    this.references.settle();
    return { ...this.size, markup: this.parts.join('') };
  }

  private root(given: Record<string, string>): [string, string][] {
    const box = (given.viewBox ?? '')
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const [x = 0, y = 0, width = 0, height = 0] =
      given.viewBox === undefined ? [0, 0, pixels(given.width), pixels(given.height)] : box;
    if (box.length > 4 || [x, y, width, height].some((side) => !Number.isFinite(side)) || width <= 0 || height <= 0) {
      throw new PictureError('has no size: an SVG needs a viewBox, or a width and a height');
    }
    this.size = { width, height };
    const { viewBox: _, ...rest } = given;
    return [
      ['xmlns', 'http://www.w3.org/2000/svg'],
      ['viewBox', `${x} ${y} ${width} ${height}`],
      ...keptAttributes('svg', rest),
    ];
  }
}

const pixels = (length = ''): number => Number(/^\s*([\d.]+)(?:px)?\s*$/.exec(length)?.[1] ?? Number.NaN);

const tag = (name: string, attributes: [string, string][]): string =>
  `<${name}${attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
