export interface Cell {
  colSpan: number;
  rowSpan: number;
}

/**
 * Over how many columns each cell of a table goes that begins one of its own: "over a hundred" stands for all of them in many a page, and an
 * editor would make a hundred. Row by row, as the cells are.
 */
export function columnsOf(rows: readonly (readonly Cell[])[]): number[][] {
  /** How many rows a column is still taken by a cell from above. */
  const taken: number[] = [];
  const placed = rows.map((cells) => {
    let at = 0;
    const row = cells.map(({ colSpan, rowSpan }) => {
      while (taken[at]) at += 1;
      const from = at;
      at += colSpan;
      taken.fill(rowSpan, from, at);
      for (let column = taken.length; column < at; column += 1) taken.push(rowSpan);
      return { from, to: at };
    });
    for (const [column, left] of taken.entries()) taken[column] = Math.max(0, left - 1);
    return row;
  });
  const begins = [...new Set(placed.flat().map(({ from }) => from))];
  return placed.map((row) => row.map(({ from, to }) => begins.filter((one) => one >= from && one < to).length));
}
