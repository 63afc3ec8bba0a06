import { describe, expect, it } from 'vitest';
import { nextLookMs, viewCard } from '../../../../src/core/cards/domain/card.ts';
import type { CardContext } from '../../../../src/core/cards/domain/card-context.ts';
import type { JobState } from '../../../../src/core/jobs/domain/job.ts';
import { aJob, aRequest } from '../../../support/builders.ts';
import { aContext } from './card-context.ts';
import { plain } from '../../messages/domain/plain-text.ts';
import { STATES, STATUSES } from '../../jobs/domain/states.ts';

const TITLE = 'happyhorse.app';

const card = (state: JobState, over: Partial<CardContext>) =>
  viewCard(aJob(state), aContext({ providerTitle: TITLE, ...over }));

describe('a card of a render whose status cannot be read', () => {
  it.each([
    ['key-refused', 'happyhorse.app refused our key', 'once the key is fixed'],
    [
      'out-of-credit',
      'our account at happyhorse.app is out of credit',
      'once the account is topped up',
    ],
    ['redirected', 'happyhorse.app is not at the address set for it', 'once the address is fixed'],
    ['maintenance', 'happyhorse.app is under maintenance', 'when the maintenance ends'],
    ['failing', "happyhorse.app isn't answering", 'when it answers again'],
    ['not-set-up', 'happyhorse.app is no longer set up here', 'if it is set up again within a day'],
  ] as const)('says why, and when it goes on: %s', (unread, because, until) => {
    for (const state of [STATES.rendering, STATES.overdue]) {
      const view = card(state, { unread });
      expect([view.headline, ...view.lines, ...view.receipt].map(plain)).toEqual([
        'Status unknown',
        `The video may be done, but its status can't be read: ${because}.`,
        `You can leave; the video appears here ${until}.`,
        plain(card(STATES.rendering, {}).receipt[0]!),
      ]);
      expect(view).toMatchObject({ tone: 'attention', actions: [], progress: null });
    }
  });

  it('is looked at again soon, whatever was expected of it', () => {
    expect(nextLookMs(aJob(STATES.overdue), aContext({ unread: 'failing' }))).toBe(30_000);
  });

  it.each(STATUSES.filter((it) => it !== 'rendering' && it !== 'overdue'))(
    'is no other card: %s',
    (status) => {
      const context = aContext();
      expect(viewCard(aJob(STATES[status]), { ...context, unread: 'key-refused' })).toEqual(
        viewCard(aJob(STATES[status]), context),
      );
    },
  );
});

describe('a card that waits for a provider which tells nothing of its renders', () => {
  const circuitOpen = { since: aContext().now, until: null };
  const first = (view: ReturnType<typeof viewCard>) => plain(view.lines[0]!);

  it('promises no time, and no other provider where one was asked for by name', () => {
    expect(first(card(STATES.waiting, { circuitOpen }))).toBe(
      "happyhorse.app isn't reporting on its videos, so it gets no new ones for now; your video goes elsewhere sooner if it can be made there just the same.",
    );
    const asked = aJob(STATES.waiting, { request: aRequest({ asked: 'fake/fake-1' }) });
    expect(first(viewCard(asked, aContext({ providerTitle: TITLE, circuitOpen })))).toBe(
      "happyhorse.app isn't reporting on its videos, so it gets no new ones for now.",
    );
  });
});
