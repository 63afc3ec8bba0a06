/** How many letters may be wrong in a name that is anybody's otherwise. */
export function slipsIn(name: string): number {
  return name.length < 6 ? 1 : 2;
}

/** As much as one dropped and one added: what is left out is more often ours than what is different. */
const CHANGED = 2;

/** Letters to add, to drop, to change or to swap with the next to make one of the other. */
export function distanceOf(from: string, to: string): number {
  const rows: number[][] = [];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 0; row <= from.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column += 1) {
      if (row === 0) {
        rows[row]?.push(column);
        continue;
      }
      const same = from[row - 1] === to[column - 1];
      const steps = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : CHANGED),
      ];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) steps.push(at(row - 2, column - 2) + 1);
      rows[row]?.push(Math.min(...steps));
    }
  }
  return at(from.length, to.length);
}
