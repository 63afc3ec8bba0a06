import { balanceFineReply, balanceLowReply } from './domain/operator-alerts.ts';
import { later } from '../shared/domain/later.ts';
import type { VideoProvider, VideoProviders } from './ports/video-provider.ts';
import { readAccount } from './provider-account.ts';
import type { RateSlotDependencies } from './rate-slots.ts';
import type { ProviderBalances } from './ports/provider-balances.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { TellOperators } from '../messages/ports/tell-operators.ts';

export interface LookUpBalanceDependencies extends RateSlotDependencies {
  readonly balances: ProviderBalances;
  readonly logger: Logger;
  /** Under how many of its own credits operators hear of a provider’s account, by its name. */
  readonly lowBalance: ReadonlyMap<string, number>;
  readonly tellOperators: TellOperators;
}

/** Once an hour, whichever process comes first. */
const EVERY_MS = 60 * 60 * 1000;
/** Processes that start together look once. */
const JUST_NOW_MS = 60_000;

/** Looks up what is left at every provider whose turn it is. Never throws. */
export async function lookUpBalances(
  deps: LookUpBalanceDependencies & { readonly providers: VideoProviders },
  { starting }: { readonly starting: boolean },
  signal: AbortSignal,
): Promise<void> {
  const now = deps.clock.now();
  const since = later(now, -(starting ? JUST_NOW_MS : EVERY_MS));
  await Promise.all(
    [...deps.providers.values()].map(async (provider) => {
      try {
        if (await deps.balances.claim(provider.name, since, now)) {
          const atMostMsOld = starting ? JUST_NOW_MS : 0;
          await lookUpBalance(deps, provider, signal, { atMostMsOld });
        }
      } catch (error) {
        deps.logger.warn({ provider: provider.name, err: error }, 'balance not read');
      }
    }),
  );
}

/**
 * Looks up what is left at a provider that said it is out of credit, and has it told with the rest.
 * Not waited for: it is for operators alone, and what told of it may not be written yet. Never throws.
 * @param told operators hear of it by other words
 */
export function tellWithBalance(
  deps: LookUpBalanceDependencies,
  provider: VideoProvider,
  told: boolean,
  tell: (left: number | null) => void,
): void {
  void lookUpBalance(deps, provider, new AbortController().signal, { told })
    .then(tell)
    .catch((error: unknown) => {
      deps.logger.error({ provider: provider.name, err: error }, 'operators not alerted');
    });
}

/**
 * What is left at a provider, in its own credits; null where it does not say. Never throws.
 * @param told operators hear of it by other words
 * @param atMostMsOld an answer that was had so short a time ago will do
 */
export async function lookUpBalance(
  deps: LookUpBalanceDependencies,
  provider: VideoProvider,
  signal: AbortSignal,
  {
    told = false,
    atMostMsOld = 0,
  }: { readonly told?: boolean; readonly atMostMsOld?: number } = {},
): Promise<number | null> {
  const { name, title } = provider;
  const account = await readAccount(deps, provider, atMostMsOld, signal);
  if (account.key !== 'accepted') deps.logger.warn({ provider: name, account }, 'account not read');
  const { credits } = account;
  if (credits === null) return null;
  try {
    const threshold = deps.lowBalance.get(name) ?? 0;
    const news = await deps.balances.save(name, { credits, threshold }, deps.clock.now());
    deps.logger.info({ provider: name, credits, threshold, news }, 'balance read');
    if (news === 'fine') deps.tellOperators(balanceFineReply(title, credits));
    if (news === 'low' && !told) deps.tellOperators(balanceLowReply(title, credits, threshold));
  } catch (error) {
    deps.logger.warn({ provider: name, credits, err: error }, 'balance not written');
  }
  return credits;
}
