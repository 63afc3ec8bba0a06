import type { CardWords } from './card-context.ts';
import type { CollectSetback, NotFound } from '../../jobs/domain/job.ts';
import { goneAt } from '../../jobs/domain/not-found.ts';
import { msg } from '../../messages/domain/message.ts';
import { roughMs } from '../../messages/domain/rough-ms.ts';

/** The first failure may be over in seconds: it is nobody's business yet. */
const COLLECT_FAILURES_TOLD = 2;

export function collectingWords(setback: CollectSetback | undefined, provider: string): CardWords {
  if (setback === undefined || setback.times < COLLECT_FAILURES_TOLD) {
    return { headline: msg('cards.downloading'), lines: [] };
  }
  const why = {
    'not-saved': msg('cards.not-saved'),
    'no-video': msg('cards.no-video-yet', { provider }),
    'not-fetched': msg('cards.not-downloaded', { provider }),
  } as const satisfies Record<CollectSetback['reason'], unknown>;
  return { headline: msg('cards.delayed'), lines: [why[setback.reason]] };
}

/** A render that was just ordered may not be listed at once. */
const NOT_FOUND_TOLD = 3;

/** Nothing while it is too early to say. */
export function notFoundWords(
  notFound: NotFound | undefined,
  provider: string,
  now: Date,
): CardWords | undefined {
  if (notFound === undefined || notFound.times < NOT_FOUND_TOLD) return undefined;
  const time = roughMs(goneAt(notFound).getTime() - now.getTime());
  return {
    headline: msg('cards.not-found', { provider }),
    lines: [msg('cards.not-found-line', { time })],
  };
}
