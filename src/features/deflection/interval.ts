/** How many of how many. */
export interface Share {
  n: number;
  of: number;
}

export interface Interval {
  low: number;
  high: number;
}

/** For 95 % of intervals to hold the truth. */
const Z = 1.959964;

/** Wilson's score interval for a proportion (E. B. Wilson, 1927): it stays within 0 and 1, and holds for few and for rare. */
export function wilson({ n, of }: Share): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const p = n / of;
  const middle = (p + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  const half = (Z / (1 + (Z * Z) / of)) * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * The difference of two proportions with Newcombe's hybrid score interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10):
 * `one` minus `other`.
 */
export function difference(one: Share, other: Share): Interval & { estimate: number } {
  const [p, q] = [one.of === 0 ? 0 : one.n / one.of, other.of === 0 ? 0 : other.n / other.of];
  const [a, b] = [wilson(one), wilson(other)];
  const estimate = p - q;
  return {
    estimate,
    low: estimate - Math.hypot(p - a.low, b.high - q),
    high: estimate + Math.hypot(a.high - p, q - b.low),
  };
}

/** Fewer people than this in an arm say nothing. */
export const FEW = 30;

export type Standing = 'proven' | 'probable' | 'unproven';

/** What a difference may be called. */
export function standingOf(heldOut: Share, shown: Share): Standing {
  if (Math.min(heldOut.of, shown.of) < FEW) return 'unproven';
  const { estimate, low } = difference(heldOut, shown);
  return low > 0 ? 'proven' : estimate > 0 ? 'probable' : 'unproven';
}
