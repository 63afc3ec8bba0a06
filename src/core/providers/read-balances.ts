import { balanceFineReply, balanceLowReply } from './domain/operator-alerts.ts';
import { later } from '../shared/domain/later.ts';
import type { VideoProvider } from './ports/video-provider.ts';
import type { Core } from '../core.ts';
import { readAccount } from './provider-account.ts';

/** Once an hour, whichever process comes first. */
const EVERY_MS = 60 * 60 * 1000;
/** Processes that start together look once. */
const JUST_NOW_MS = 60_000;

/** Looks up what is left at every provider whose turn it is. Never throws. */
export async function lookUpBalances(
  core: Core,
  { starting }: { readonly starting: boolean },
  signal: AbortSignal,
): Promise<void> {
  const now = core.clock.now();
  const since = later(now, -(starting ? JUST_NOW_MS : EVERY_MS));
  await Promise.all(
    [...core.providers.values()].map(async (provider) => {
      try {
        if (await core.balances.claim(provider.name, since, now)) {
          const atMostMsOld = starting ? JUST_NOW_MS : 0;
          await lookUpBalance(core, provider, signal, { atMostMsOld });
        }
      } catch (error) {
        core.logger.warn({ provider: provider.name, err: error }, 'balance not looked up');
      }
    }),
  );
}

/**
 * What is left at a provider, in its own credits; null where it does not say. Never throws.
 * @param told operators hear of it by other words
 * @param atMostMsOld an answer that was had so short a time ago will do
 */
export async function lookUpBalance(
  core: Core,
  provider: VideoProvider,
  signal: AbortSignal,
  {
    told = false,
    atMostMsOld = 0,
  }: { readonly told?: boolean; readonly atMostMsOld?: number } = {},
): Promise<number | null> {
  const { name, title } = provider;
  const account = await readAccount(core, provider, atMostMsOld, signal);
  if (account.key !== 'accepted') core.logger.warn({ provider: name, account }, 'account not read');
  const { credits } = account;
  if (credits === null) return null;
  try {
    const threshold = core.lowBalance.get(name) ?? 0;
    const news = await core.balances.save(name, { credits, threshold }, core.clock.now());
    core.logger.info({ provider: name, credits, threshold, news }, 'balance looked up');
    if (news === 'fine') core.tellOperators(balanceFineReply(title, credits));
    if (news === 'low' && !told) core.tellOperators(balanceLowReply(title, credits, threshold));
  } catch (error) {
    core.logger.warn({ provider: name, credits, err: error }, 'balance not written');
  }
  return credits;
}
