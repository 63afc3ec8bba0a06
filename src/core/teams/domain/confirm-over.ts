/** Above how many credits a video's price is asked before it starts, as somebody set it. */
export type ConfirmOver = number | 'never' | 'default';

/** When a price is asked before a video starts. */
export interface Asking {
  /** Above how many credits; null: whatever it costs, it starts. */
  readonly over: number | null;
  /** And before a person's first video in the team. */
  readonly first: boolean;
}

/** Where neither a person nor their team set anything. */
const DEFAULT_ASKING: Asking = { over: 200, first: true };

/** What a person set comes before what their team set, and either takes the place of the default. */
export function askingOf(own: ConfirmOver, team: ConfirmOver): Asking {
  const set = own === 'default' ? team : own;
  if (set === 'default') return DEFAULT_ASKING;
  return { over: set === 'never' ? null : set, first: false };
}
