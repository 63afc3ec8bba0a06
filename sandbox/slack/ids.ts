export type IdKind = 'T' | 'E' | 'U' | 'B' | 'A' | 'C' | 'D' | 'G' | 'S' | 'F' | 'V' | 'Ev';

/** Ids and timestamps as Slack shapes them, none of them given out twice. */
export function createIds(now: () => number) {
  let count = 0;
  let last = 0n;
  return {
    next(kind: IdKind): string {
      count += 1;
      return `${kind}0${(36 ** 8 + count * 7919).toString(36).toUpperCase().slice(-9)}`;
    },
    /** A message's timestamp: seconds and microseconds, as text, always later than the last. */
    ts(): string {
      const micros = BigInt(Math.round(now())) * 1000n;
      last = micros > last ? micros : last + 1n;
      return `${last / 1_000_000n}.${String(last % 1_000_000n).padStart(6, '0')}`;
    },
  };
}
