import { modelId } from '../../video/domain/capabilities.ts';
import { factsOf } from '../../cards/domain/card-context.ts';
import type { ModelFacts } from '../../cards/domain/card-context.ts';
import { settle } from '../../video/domain/validate.ts';
import type { Offer } from '../../video/domain/validate.ts';
import { inPriceOrder, quoteFor } from '../../video/domain/prices.ts';
import type { PricedOffer } from '../../video/domain/prices.ts';
import { chooseRoute } from '../../video/domain/routing.ts';
import type { RoutingContext } from '../../video/domain/routing.ts';
import type { VideoSettings, VideoDraft } from '../../video/domain/video-request.ts';

/** The same words and media, made for less. */
export interface CheaperVersion extends ModelFacts {
  readonly draft: VideoDraft;
  readonly settings: VideoSettings;
  readonly price: number;
}

/**
 * The cheapest way to make what is wished for: as short as can be, in the plainer quality, silent.
 * Null when nothing is cheaper.
 * @param sourceSeconds of the video that is worked on, which decides the length
 */
export function cheaperVersion(
  draft: VideoDraft,
  price: number,
  offers: readonly Offer[],
  routingContext: RoutingContext,
  sourceSeconds: number | null,
): CheaperVersion | null {
  const silent = { ...draft, settings: { ...draft.settings, sound: false } };
  const versions = offers.flatMap((offer): (PricedOffer & { readonly draft: VideoDraft })[] => {
    const { model, provider } = offer;
    const version: VideoDraft = {
      ...silent,
      settings: {
        ...silent.settings,
        seconds: model.seconds.min,
        quality: model.qualities.includes('std') ? 'std' : model.defaultQuality,
        sound: model.sound?.choice === true ? false : null,
      },
      model: modelId(provider, model),
    };
    if (chooseRoute(version, [offer], routingContext).status !== 'routed') return [];
    const settings = settle(version, model, sourceSeconds);
    return [
      { draft: version, offer, settings, quote: quoteFor(model, settings, draft.scene.kind) },
    ];
  });
  const cheaper = inPriceOrder(versions, silent).find((it) => it.quote < price);
  if (cheaper === undefined) return null;
  const { offer, settings, quote } = cheaper;
  return { draft: cheaper.draft, ...factsOf(offer.model), settings, price: quote };
}
