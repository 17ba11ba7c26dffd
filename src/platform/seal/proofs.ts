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
