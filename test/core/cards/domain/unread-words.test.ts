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
    [
      'key-refused',
      "happyhorse.app refused the service's key. You can leave; the video appears here once that is fixed.",
    ],
    [
      'out-of-credit',
      "The service is out of credit at happyhorse.app. You can leave; the video appears here once it's topped up.",
    ],
    [
      'redirected',
      'happyhorse.app moved to another address. You can leave; the video appears here once that is fixed.',
    ],
    [
      'maintenance',
      "happyhorse.app is under maintenance. You can leave; the video appears here when it's back.",
    ],
    [
      'failing',
      "happyhorse.app isn't answering. You can leave; the video appears here when it does.",
    ],
    [
      'not-set-up',
      "happyhorse.app was removed from Showrunner. The video appears here if it's set up again within a day.",
    ],
  ] as const)('says why, and when it goes on: %s', (unread, line) => {
    for (const state of [STATES.rendering, STATES.overdue]) {
      const view = card(state, { unread });
      expect([view.headline, ...view.lines, ...view.receipt].map(plain)).toEqual([
        'Status unknown',
        line,
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
      "happyhorse.app isn't reporting on its videos. Yours starts when it does or another provider can make it.",
    );
    const asked = aJob(STATES.waiting, { request: aRequest({ asked: 'fake/fake-1' }) });
    expect(first(viewCard(asked, aContext({ providerTitle: TITLE, circuitOpen })))).toBe(
      "happyhorse.app isn't reporting on its videos. Yours starts when it does.",
    );
  });
});
