const FIRST = 1000;
const LONGEST = 30_000;

/** Milliseconds before try number `attempt` (from 0): doubling, and spread so that a restart is not met by a crowd. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** attempt);
  return ceiling / 2 + random() * (ceiling / 2);
}
