import type { Clock } from '../../core/shared/ports/clock.ts';

/** Answers that hold for a while. Several who ask at once ask together; failures are not kept. */
export interface TtlCache<value> {
  get(key: string, ask: () => Promise<value>): Promise<value>;
}

export function createTtlCache<value>({
  clock,
  freshMs,
  most,
}: {
  readonly clock: Pick<Clock, 'now'>;
  readonly freshMs: number;
  /** Answers that are kept at one time. */
  readonly most: number;
}): TtlCache<value> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<value> }>();
  return {
    get(key, ask) {
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && known.until > now) return known.answer;
      const asked = { until: now + freshMs, answer: ask() };
      asked.answer.catch(() => {
        if (kept.get(key) === asked) kept.delete(key);
      });
      // Set anew so that the oldest stands first.
      kept.delete(key);
      kept.set(key, asked);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return asked.answer;
    },
  };
}
