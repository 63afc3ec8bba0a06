import { modelId } from '../../video/domain/capabilities.ts';
import { factsOf } from '../../cards/domain/card-context.ts';
import type { ModelFacts } from '../../cards/domain/card-context.ts';
import { settle } from '../../video/domain/validate.ts';
import type { Offer } from '../../video/domain/validate.ts';
import { inPriceOrder } from '../../video/domain/price-order.ts';
import type { PricedOffer } from '../../video/domain/price-order.ts';
import { quoteFor } from '../../video/domain/quote.ts';
import { chooseRoute } from '../../video/domain/routing.ts';
import type { Circumstances } from '../../video/domain/routing.ts';
import type { VideoSettings, VideoWish } from '../../video/domain/video-request.ts';

/** The same words and media, made for less. */
export interface CheaperDraft extends ModelFacts {
  readonly wish: VideoWish;
  readonly settings: VideoSettings;
  readonly price: number;
}

/**
 * The cheapest way to make what is wished for: as short as can be, in the plainer quality, silent.
 * Null when nothing is cheaper.
 * @param sourceSeconds of the video that is worked on, which decides the length
 */
export function cheaperDraft(
  wish: VideoWish,
  price: number,
  offers: readonly Offer[],
  circumstances: Circumstances,
  sourceSeconds: number | null,
): CheaperDraft | null {
  const silent = { ...wish, settings: { ...wish.settings, sound: false } };
  const drafts = offers.flatMap((offer): (PricedOffer & { readonly wish: VideoWish })[] => {
    const { model, provider } = offer;
    const draft: VideoWish = {
      ...silent,
      settings: {
        ...silent.settings,
        seconds: model.seconds.min,
        quality: model.qualities.includes('std') ? 'std' : model.defaultQuality,
        sound: model.sound?.choice === true ? false : null,
      },
      model: modelId(provider, model),
    };
    if (chooseRoute(draft, [offer], circumstances).status !== 'routed') return [];
    const settings = settle(draft, model, sourceSeconds);
    return [{ wish: draft, offer, settings, quote: quoteFor(model, settings, wish.scene.kind) }];
  });
  const cheaper = inPriceOrder(drafts, silent).find((it) => it.quote < price);
  if (cheaper === undefined) return null;
  const { offer, settings, quote } = cheaper;
  return { wish: cheaper.wish, ...factsOf(offer.model), settings, price: quote };
}
