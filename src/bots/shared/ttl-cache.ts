import type { Clock } from '../../core/shared/ports/clock.ts';

interface Keeping {
  readonly clock: Pick<Clock, 'now'>;
  readonly freshMs: number;
  /** What is kept at one time; the oldest gives way. */
  readonly most: number;
}

/** What is known for a while. */
export interface TtlMap<value> {
  get(key: string): value | null;
  set(key: string, value: value): void;
  delete(key: string): void;
}

export function createTtlMap<value>({ clock, freshMs, most }: Keeping): TtlMap<value> {
  const kept = new Map<string, { readonly until: number; readonly value: value }>();
  const now = () => clock.now().getTime();
  return {
    get(key) {
      const known = kept.get(key);
      return known !== undefined && known.until > now() ? known.value : null;
    },
    set(key, value) {
      // Set anew so that the oldest stands first.
      kept.delete(key);
      kept.set(key, { until: now() + freshMs, value });
      for (const [oldest, { until }] of kept) {
        if (until > now() && kept.size <= most) break;
        kept.delete(oldest);
      }
    },
    delete(key) {
      kept.delete(key);
    },
  };
}

/** Answers that hold for a while. Several who ask at once ask together; failures are not kept. */
export interface TtlCache<value> {
  get(key: string, ask: () => Promise<value>): Promise<value>;
}

export function createTtlCache<value>(keeping: Keeping): TtlCache<value> {
  const kept = createTtlMap<Promise<value>>(keeping);
  return {
    get(key, ask) {
      const known = kept.get(key);
      if (known !== null) return known;
      const asked = ask();
      kept.set(key, asked);
      asked.catch(() => {
        if (kept.get(key) === asked) kept.delete(key);
      });
      return asked;
    },
  };
}
