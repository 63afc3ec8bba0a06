import { later } from '../shared/domain/later.ts';
import type { ProviderAccount, VideoProvider } from './ports/video-provider.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { slotsOf } from './rate-slots.ts';
import type { RateSlotDependencies } from './rate-slots.ts';

const ASK_WITHIN_MS = 20_000;

interface Asked {
  readonly at: Date;
  readonly account: Promise<ProviderAccount>;
}

/** What each provider was last asked by this process. */
const asked = new WeakMap<VideoProvider, Asked>();

/**
 * What a provider says of its key, or said so short a time ago: several want to know it at a start,
 * and some providers answer one such question a second. Never throws.
 */
export function readAccount(
  deps: RateSlotDependencies,
  provider: VideoProvider,
  atMostMsOld: number,
  signal: AbortSignal,
): Promise<ProviderAccount> {
  const now = deps.clock.now();
  const before = asked.get(provider);
  if (before !== undefined && later(before.at, atMostMsOld) > now) return before.account;
  const account = ask(deps, provider, signal);
  asked.set(provider, { at: now, account });
  return account;
}

async function ask(
  deps: RateSlotDependencies,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<ProviderAccount> {
  using deadline = deadlineSignal(deps.clock, ASK_WITHIN_MS);
  try {
    return await provider.account({
      slot: slotsOf(deps, provider, 0),
      signal: AbortSignal.any([signal, deadline.signal]),
    });
  } catch (error) {
    return { key: 'unknown', credits: null, why: String(error) };
  }
}
