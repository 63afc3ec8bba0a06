import {
  knownFailures,
  providerFailureReply,
  providerRecoveredReply,
} from './domain/operator-alerts.ts';
import type { KnownFailure } from './domain/operator-alerts.ts';
import { msg } from '../messages/domain/message.ts';
import type { ListItem } from '../messages/domain/message.ts';
import { modelId } from '../video/domain/capabilities.ts';
import type { ProviderFailure } from './domain/provider-failure.ts';
import type { VideoProvider, VideoProviders } from './ports/video-provider.ts';
import { tellWithBalance } from './read-balances.ts';
import type { LookUpBalanceDependencies } from './read-balances.ts';
import type { ProviderHealth } from './ports/provider-health.ts';

export interface ReportFailureDependencies extends LookUpBalanceDependencies {
  readonly health: ProviderHealth;
  readonly providers: VideoProviders;
}

/** What providers, or models of theirs, have trouble with, for whoever runs the service. */
export async function failuresNow(
  deps: Pick<ReportFailureDependencies, 'health' | 'providers'>,
): Promise<readonly KnownFailure[]> {
  const openCircuits = await deps.health.openCircuits();
  return [...openCircuits].flatMap(([name, outage]) =>
    knownFailures(deps.providers.get(name)?.title ?? name, outage),
  );
}

/** What is left alone: a provider, or one of its models. */
export interface CircuitOwner {
  readonly name: string;
  readonly title: ListItem;
}

/** A model that is left alone while its provider is not. */
export function modelCircuit(provider: VideoProvider, model: string): CircuitOwner {
  const named = provider.models.find((it) => it.model === model)?.title ?? model;
  const title = msg('providers.model-at', { model: named, provider: provider.title });
  return { name: modelId(provider.name, { model }), title };
}

/** What was said of a trouble: to a person, and to whoever runs the service. */
export interface Said {
  readonly message: string | null;
  readonly detail?: string;
}

const NOTHING_SAID: Said = { message: null };

/** Takes a provider out for a while; whoever runs the service hears of it once. Never throws. */
export async function reportFailure(
  deps: ReportFailureDependencies,
  provider: CircuitOwner,
  failure: ProviderFailure,
  { message, detail }: Said = NOTHING_SAID,
  toldMs: number | null = null,
): Promise<void> {
  try {
    const now = deps.clock.now();
    const { until, news } = await deps.health.recordFailure(provider.name, failure, now, toldMs);
    const facts = { provider: provider.name, trouble: failure, message, detail, until };
    const alert = (left: number | null) => {
      if (!news) return;
      const known = { message, detail: detail ?? null, left };
      deps.tellOperators(providerFailureReply(provider.title, failure, until, known));
    };
    if (news) deps.logger.error(facts, 'circuit opened');
    else deps.logger.warn(facts, 'circuit still open');
    const account = failure === 'out-of-credit' ? deps.providers.get(provider.name) : undefined;
    if (account === undefined) alert(null);
    else tellWithBalance(deps, account, news, alert);
  } catch (error) {
    deps.logger.error(
      { provider: provider.name, trouble: failure, err: error },
      'failure not recorded',
    );
  }
}

/** So many orders in a row without an answer, and a provider is left alone. */
const FAILING_AFTER = 3;

/** An order had no answer, or could not be sent. Never throws. */
export async function reportNoAnswer(
  deps: ReportFailureDependencies,
  provider: VideoProvider,
): Promise<void> {
  try {
    const [times, openCircuits] = await Promise.all([
      deps.health.recordNoAnswer(provider.name),
      deps.health.openCircuits(),
    ]);
    // In trouble already: the one order that it is tried with says enough.
    if (times < FAILING_AFTER && !openCircuits.has(provider.name)) return;
  } catch (error) {
    deps.logger.error({ provider: provider.name, err: error }, 'failure not counted');
    return;
  }
  await reportFailure(deps, provider, 'failing');
}

/** It answered an order, and did not take it. Never throws. */
export async function reportAnswer(
  deps: Pick<ReportFailureDependencies, 'health' | 'logger' | 'tellOperators'>,
  provider: VideoProvider,
): Promise<void> {
  await deps.health.recordAnswer(provider.name).catch((error: unknown) => {
    deps.logger.warn({ provider: provider.name, err: error }, 'success not recorded');
  });
}

/** An order was taken that was sent then. Never throws. */
export async function reportSuccess(
  deps: Pick<ReportFailureDependencies, 'health' | 'logger' | 'tellOperators'>,
  provider: CircuitOwner,
  orderedAt: Date,
): Promise<void> {
  try {
    if (!(await deps.health.recordSuccess(provider.name, orderedAt))) return;
    deps.logger.info({ provider: provider.name }, 'circuit closed');
    deps.tellOperators(providerRecoveredReply(provider.title));
  } catch (error) {
    deps.logger.warn({ provider: provider.name, err: error }, 'recovery not written');
  }
}
