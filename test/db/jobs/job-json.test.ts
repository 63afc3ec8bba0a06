import { describe, expect, it } from 'vitest';
import { stateSchema } from '../../../src/db/jobs/job-json.ts';

/** What a version before plan gates were kept with a job wrote of one that failed by one. */
const written = {
  status: 'failed',
  at: '2026-11-18T12:00:00.000Z',
  reason: 'plan-gate',
  message: null,
  operation: null,
  lost: 0,
};

const gateIn = (gate: object | undefined) => {
  const state = stateSchema.parse(gate === undefined ? written : { ...written, gate });
  return state.status === 'failed' ? state.gate : null;
};

describe('what was written of a plan gate', () => {
  it('is nothing in jobs of before', () => {
    expect(gateIn(undefined)).toBeUndefined();
  });

  it('is read with what it does not allow', () => {
    const gate = { demands: { seconds: 8, 'last-frame': true, quality: 'pro' }, plan: 'studio' };
    expect(gateIn(gate)).toEqual(gate);
  });

  it('does not take the job along where a later version knows more', () => {
    const gate = { demands: { holograms: true }, plan: null };
    expect(gateIn(gate)).toEqual({ demands: {}, plan: null });
  });
});
