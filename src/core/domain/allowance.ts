export type Per = 'day' | 'week' | 'month';

/** What may be used in a period: a number of credits, any, or none at all. */
export type Allowance =
  | { readonly kind: 'credits'; readonly credits: number; readonly per: Per }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'none' };

/** What an admin set for somebody; a part left out is decided by what is less specific. */
export interface Policy {
  readonly allowance?: Allowance | undefined;
  /** Credits that one job may cost at most. */
  readonly perJob?: number | undefined;
  /** Jobs that may be open at one time. */
  readonly atOnce?: number | undefined;
}

export interface PolicyFor {
  readonly subject:
    | { readonly kind: 'person' }
    | { readonly kind: 'role'; readonly id: string }
    | { readonly kind: 'team' };
  readonly policy: Policy;
}

export interface EffectivePolicy {
  readonly allowance: Allowance;
  readonly perJob: number | null;
  readonly atOnce: number | null;
}

/**
 * Most specific first: the person's own, then the most generous of their roles, then the team's,
 * then what the operator set for everyone. Each part is decided by itself.
 */
export function effectivePolicy(
  policies: readonly PolicyFor[],
  fallback: EffectivePolicy,
): EffectivePolicy {
  const ranked = ['person', 'role', 'team'].map((kind) =>
    policies.filter((it) => it.subject.kind === kind).map((it) => it.policy),
  );
  const first = <part>(
    read: (policy: Policy) => part | undefined,
    better: (one: part, other: part) => boolean,
  ): part | undefined =>
    ranked
      .map((level) =>
        level
          .map(read)
          .filter((it) => it !== undefined)
          .reduce<part | undefined>(
            (best, it) => (best === undefined || better(it, best) ? it : best),
            undefined,
          ),
      )
      .find((it) => it !== undefined);
  return {
    allowance:
      first(
        (it) => it.allowance,
        (one, other) => worthPerDay(one) > worthPerDay(other),
      ) ?? fallback.allowance,
    perJob:
      first(
        (it) => it.perJob,
        (one, other) => one > other,
      ) ?? fallback.perJob,
    atOnce:
      first(
        (it) => it.atOnce,
        (one, other) => one > other,
      ) ?? fallback.atOnce,
  };
}

const DAYS = { day: 1, week: 7, month: 30 } as const satisfies Record<Per, number>;

function worthPerDay(allowance: Allowance): number {
  switch (allowance.kind) {
    case 'unlimited':
      return Number.POSITIVE_INFINITY;
    case 'none':
      return 0;
    case 'credits':
      return allowance.credits / DAYS[allowance.per];
  }
}

/** The period in which use is counted; without a limit it is still counted, by the month. */
export function periodOf(allowance: Allowance): Per {
  return allowance.kind === 'credits' ? allowance.per : 'month';
}

/** Credits that may be used in a period; null: any number. */
export function limitOf(allowance: Allowance): number | null {
  switch (allowance.kind) {
    case 'unlimited':
      return null;
    case 'none':
      return 0;
    case 'credits':
      return allowance.credits;
  }
}

/** Reads "2000/week", "unlimited" or "none"; null when it is none of them. */
export function parseAllowance(text: string): Allowance | null {
  const words = text.trim().toLowerCase();
  if (words === 'unlimited' || words === 'none') return { kind: words };
  const match = /^(\d{1,9})\s*\/\s*(day|week|month)$/.exec(words);
  const per = match?.[2];
  if (match === null || (per !== 'day' && per !== 'week' && per !== 'month')) return null;
  return { kind: 'credits', credits: Number(match[1]), per };
}
