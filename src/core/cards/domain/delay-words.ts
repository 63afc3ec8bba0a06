import type { CollectSetback, NotFound } from '../../jobs/domain/job.ts';

interface DelayWords {
  readonly headline: string;
  readonly lines: readonly string[];
}

/** The first failure may be over in seconds: it is nobody's business yet. */
const COLLECT_FAILURES_TOLD = 2;

export function collectingWords(
  setback: CollectSetback | undefined,
  providerTitle: string,
): DelayWords {
  if (setback === undefined || setback.times < COLLECT_FAILURES_TOLD) {
    return { headline: 'Rendered. Fetching the video', lines: [] };
  }
  switch (setback.reason) {
    case 'not-saved':
      return {
        headline: 'Made, but not saved yet',
        lines: [
          'The video is made. Saving it failed; it is tried again by itself. Nothing is lost.',
        ],
      };
    case 'no-video':
      return {
        headline: 'Made, but not there yet',
        lines: [
          `${providerTitle} says the video is made, but its link does not give it yet. It is tried again by itself.`,
        ],
      };
    case 'not-fetched':
      return {
        headline: 'Made, but not downloaded yet',
        lines: [
          `${providerTitle} made the video. Downloading it failed; it is tried again by itself.`,
        ],
      };
  }
}

/** A render that was just ordered may not be listed at once. */
const NOT_FOUND_TOLD = 3;

/** Nothing while it is too early to say. */
export function notFoundWords(
  notFound: NotFound | undefined,
  providerTitle: string,
): DelayWords | undefined {
  if (notFound === undefined || notFound.times < NOT_FOUND_TOLD) return undefined;
  return {
    headline: `${providerTitle} doesn't find this video`,
    lines: [
      'It is asked again by itself. If the video stays missing, your credits come back within half an hour.',
    ],
  };
}
