import { unfit, settle } from './fit.ts';
import type { Offer } from './fit.ts';
import { quoteFor } from './quote.ts';
import type { Refusal } from './refusal.ts';
import type { VideoSettings, VideoWish } from './video-request.ts';

export interface Route {
  readonly offer: Offer;
  readonly settings: VideoSettings;
  readonly quote: number;
}

export type Routed =
  | { readonly status: 'routed'; readonly route: Route }
  | { readonly status: 'unroutable'; readonly refusal: Refusal };

/** The cheapest model that can make what is wished for, or what stands in the way. */
export function chooseRoute(wish: VideoWish, offers: readonly Offer[]): Routed {
  const refusals: Refusal[] = [];
  const routes: Route[] = [];
  for (const offer of offers) {
    const refusal = unfit(wish, offer);
    if (refusal !== null) {
      refusals.push(refusal);
      continue;
    }
    const settings = settle(wish, offer.model);
    routes.push({ offer, settings, quote: quoteFor(offer.model, settings, wish.scene.kind) });
  }
  const [best] = routes.toSorted((one, other) => one.quote - other.quote);
  if (best !== undefined) return { status: 'routed', route: best };
  // A model that makes this kind of video says more about what is wrong than one that does not.
  const telling = refusals.find((it) => it.code !== 'kind-not-offered') ?? refusals[0];
  return { status: 'unroutable', refusal: telling ?? { code: 'no-provider' } };
}
