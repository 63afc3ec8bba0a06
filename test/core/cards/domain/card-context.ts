import type { CardContext } from '../../../../src/core/cards/domain/card-context.ts';
import type { CheckAdvice } from '../../../../src/core/providers/domain/check-advice.ts';
import { START } from '../../../support/builders.ts';

export const advice: CheckAdvice = {
  firstMs: 9_000,
  everyMs: 10_000,
  growMs: 2_000,
  mostMs: 20_000,
  patienceMs: 900_000,
  typicalMs: (seconds) => 40_000 + 20_000 * seconds,
};

export function aContext(over: Partial<CardContext> = {}): CardContext {
  return {
    now: START,
    providerTitle: 'Fake provider',
    modelTitle: 'Fake 1',
    aspectFollowsImage: true,
    checks: advice,
    seen: null,
    ahead: 0,
    mine: 0,
    waitMs: null,
    circuitOpen: null,
    unread: null,
    left: { own: 700, team: null },
    ...over,
  };
}
