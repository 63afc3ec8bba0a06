import { describe, expect, it } from 'vitest';
import { interactionSchema, storedInteraction } from '../../../src/db/chat/interaction-json.ts';
import { aRequester } from '../../support/core.ts';

const origin = { key: 'k', at: 1, requester: aRequester(), message: { id: 'm1' } };

/** What an earlier version wrote down, as it is read. */
function read(want: object) {
  const { requester, ...rest } = origin;
  return interactionSchema.parse({ ...rest, asker: requester, want });
}

describe('an interaction of the version before', () => {
  it.each([
    [50, 50],
    [0, 0],
    [null, 'never'],
  ])('that set only when a video asks is a preference: %s', (credits, confirmOver) => {
    const today = read({ type: 'confirm-over', credits });
    expect(today.command).toEqual({ type: 'prefer', confirmOver });
    expect(interactionSchema.parse(storedInteraction(today))).toEqual(today);
  });

  it('that set it to something else is left to whoever can read it', () => {
    expect(() => read({ type: 'confirm-over', credits: 'many' })).toThrow();
  });

  it('that set it among others is never asked where that was written as null', () => {
    const command = { type: 'prefer', confirmOver: 'never' };
    expect(read({ type: 'prefer', confirmOver: null }).command).toEqual(command);
    const other = { type: 'prefer', language: 'ja' };
    expect(read(other).command).toEqual(other);
  });
});

describe('when somebody is asked', () => {
  it.each([0, 250, 'never', 'default'] as const)('is read as it was written: %s', (confirmOver) => {
    const command = { type: 'prefer', confirmOver } as const;
    expect(interactionSchema.parse(storedInteraction({ ...origin, command })).command).toEqual(
      command,
    );
  });
});
