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

/** What two people made of the same text, block by block. All three are clean HTML. */
export function merged(base: string, mine: string, theirs: string): Merged {
  const clashes: Clash[] = [];
  const blocks = diff3Merge(blocksOf(mine), blocksOf(base), blocksOf(theirs)).flatMap(({ ok, conflict }) => {
    if (!conflict) return ok ?? [];
    const clash = { mine: conflict.a.join(''), theirs: conflict.b.join('') };
    clashes.push(clash);
    return [clash.theirs, clash.mine];
  });
  return { html: blocks.join(''), clashes };
}
