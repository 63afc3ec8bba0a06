import type { Allowance, Per, PolicyFor } from '../domain/allowance.ts';
import type { Requester } from '../../teams/domain/requester.ts';
import type { Identity } from '../../teams/domain/identity.ts';

export interface Use {
  /** Held and charged in the running period. */
  readonly used: number;
  readonly renewsAt: Date;
}

/** What is left of grants. */
export interface Extra {
  readonly left: number;
  /** When the first of them expires; null: none does. */
  readonly expiresAt: Date | null;
}

/** What somebody has used and what an admin set for them. */
export interface AccountUsage {
  readonly policies: readonly PolicyFor[];
  /** What an admin set for the whole team; null where none did. */
  readonly pool: Allowance | null;
  /** Jobs that may be open at one time in the whole team; null: any number. */
  readonly poolAtOnce: number | null;
  readonly used: { readonly [per in Per]: Use };
  readonly poolUsed: { readonly [per in Per]: Use };
  readonly extra: Extra;
  readonly poolExtra: Extra;
}

export interface Wallet {
  /** The team and person behind an account in a chat. */
  resolveIdentity(requester: Requester): Promise<Identity>;
  usage(who: Identity, roles: readonly string[], now: Date): Promise<AccountUsage>;
}
