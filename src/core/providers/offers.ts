import { isUnreadable } from './domain/check-failures.ts';
import type { Unreadable } from './domain/check-failures.ts';
import type { Outage, ProviderHealth } from './ports/provider-health.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { VideoProviders } from './ports/video-provider.ts';
import type { Offer } from '../video/domain/validate.ts';
import type { MetGate, PlanGates } from './ports/plan-gates.ts';
import { modelId } from '../video/domain/capabilities.ts';
import type { RoutingContext } from '../video/domain/routing.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';

export interface OffersDependencies {
  readonly providers: VideoProviders;
  /** True when providers can fetch media from here. */
  readonly canLink: boolean;
}

export interface OffersNowDependencies extends OffersDependencies {
  readonly health: ProviderHealth;
  readonly planGates: PlanGates;
  readonly clock: Clock;
}

type OutagesDependencies = Pick<OffersNowDependencies, 'health' | 'clock' | 'canLink'>;

/** Providers and models whose circuit is open at this moment. */
export async function outagesNow(deps: OutagesDependencies): Promise<ReadonlyMap<string, Outage>> {
  const now = deps.clock.now();
  const openCircuits = await deps.health.openCircuits();
  return new Map(
    [...openCircuits].filter(
      // Since the service has a public address, files need not be sent.
      ([, { until, trouble }]) => until > now && !(trouble === 'no-uploads' && deps.canLink),
    ),
  );
}

/** Those that are left alone, and until when. */
export async function downNow(deps: OutagesDependencies): Promise<ReadonlyMap<string, Date>> {
  const outages = await outagesNow(deps);
  // Routing knows better of one that takes no files: only what has none can be made there.
  return new Map(
    [...outages].flatMap(([name, { until, trouble }]) =>
      trouble === 'no-uploads' ? [] : [[name, until] as const],
    ),
  );
}

/** Why a provider tells nothing of what it renders; null where it does. */
export function unreadOf(
  deps: Pick<OffersDependencies, 'providers'>,
  provider: string,
  outage: Outage | null,
): Unreadable | 'not-set-up' | null {
  if (!deps.providers.has(provider)) return 'not-set-up';
  const trouble = outage?.unread?.trouble;
  return trouble !== undefined && isUnreadable(trouble) ? trouble : null;
}

/** What is in force for the keys that are set here. */
export async function gatesNow(
  deps: Pick<OffersNowDependencies, 'planGates' | 'providers' | 'clock'>,
): Promise<readonly MetGate[]> {
  const gates = await deps.planGates.inForce(deps.clock.now());
  return gates.filter((it) => deps.providers.get(it.provider)?.keyHash === it.keyHash);
}

export function gatesOf(gates: readonly MetGate[], { provider, model }: Offer): readonly MetGate[] {
  return gates.filter((it) => it.provider === provider && it.model === model.model);
}

/** Every model of every provider that is set up here. */
export function offersOf(deps: OffersDependencies): readonly Offer[] {
  return [...deps.providers.values()].flatMap((provider) =>
    provider.models.map((model) => ({
      provider: provider.name,
      providerTitle: provider.title,
      model,
      canTakeMedia: model.inputs !== 'link' || deps.canLink,
    })),
  );
}

/** The same with what they can do just now: what their providers said of that lately counts. */
export async function offersNow(deps: OffersNowDependencies): Promise<readonly Offer[]> {
  const [outages, gates] = await Promise.all([outagesNow(deps), gatesNow(deps)]);
  return offersOf(deps).map((offer) => {
    const { trouble } = outages.get(modelId(offer.provider, offer.model)) ?? {};
    return {
      ...offer,
      canTakeMedia: offer.canTakeMedia && trouble !== 'no-uploads',
      gates: gatesOf(gates, offer),
    };
  });
}

export interface RoutingContextDependencies extends OutagesDependencies {
  /** Models of providers that are known but not set up. */
  readonly notSetUp: readonly Offer[];
}

/** What a route is chosen by just now, for a team. */
export async function routingContextOf(
  deps: RoutingContextDependencies,
  { models }: Pick<TeamSettings, 'models'>,
): Promise<RoutingContext> {
  return { down: await downNow(deps), notSetUp: deps.notSetUp, rules: models };
}
