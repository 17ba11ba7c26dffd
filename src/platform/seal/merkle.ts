import { hash } from 'node:crypto';

const HASH_BYTES = 32;
const LEAF = Buffer.of(0);

const sha256 = (content: string | Uint8Array): Buffer => hash('sha256', content, 'buffer');

/** RFC 6962, section 2.1: the prefixes, a zero byte and a one, keep a leaf from being taken for a node. */
export const leafHash = (content: string | Uint8Array): Buffer =>
  sha256(typeof content === 'string' ? `\0${content}` : Buffer.concat([LEAF, content]));

/** Written anew for each node: hashing is synchronous, and most of its cost would be the making of buffers. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

const nothing = sha256(Buffer.alloc(0));

/** A tree that only grows, as the roots of its complete subtrees, largest first: all that is needed to append and to sign. */
export class CompactTree {
  #peaks: Buffer[];
  #size: number;

  constructor(size = 0, peaks: Uint8Array = Buffer.alloc(0)) {
    this.#size = size;
    this.#peaks = [];
    for (let at = 0; at < peaks.length; at += HASH_BYTES) {
      this.#peaks.push(Buffer.from(peaks.subarray(at, at + HASH_BYTES)));
    }
    if (peaks.length !== HASH_BYTES * ones(size)) throw new RangeError(`these are not the peaks of ${size} leaves`);
  }

  get size(): number {
    return this.#size;
  }

  /** Amortised one node for each leaf. */
  append(leaf: Buffer): void {
    let top = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) top = nodeHash(this.#peaks.pop()!, top);
    this.#peaks.push(top);
    this.#size++;
  }

  root(): Buffer {
    return (
      this.#peaks.reduceRight<Buffer | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
      nothing
    );
  }

  peaks(): Buffer {
    return Buffer.concat(this.#peaks);
  }

  copy(): CompactTree {
    return new CompactTree(this.#size, this.peaks());
  }
}

function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
