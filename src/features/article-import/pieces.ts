const MOST = 2_000;

/** Rows in pieces that are one statement each: a statement has 65,535 places for values. */
export function* inPieces<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += MOST) yield rows.slice(at, at + MOST);
}
