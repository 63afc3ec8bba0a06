import { modelId } from '../video/domain/capabilities.ts';
import type { Offer } from '../video/domain/validate.ts';
import type { Core } from '../core.ts';
import { outagesNow } from './outages.ts';
import { gatesNow, gatesOf } from './plan-gates.ts';

/** Every model of every provider that is set up here. */
export function offersOf(core: Core): readonly Offer[] {
  return [...core.providers.values()].flatMap((provider) =>
    provider.models.map((model) => ({
      provider: provider.name,
      providerTitle: provider.title,
      model,
      canTakeMedia: model.inputs !== 'link' || core.canLink,
    })),
  );
}

/** The same with what they can do just now: what their providers said of that lately counts. */
export async function offersNow(core: Core): Promise<readonly Offer[]> {
  const [outages, gates] = await Promise.all([outagesNow(core), gatesNow(core)]);
  return offersOf(core).map((offer) => {
    const { trouble } = outages.get(modelId(offer.provider, offer.model)) ?? {};
    return {
      ...offer,
      canTakeMedia: offer.canTakeMedia && trouble !== 'no-uploads',
      gates: gatesOf(gates, offer),
    };
  });
}
