/** An axis from nothing to its top, with round numbers on the way. */
export interface Scale {
  readonly top: number;
  readonly ticks: readonly number[];
}

const ROUND = [1, 2, 5, 10] as const;

/** Whole numbers, some four of them above nothing. */
export function scaleFor(most: number): Scale {
  if (most <= 0) return { top: 1, ticks: [0] };
  const rough = most / 4;
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = unit * (ROUND.find((it) => it * unit >= rough) ?? 10);
  const count = Math.ceil(most / step);
  return {
    top: count * step,
    ticks: Array.from({ length: count + 1 }, (_, n) => n * step),
  };
}
