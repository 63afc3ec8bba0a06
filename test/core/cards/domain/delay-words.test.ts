import { describe, expect, it } from 'vitest';
import { collectingWords, notFoundWords } from '../../../../src/core/cards/domain/delay-words.ts';
import type { CollectSetback } from '../../../../src/core/jobs/domain/job.ts';
import { after, START } from '../../../support/builders.ts';
import { plain } from '../../messages/domain/plain-text.ts';

type Words = ReturnType<typeof notFoundWords>;

const seen = (words: Words) => words && [words.headline, ...words.lines].map(plain);

describe('a finished video that cannot be fetched yet', () => {
  const told = (times: number, reason: CollectSetback['reason'] = 'not-saved') =>
    seen(
      collectingWords(
        { reason, times, since: START, firstAt: START, until: START },
        'Fake provider',
      ),
    );
  const fetching = ['Rendered, downloading'];

  it('is being fetched, also after a first failure', () => {
    expect(seen(collectingWords(undefined, 'Fake provider'))).toEqual(fetching);
    expect(told(1)).toEqual(fetching);
  });

  it('says from the second failure on where the fault is', () => {
    expect(told(2, 'not-saved')).toEqual([
      'Rendered, not here yet',
      "Showrunner couldn't save the video yet and keeps trying.",
    ]);
    expect(told(2, 'no-video')).toEqual([
      'Rendered, not here yet',
      "Fake provider finished the video, but its link doesn't work yet. Trying again.",
    ]);
    expect(told(2, 'not-fetched')).toEqual([
      'Rendered, not here yet',
      'Downloading from Fake provider failed. Trying again.',
    ]);
  });
});

describe('a render that its provider does not find', () => {
  const told = (times: number, { until = START, now = START } = {}) =>
    seen(notFoundWords({ since: START, times, until }, 'Fake provider', now));

  it('is nobody’s business twice: it may not be listed yet', () => {
    expect(seen(notFoundWords(undefined, 'Fake provider', START))).toBeUndefined();
    expect(told(2)).toBeUndefined();
  });

  it('is told the third time, with what becomes of the credits', () => {
    expect(told(3)).toEqual([
      "Fake provider can't find this video",
      'Showrunner keeps asking. If it stays missing, your credits come back in about 20 min.',
    ]);
  });

  it('has that much less time left the longer it is missing', () => {
    const line = (minutes: number, until?: Date) =>
      told(9, { now: after(minutes * 60_000), ...(until !== undefined && { until }) })?.[1];
    expect(line(15)).toContain('in about 5 min.');
    // It is given up by a question, and the next one may come later.
    expect(line(19, after(22 * 60_000))).toContain('in about 3 min.');
  });
});
