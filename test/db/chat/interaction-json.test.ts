import { describe, expect, it } from 'vitest';
import { interactionSchema, storedInteraction } from '../../../src/db/chat/interaction-json.ts';
import { aRequester } from '../../support/core.ts';

const origin = { key: 'k', at: 1, requester: aRequester(), message: { id: 'm1' } };

describe('an interaction of the version before', () => {
  it.each([50, 0, null])('that set only when a video asks is a preference: %s', (credits) => {
    const { requester, ...rest } = origin;
    const stored = { ...rest, asker: requester, want: { type: 'confirm-over', credits } };
    const read = interactionSchema.parse(stored);
    expect(read.command).toEqual({ type: 'prefer', confirmOver: credits });
    expect(interactionSchema.parse(storedInteraction(read))).toEqual(read);
  });

  it('that set it to something else is left to whoever can read it', () => {
    const { requester, ...rest } = origin;
    const stored = { ...rest, asker: requester, want: { type: 'confirm-over', credits: 'many' } };
    expect(interactionSchema.safeParse(stored).success).toBe(false);
  });
});
