import { CompactTree, nodeHash } from './merkle.ts';

/** The siblings that lead from one leaf to the root (RFC 6962, section 2.1.1). */
export function inclusionProof(position: number, leaves: readonly Buffer[]): Buffer[] {
  if (position < 0 || position >= leaves.length) throw new RangeError('there is no such leaf');
  if (leaves.length === 1) return [];
  const half = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return position < half
    ? [...inclusionProof(position, left), rootOf(right)]
    : [...inclusionProof(position - half, right), rootOf(left)];
}

/**
 * The same, from what a seal knows: the complete subtrees of the tree before it, and the leaves under it. Whatever stands
 * to the left of a leaf and was complete by then is one of those subtrees, so the rest of the log is not read.
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

/** The nodes that show the tree of the first `earlier` leaves to be the beginning of this one (section 2.1.2). */
export function consistencyProof(earlier: number, leaves: readonly Buffer[]): Buffer[] {
  if (earlier < 1 || earlier > leaves.length) throw new RangeError('there was no such tree');
  return subproof(earlier, leaves, true);
}

function subproof(earlier: number, leaves: readonly Buffer[], whole: boolean): Buffer[] {
  if (earlier === leaves.length) return whole ? [] : [rootOf(leaves)];
  const half = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return earlier <= half
    ? [...subproof(earlier, left, whole), rootOf(right)]
    : [...subproof(earlier - half, right, false), rootOf(left)];
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

/** RFC 9162, section 2.1.4.2. */
export function grewFrom(
  earlier: { size: number; root: Buffer },
  later: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (earlier.size < 1 || earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  const steps = Number.isInteger(Math.log2(earlier.size)) ? [earlier.root, ...proof] : [...proof];
  const first = steps.shift();
  if (!first) return false;
  let [at, last, before, after] = [earlier.size - 1, later.size - 1, first, first];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  for (const step of steps) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [before, after] = [nodeHash(step, before), nodeHash(step, after)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else after = nodeHash(after, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && before.equals(earlier.root) && after.equals(later.root);
}

const half = (value: number): number => Math.floor(value / 2);

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new CompactTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}
