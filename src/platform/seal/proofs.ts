import { type CompactTree, nodeHash } from './merkle.ts';

/**
 * The siblings that lead from one leaf to the root (RFC 6962, section 2.1.1), from what a seal knows: the complete subtrees
 * of the tree before it, and the leaves under it. Whatever stands to the left of a leaf and was complete by then is one of
 * those subtrees, so the rest of the log is not read.
 */
export function inclusionUnderSeal(position: number, before: CompactTree, leaves: readonly Buffer[]): Buffer[] {
  const { size: from } = before;
  const size = from + leaves.length;
  if (position < from || position >= size) throw new RangeError('this seal has no such leaf');
  const peaks = peaksOf(before);
  const node = (begin: number, end: number): Buffer => {
    const peak = peaks.get(`${begin} ${end}`);
    if (peak) return peak;
    if (end - begin === 1) return leaves[begin - from]!;
    const middle = begin + largestPowerBelow(end - begin);
    return nodeHash(node(begin, middle), node(middle, end));
  };
  const path = (begin: number, end: number): Buffer[] => {
    if (end - begin === 1) return [];
    const middle = begin + largestPowerBelow(end - begin);
    return position < middle
      ? [...path(begin, middle), node(middle, end)]
      : [...path(middle, end), node(begin, middle)];
  };
  return path(0, size);
}

function peaksOf(tree: CompactTree): Map<string, Buffer> {
  const all = tree.peaks();
  const peaks = new Map<string, Buffer>();
  let [begin, at] = [0, 0];
  for (let power = 2 ** 52; power >= 1; power /= 2) {
    if (tree.size - begin < power) continue;
    peaks.set(`${begin} ${begin + power}`, all.subarray(at, at + 32));
    begin += power;
    at += 32;
  }
  return peaks;
}

/** RFC 9162, section 2.1.3.2. */
export function includes(
  root: Buffer,
  size: number,
  position: number,
  leaf: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (position < 0 || position >= size) return false;
  let [at, last, top] = [position, size - 1, leaf];
  for (const step of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      top = nodeHash(step, top);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else top = nodeHash(top, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && top.equals(root);
}

const half = (value: number): number => Math.floor(value / 2);

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
