import { diff3Merge } from 'node-diff3';
import { blocksOf } from './blocks.ts';

/** A place that two people changed, each in their own way. */
export interface Clash {
  mine: string;
  theirs: string;
}

export interface Merged {
  /** Both people's text. Where they clash, theirs stands first and mine behind it: nothing is lost, and one of them has to look. */
  html: string;
  clashes: Clash[];
}

/** Blocks that are alike are held against each other, all with all: of more than so many pairs the texts are one block each. */
const PAIRS = 200_000;

/** What two people made of the same text, block by block. All three are clean HTML. */
export function merged(base: string, mine: string, theirs: string): Merged {
  const clashes: Clash[] = [];
  const parts = [mine, base, theirs].map(blocksOf) as [string[], string[], string[]];
  const [a, o, b] = pairs(parts[0], parts[1]) + pairs(parts[2], parts[1]) > PAIRS ? [[mine], [base], [theirs]] : parts;
  const blocks = diff3Merge(a, o, b).flatMap(({ ok, conflict }) => {
    if (!conflict) return ok ?? [];
    return apart(conflict).flatMap(({ mine, base, theirs }) => {
      if (mine === base) return [theirs];
      if (theirs === base || theirs === mine) return [mine];
      clashes.push({ mine, theirs });
      return [theirs, mine];
    });
  });
  return { html: blocks.join(''), clashes };
}

/** A place block by block, where all three have as many: beside each other is not at the same place. */
function apart({ a, o, b }: { a: string[]; o: string[]; b: string[] }) {
  if (a.length !== o.length || b.length !== o.length)
    return [{ mine: a.join(''), base: o.join(''), theirs: b.join('') }];
  return o.map((base, n) => ({ mine: a[n]!, base, theirs: b[n]! }));
}

/** How many pairs of the same block two texts have. */
function pairs(one: readonly string[], other: readonly string[]): number {
  const often = new Map<string, number>();
  for (const block of other) often.set(block, (often.get(block) ?? 0) + 1);
  return one.reduce((sum, block) => sum + (often.get(block) ?? 0), 0);
}
