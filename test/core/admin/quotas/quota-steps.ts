import type { PolicyChange } from '../../../../src/core/chat/domain/admin-command.ts';
import type { Allowance, Per } from '../../../../src/core/credits/domain/allowance.ts';
import type { Refusal } from '../../../../src/core/video/domain/refusal.ts';

export type Who = 'ann' | 'ben';
export type Role = 'makers' | 'guests' | 'stars';

/** What admins and people do one after the other, in whichever chat. */
export type Step =
  | { readonly set: Who | Role | 'everyone' | 'pool'; readonly to: PolicyChange }
  | { readonly zone: string }
  | { readonly grant: Who | 'pool'; readonly credits: number; readonly days?: number }
  | { readonly revoke: Who | 'pool' }
  | { readonly at: string }
  /** Asks for a video that costs so much; `call` is what the job is called from then on. */
  | {
      readonly asks: Who;
      readonly roles?: readonly Role[];
      readonly cost: number;
      readonly gets: 'accepted' | Refusal['code'];
      readonly call?: string;
    }
  | { readonly arrives: string; readonly charged: number }
  | { readonly cancelled: string }
  /** What is left, `team` by the pool; null: as much as they like. */
  | {
      readonly left: Who;
      readonly roles?: readonly Role[];
      readonly own: number | null;
      readonly team?: number | null;
      readonly renews?: string;
    };

export interface Scenario {
  readonly name: string;
  readonly start?: string;
  readonly steps: readonly Step[];
}

const per = (period: Per) => (credits: number) => {
  const allowance: Allowance = { kind: 'credits', credits, per: period };
  return { allowance };
};
export const day = per('day');
export const week = per('week');
export const month = per('month');
export const none = { allowance: { kind: 'none' } } as const;
export const unlimited = { allowance: { kind: 'unlimited' } } as const;
export const inherit = { allowance: 'inherit' } as const;

/** Asks for a video that costs so much. */
export const asks = (who: Who, cost: number, gets: 'accepted' | Refusal['code'] = 'accepted') => {
  return { asks: who, cost, gets } as const;
};
