import { describe, expect, it } from 'vitest';
import { leftWords } from '../../../../src/core/credits/domain/balance-words.ts';
import { facts } from '../../../../src/core/messages/domain/rich-text.ts';
import { plain } from '../../messages/domain/plain-text.ts';

describe('what is left', () => {
  it.each([
    [2_700, 29_700, '2,700 left'],
    [2_700, null, '2,700 left'],
    [50, 50, '50 left'],
    [2_700, 120, '120 left in the team budget'],
    [null, 120, '120 left in the team budget'],
    [0, 0, '0 left'],
    [null, null, ''],
  ])('of %j and of the team’s %j is told by the smaller one', (own, team, words) => {
    expect(plain(facts(leftWords({ own, team })))).toBe(words);
  });
});
