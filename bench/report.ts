/** One line of the table: what was measured, against what, and whether that is enough. */
export interface Row {
  readonly what: string;
  readonly against: string;
  readonly result: string;
  readonly goal: string;
  /** Null where the design sets no goal and the number is there to be seen. */
  readonly met: boolean | null;
  /** The absolute numbers behind it, ours first. */
  readonly absolute: string;
}

const COLUMNS = ['what', 'against', 'result', 'goal', '', 'absolute, ours first'] as const;

export function printTable(rows: readonly Row[]): void {
  const lines = rows.map((row, index) => [
    row.what === rows[index - 1]?.what ? '' : row.what,
    row.against,
    row.result,
    row.goal,
    verdict(row.met),
    row.absolute,
  ]);
  const table = [COLUMNS, ...lines];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...table.map((line) => (line[column] ?? '').length)),
  );
  for (const line of table) {
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

function verdict(met: boolean | null): string {
  if (met === null) return '';
  return met ? 'met' : 'NOT MET';
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} x`;
}

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en-US')}/s`;
}
