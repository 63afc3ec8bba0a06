import { backOffMs, networkBackOffMs } from './domain/back-off.ts';
import { later } from '../shared/domain/later.ts';
import { ProviderError } from '../shared/domain/errors.ts';
import type { ProviderErrorCode } from '../shared/domain/errors.ts';
import type { VideoProvider } from './ports/video-provider.ts';
import type { RateSlotDependencies } from './rate-slots.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface PushBackDependencies extends RateSlotDependencies {
  readonly logger: Logger;
}

interface PushedBack {
  /** In a row. */
  readonly times: number;
  readonly at: Date;
}

/** What each provider turned away of this process since a call last came through. */
const pushedBack = new WeakMap<VideoProvider, PushedBack>();

/** How long a key is left alone after that; null: the call says nothing about the next one. */
const WAITS = {
  'rate-limited': backOffMs,
  maintenance: networkBackOffMs,
  unreachable: networkBackOffMs,
  timeout: networkBackOffMs,
  'server-error': networkBackOffMs,
  'no-turn': null,
  'key-refused': null,
  'out-of-credit': null,
  redirected: null,
  unreadable: null,
} as const satisfies Record<
  ProviderErrorCode,
  ((times: number, toldMs: number | null) => number) | null
>;

/**
 * A call was turned away for now or did not come through: nobody calls with that key before a while
 * is over, which is longer each time in a row. Calls that were under way together count as one.
 * Never throws.
 */
export async function pushBack(
  deps: PushBackDependencies,
  provider: VideoProvider,
  error: unknown,
  begun: Date,
): Promise<void> {
  const waitMs = error instanceof ProviderError ? WAITS[error.code] : null;
  if (!(error instanceof ProviderError) || waitMs === null) return;
  const now = deps.clock.now();
  const before = pushedBack.get(provider);
  const isNews = before === undefined || begun > before.at;
  const times = (before?.times ?? 0) + (isNews ? 1 : 0);
  if (isNews) pushedBack.set(provider, { times, at: now });
  const until = later(now, waitMs(times - 1, error.retryAfterMs));
  await deps.rateLimiter.pause(provider.name, until).catch((failed: unknown) => {
    deps.logger.warn({ provider: provider.name, err: failed }, 'pause not written');
  });
}

/** A call of this process had an answer. */
export function callsComeThrough(provider: VideoProvider): void {
  pushedBack.delete(provider);
}
