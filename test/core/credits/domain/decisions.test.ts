import { describe, expect, it } from 'vitest';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import { aJob, after, START } from '../../../support/builders.ts';
import { EVENTS, STATES } from '../../jobs/domain/states.ts';

describe('what an admin decides about an order without an answer', () => {
  const { unconfirmed } = STATES;

  it('counts if the order was without an answer when they pressed', () => {
    const again = { ...EVENTS['tried-again'], asked: START };
    expect(transition(aJob(unconfirmed), again)).toMatchObject({
      next: { status: 'waiting', since: again.at },
      ledger: [],
    });
    const back = { ...EVENTS['credits-given-back'], asked: START };
    expect(transition(aJob(unconfirmed), back)).toMatchObject({
      next: { status: 'failed', reason: 'never-confirmed' },
      ledger: [{ kind: 'release', credits: 300 }],
    });
  });

  it('does not count if it was about an order before this one', () => {
    for (const type of ['tried-again', 'credits-given-back'] as const) {
      const event = { ...EVENTS[type], asked: after(-1) };
      expect(transition(aJob(unconfirmed), event)).toEqual({ next: unconfirmed, ledger: [] });
    }
  });
});

describe('a job in line that moves to another provider', () => {
  const setback = { reason: 'maintenance', times: 2, since: START } as const;
  const waiting = { ...STATES.waiting, notBefore: after(500_000), setback };

  it('may start there at once', () => {
    expect(transition(aJob(waiting), { ...EVENTS.moved, attempt: null }).next).toEqual({
      ...waiting,
      notBefore: EVENTS.moved.at,
      setback: null,
    });
  });

  it('stays as it is where a call that is over would move it', () => {
    expect(transition(aJob(waiting), EVENTS.moved).next).toBe(waiting);
  });
});

describe('a result that is told of again', () => {
  const link = 'https://provider.test/v.mp4';
  const collecting = { ...STATES.collecting, videoUrls: [link] };
  const again = (videoUrls: readonly string[], consumed: number | null) =>
    transition(aJob(collecting), { ...EVENTS.rendered, videoUrls, consumed }).next;

  it('is no news with the same link and the same price', () => {
    expect(again([link], null)).toBe(collecting);
  });

  it('has a fresh link before the old one, and the price that was told last', () => {
    const fresh = 'https://provider.test/fresh.mp4';
    expect(again([fresh], null)).toEqual({ ...collecting, videoUrls: [fresh, link] });
    expect(again([link], 250)).toEqual({ ...collecting, consumed: 250 });
  });
});

it('believes a provider’s figure up to the greatest whole number, and none beyond', () => {
  const consumedOf = (told: number) =>
    transition(aJob({ ...STATES.collecting, consumed: told }), EVENTS.collected).next;
  expect(consumedOf(Number.MAX_SAFE_INTEGER)).toMatchObject({
    consumed: Number.MAX_SAFE_INTEGER,
    charged: 300,
  });
  expect(consumedOf(Number.MAX_SAFE_INTEGER + 1)).toMatchObject({ consumed: null, charged: 300 });
});
