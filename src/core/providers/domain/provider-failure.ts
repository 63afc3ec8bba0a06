/** Why a provider, or one of its models, is left alone for a while. */
export type ProviderFailure =
  | 'key-refused'
  | 'out-of-credit'
  /** The address that is set for it leads elsewhere. */
  | 'redirected'
  | 'maintenance'
  | 'failing'
  | ModelFailure;

/** It says nothing about the other models of the provider. */
export type ModelFailure =
  | 'not-found'
  | 'disabled'
  /** It takes no files, and could not fetch them from here. */
  | 'no-uploads';

export function isOfModel(trouble: string): trouble is ModelFailure {
  return trouble === 'not-found' || trouble === 'disabled' || trouble === 'no-uploads';
}

interface Pauses {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** What nobody needs to act on may be over any moment; the rest only when somebody has acted. */
const PAUSES = {
  'key-refused': { firstMs: 60_000, mostMs: 1_920_000 },
  'out-of-credit': { firstMs: 60_000, mostMs: 1_920_000 },
  redirected: { firstMs: 60_000, mostMs: 1_920_000 },
  'not-found': { firstMs: 300_000, mostMs: 1_920_000 },
  'no-uploads': { firstMs: 300_000, mostMs: 1_920_000 },
  disabled: { firstMs: 300_000, mostMs: 1_920_000 },
  failing: { firstMs: 60_000, mostMs: 480_000 },
  maintenance: { firstMs: 5_000, mostMs: 300_000 },
} as const satisfies Record<ProviderFailure, Pauses>;

/** How long a provider is left alone after so many troubles in a row: doubling, or as told. */
export function pauseMs(failure: ProviderFailure, times: number, toldMs: number | null): number {
  if (toldMs !== null) return Math.max(toldMs, 1_000);
  const { firstMs, mostMs } = PAUSES[failure];
  return Math.min(firstMs * 2 ** (times - 1), mostMs);
}
