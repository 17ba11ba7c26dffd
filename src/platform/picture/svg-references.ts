import { PictureError } from './picture.ts';

const MOST = 200;
const SHELTERS = /^(mask|clipPath)$/;
const CLIPS = /^(mask|clip-path)$/;

/**
 * Who is masked or clipped by what. Each of these draws its whole mask again, so masks in masks multiply: one inside
 * another is refused, and so are too many. A rule of a style sheet counts for every element that it is for.
 */
export class References {
  /** How many elements answer to a name: `rect`, `.class`, `#id`. */
  private readonly named = new Map<string, number>();
  /** The names of what stands in a mask or a clip path. */
  private readonly sheltered = new Set<string>();
  private readonly clipping: string[] = [];
  private total = 0;

  /** `stack` are the names of the element and of all it stands in; `kept` its attributes as they are kept. */
  element(stack: readonly string[], kept: readonly [string, string][]): void {
    const given = new Map(kept);
    const name = stack.at(-1) ?? '';
    const classes = (given.get('class') ?? '').split(/\s+/).filter(Boolean);
    const names = [name, ...classes.map((one) => `.${one}`), ...(given.has('id') ? [`#${given.get('id')}`] : [])];
    const sheltered = stack.some((one) => SHELTERS.test(one));
    for (const each of new Set(names)) {
      this.named.set(each, (this.named.get(each) ?? 0) + 1);
      if (sheltered) this.sheltered.add(each);
    }
    const own = kept.filter(([attribute, value]) => clips(attribute, value)).length + clippedBy(given.get('style'));
    if (own > 0 && sheltered) refuse(name);
    this.add(own);
  }

  /** The rules of a style sheet as they are kept. */
  sheet(kept: string): void {
    for (const [, selector = '', declarations] of kept.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      const often = clippedBy(declarations);
      if (often > 0) this.clipping.push(...selector.split(',').map((one) => one.trim()));
    }
  }

  /** At the end, because a style sheet may stand before or behind what it is for. */
  settle(): void {
    for (const name of this.clipping) {
      if (this.sheltered.has(name)) refuse(name);
      this.add(this.named.get(name) ?? 0);
    }
  }

  private add(count: number): void {
    this.total += count;
    if (this.total > MOST)
      throw new PictureError(`has too many masked or clipped parts: ${MOST} are enough for a logo`);
  }
}

/** Also `inherit`, which would bring in the mask of what stands around. */
const clips = (property: string, value: string): boolean => CLIPS.test(property) && value.trim() !== 'none';

const clippedBy = (declarations = ''): number =>
  declarations.split(';').filter((one) => {
    const [property = '', value = ''] = one.split(':');
    return clips(property, value);
  }).length;

function refuse(name: string): never {
  throw new PictureError(`has a mask or clip-path on "${name}" inside a mask or clip path, which a logo may not have`);
}
