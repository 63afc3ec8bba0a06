import { describe, expect, it } from 'vitest';
import { collectingWords, notFoundWords } from '../../../../src/core/cards/domain/delay-words.ts';
import type { CollectSetback } from '../../../../src/core/jobs/domain/job.ts';
import { START } from '../../../support/builders.ts';
import { plain } from '../../messages/domain/plain-text.ts';

type Words = ReturnType<typeof notFoundWords>;

const told = (words: Words) => words && [words.headline, ...words.lines].map(plain);

describe('a finished video that cannot be fetched yet', () => {
  const after = (times: number, reason: CollectSetback['reason'] = 'not-saved') =>
    told(
      collectingWords(
        { reason, times, since: START, firstAt: START, until: START },
        'Fake provider',
      ),
    );
  const fetching = ['Rendered. Fetching the video'];

  it('is being fetched, also after a first failure', () => {
    expect(told(collectingWords(undefined, 'Fake provider'))).toEqual(fetching);
    expect(after(1)).toEqual(fetching);
  });

  it('says from the second failure on where the fault is', () => {
    expect(after(2, 'not-saved')).toEqual([
      'Made, but not saved yet',
      'The video is made. Saving it failed; it is tried again by itself. Nothing is lost.',
    ]);
    expect(after(2, 'no-video')).toEqual([
      'Made, but not there yet',
      'Fake provider says the video is made, but its link does not give it yet. It is tried again by itself.',
    ]);
    expect(after(2, 'not-fetched')).toEqual([
      'Made, but not downloaded yet',
      'Fake provider made the video. Downloading it failed; it is tried again by itself.',
    ]);
  });
});

describe('a render that its provider does not find', () => {
  const after = (times: number) =>
    told(notFoundWords({ since: START, times, until: START }, 'Fake provider'));

  it('is nobody’s business twice: it may not be listed yet', () => {
    expect(told(notFoundWords(undefined, 'Fake provider'))).toBeUndefined();
    expect(after(2)).toBeUndefined();
  });

  it('is told the third time, with what becomes of the credits', () => {
    expect(after(3)).toEqual([
      "Fake provider doesn't find this video",
      'It is asked again by itself. If the video stays missing, your credits come back within half an hour.',
    ]);
  });
});
