/** How far a number is counted that says nothing more beyond it, and would cost. */
export const MOST = 100;

/** A number that stops at a hundred, as it is shown. */
export const upTo99 = (n: number): string => (n < MOST ? String(n) : `${MOST - 1}+`);
