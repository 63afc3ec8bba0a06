import { modelId } from '../video/domain/capabilities.ts';
import type { Offer } from '../video/domain/validate.ts';
import { outagesNow } from './outages.ts';
import type { OutagesDependencies } from './outages.ts';
import { gatesNow, gatesOf } from './plan-gates.ts';
import type { PlanGatesDependencies } from './plan-gates.ts';
import type { VideoProviders } from './ports/video-provider.ts';

export interface OffersDependencies {
  readonly providers: VideoProviders;
  /** True when providers can fetch media from here. */
  readonly canLink: boolean;
}

export interface OffersNowDependencies
  extends OffersDependencies, OutagesDependencies, PlanGatesDependencies {}

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
