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

/** Where a part of what holds for somebody was set; `service`: by whoever runs it. */
export type PolicySource = PolicyFor['subject'] | { readonly kind: 'service' };

/** What holds for somebody, and where each part of it comes from. */
export type SourcedPolicy = {
  readonly [part in keyof EffectivePolicy]: {
    readonly value: EffectivePolicy[part];
    readonly from: PolicySource;
  };
};

/**
 * Most specific first: the person's own, then the most generous of their roles, then the team's,
 * then what the operator set for everyone. Each part is decided by itself.
 */
export function sourcedPolicy(
  policies: readonly PolicyFor[],
  fallback: EffectivePolicy,
): SourcedPolicy {
  const decide = <part>(
    read: (policy: Policy) => part | undefined,
    better: (one: part, other: part) => boolean,
  ): { readonly value: part; readonly from: PolicySource } | null => {
    const set = policies.flatMap(({ subject, policy }) => {
      const value = read(policy);
      return value === undefined ? [] : [{ value, from: subject }];
    });
    for (const kind of ['person', 'role', 'team'] as const) {
      const [first, ...others] = set.filter((it) => it.from.kind === kind);
      if (first === undefined) continue;
      return others.reduce((best, it) => (better(it.value, best.value) ? it : best), first);
    }
    return null;
  };
  const more = (one: number, other: number) => one > other;
  const from: PolicySource = { kind: 'service' };
  return {
    allowance: decide(
      (it) => it.allowance,
      (one, other) => worthPerDay(one) > worthPerDay(other),
    ) ?? { value: fallback.allowance, from },
    perJob: decide((it) => it.perJob, more) ?? { value: fallback.perJob, from },
    atOnce: decide((it) => it.atOnce, more) ?? { value: fallback.atOnce, from },
  };
}

export function effectivePolicy(
  policies: readonly PolicyFor[],
  fallback: EffectivePolicy,
): EffectivePolicy {
  const { allowance, perJob, atOnce } = sourcedPolicy(policies, fallback);
  return { allowance: allowance.value, perJob: perJob.value, atOnce: atOnce.value };
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

/** More than anybody needs, and little enough to be summed up. */
export const MOST_CREDITS = 1_000_000_000;

/** Reads "2000/week", "unlimited" or "none"; null when it is none of them, or too much. */
export function parseAllowance(text: string): Allowance | null {
  const words = text.trim().toLowerCase();
  if (words === 'unlimited' || words === 'none') return { kind: words };
  const match = /^(\d{1,10})\s*\/\s*(day|week|month)$/.exec(words);
  const per = match?.[2];
  if (match === null || (per !== 'day' && per !== 'week' && per !== 'month')) return null;
  const credits = Number(match[1]);
  return credits <= MOST_CREDITS ? { kind: 'credits', credits, per } : null;
}

/** What holds where no admin set anything. */
export interface CreditDefaults {
  readonly policy: EffectivePolicy;
  readonly pool: Allowance;
  /** What a person has in a space of their own, where no admin and no pool stand above them. */
  readonly personal: Allowance;
}
