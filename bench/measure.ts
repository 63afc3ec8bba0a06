export interface Size {
  /** Rounds that count. One more goes before them, so that everything was touched once. */
  readonly rounds: number;
  /** Smaller and less exact, to see that it runs. */
  readonly quick: boolean;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)];
  if (value === undefined) throw new Error('Nothing was measured');
  return value;
}

/** The middle of the ratios of each round: what slows the machine down for a while slows both. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((it, round) => it / (theirs[round] ?? Number.NaN)));
}

/**
 * Measures everyone once a round, each time beginning with another one. The first round warms up
 * and is thrown away.
 */
export async function interleaved<contestant extends { readonly name: string }, outcome>(
  { rounds }: Size,
  contestants: readonly contestant[],
  measure: (contestant: contestant) => Promise<outcome>,
): Promise<ReadonlyMap<string, readonly outcome[]>> {
  const outcomes = new Map<string, outcome[]>(contestants.map((it) => [it.name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % contestants.length;
    for (const it of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const outcome = await measure(it);
      if (round > 0) outcomes.get(it.name)?.push(outcome);
    }
    process.stderr.write('.');
  }
  return outcomes;
}
