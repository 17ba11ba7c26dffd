import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompactTree, leafHash } from './merkle.ts';
import { includes, inclusionUnderSeal } from './proofs.ts';

/** The leaves and roots that implementations of RFC 6962 are tested with (certificate-transparency-go). */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** Section 2.1 of the RFC, word for word. */
function naive(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), naive(leaves.slice(0, k)), naive(leaves.slice(k)));
}

function grown(leaves: Buffer[]): CompactTree {
  const tree = new CompactTree();
  for (const leaf of leaves) tree.append(leafHash(leaf));
  return tree;
}

const contents = fc.array(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 140 },
);
const some = contents.filter((list) => list.length > 0);

test('the known roots', () => {
  const leaves = inputs.map((hex) => Buffer.from(hex, 'hex'));
  expect(roots.map((_, size) => grown(leaves.slice(0, size)).root().toString('hex'))).toEqual(roots);
});

test('a tree that grows has the root the RFC defines, wherever it was put down and taken up again', () => {
  fc.assert(
    fc.property(contents, fc.nat(), (leaves, at) => {
      const cut = at % (leaves.length + 1);
      const before = grown(leaves.slice(0, cut));
      const tree = new CompactTree(before.size, before.peaks());
      for (const leaf of leaves.slice(cut)) tree.append(leafHash(leaf));
      expect(tree.root()).toEqual(naive(leaves));
      expect(tree.size).toBe(leaves.length);
    }),
  );
});

test('peaks that are not those of the size are refused', () => {
  expect(() => new CompactTree(3, Buffer.alloc(32))).toThrow(RangeError);
});

test('every leaf is proved to be in the tree, and nothing else is', () => {
  fc.assert(
    fc.property(some, fc.nat(), fc.nat(), (leaves, place, other) => {
      const hashes = leaves.map(leafHash);
      const position = place % leaves.length;
      const root = naive(leaves);
      const proof = inclusionUnderSeal(position, new CompactTree(), hashes);
      const proves = (size: number, at: number, leaf: Buffer, steps = proof) => includes(root, size, at, leaf, steps);
      expect(proves(leaves.length, position, hashes[position]!)).toBe(true);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(leaves.length)));
      expect(proves(leaves.length, position, leafHash(Buffer.from('not in it, surely not at all, never ever')))).toBe(
        false,
      );
      expect(proves(leaves.length, position, hashes[position]!, [...proof, root])).toBe(false);
      if (proof.length > 0) expect(proves(leaves.length, position, hashes[position]!, proof.slice(1))).toBe(false);
      const wrong = other % leaves.length;
      if (!hashes[wrong]!.equals(hashes[position]!))
        expect(proves(leaves.length, position, hashes[wrong]!)).toBe(false);
    }),
  );
});
