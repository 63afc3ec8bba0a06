import { modelId } from './capabilities.ts';
import { unfit, settle } from './fit.ts';
import type { Offer } from './fit.ts';
import { quoteFor } from './quote.ts';
import type { Need, Refusal } from './refusal.ts';
import { guidesOf, withUsual } from './video-request.ts';
import type { VideoSettings, VideoWish } from './video-request.ts';

export interface Route {
  readonly offer: Offer;
  readonly settings: VideoSettings;
  readonly quote: number;
}

export type Routed =
  | { readonly status: 'routed'; readonly route: Route }
  | { readonly status: 'unroutable'; readonly refusal: Refusal };

/** What decides on a route beside the offers themselves. */
export interface Circumstances {
  /** Providers that are left alone for a while, and until when. */
  readonly down: ReadonlyMap<string, Date>;
  /** Models of providers that are known but not set up. */
  readonly notSetUp: readonly Offer[];
}

const NORMAL: Circumstances = { down: new Map(), notSetUp: [] };

/** The model that was wished for, else the cheapest that can make it; or what stands in the way. */
export function chooseRoute(
  wish: VideoWish,
  offers: readonly Offer[],
  { down, notSetUp }: Circumstances = NORMAL,
): Routed {
  const asked = offers.filter((it) => wish.model === undefined || isCalled(it, wish.model));
  if (asked.length === 0 && offers.length > 0 && wish.model !== undefined) {
    const offered = offers.map(idOf);
    return { status: 'unroutable', refusal: { code: 'model-unknown', model: wish.model, offered } };
  }
  const refusals: Refusal[] = [];
  const routes: Route[] = [];
  for (const offer of asked) {
    const refusal = unfit(wish, offer);
    if (refusal !== null) {
      refusals.push(refusal);
      continue;
    }
    const settings = settle(wish, offer.model);
    routes.push({ offer, settings, quote: quoteFor(offer.model, settings, wish.scene.kind) });
  }
  const up = routes.filter((it) => !down.has(it.offer.provider));
  const [best] = up.toSorted((one, other) => one.quote - other.quote);
  if (best !== undefined) return { status: 'routed', route: best };
  if (routes.length > 0) return { status: 'unroutable', refusal: outOfOrder(routes, down) };
  const refusal = telling(refusals);
  if (wish.model !== undefined && isForWantOfModel(refusal)) {
    const able = offers.filter((it) => unfit(wish, it) === null).map(idOf);
    const title = asked[0]?.model.title ?? wish.model;
    if (able.length > 0) {
      return { status: 'unroutable', refusal: { code: 'model-unfit', model: title, able } };
    }
  }
  const lacking = offers.length === 0 || isForWantOfModel(refusal) ? missing(wish, notSetUp) : null;
  return { status: 'unroutable', refusal: lacking ?? refusal };
}

/** What somebody likes best fills what they left open; where nothing could make that, it does not. */
export function chooseUsual(
  wish: VideoWish,
  usual: VideoWish['settings'],
  offers: readonly Offer[],
  circumstances: Circumstances,
): Routed {
  const routed = chooseRoute(withUsual(wish, usual), offers, circumstances);
  return routed.status === 'routed' ? routed : chooseRoute(wish, offers, circumstances);
}

/** With every model that can make it now, cheapest first. */
export function routesOf(
  wish: VideoWish,
  usual: VideoWish['settings'],
  offers: readonly Offer[],
  circumstances: Circumstances,
): readonly Route[] {
  return offers
    .flatMap((offer) => {
      const routed = chooseUsual({ ...wish, model: idOf(offer) }, usual, [offer], circumstances);
      return routed.status === 'routed' ? [routed.route] : [];
    })
    .toSorted((one, other) => one.quote - other.quote);
}

/** By its full name as lists have it, by the provider's own, or by its title as it is read. */
function isCalled(offer: Offer, name: string): boolean {
  const called = name.trim().toLowerCase();
  const { model, title } = offer.model;
  return [idOf(offer), model, title].some((it) => it.toLowerCase() === called);
}

function idOf(offer: Offer): string {
  return modelId(offer.provider, offer.model);
}

function outOfOrder(routes: readonly Route[], down: ReadonlyMap<string, Date>): Refusal {
  const providers = [...new Set(routes.map((it) => it.offer.providerTitle))];
  const ends = routes.flatMap((it) => down.get(it.offer.provider)?.getTime() ?? []);
  return { code: 'providers-down', providers, until: Math.min(...ends) };
}

/** True when it is the models here that lack something, and not the request that is wrong. */
function isForWantOfModel(refusal: Refusal): boolean {
  switch (refusal.code) {
    case 'kind-not-offered':
    case 'first-frame-not-offered':
    case 'last-frame-without-first':
    case 'last-frame-not-offered':
      return true;
    case 'extra-not-offered':
      return refusal.extra === 'guideVideo' || refusal.extra === 'guideAudio';
    default:
      return false;
  }
}

/** What no model here can do, and who could. */
function missing(wish: VideoWish, notSetUp: readonly Offer[]): Refusal | null {
  const able = notSetUp.filter((it) => unfit(wish, it) === null);
  if (able.length === 0) return null;
  const providers = [...new Set(able.map((it) => it.providerTitle))];
  return { code: 'not-set-up', need: needOf(wish), providers };
}

function needOf({ scene }: VideoWish): Need {
  const { video, audio } = guidesOf(scene);
  if (video !== undefined) return 'guide-video';
  if (audio !== undefined) return 'guide-audio';
  if (scene.kind === 'references' && scene.elements.length > 0) return 'elements';
  if (scene.kind !== 'frames') return scene.kind;
  if (scene.last === null) return 'first-frame';
  return scene.first === null ? 'last-frame-alone' : 'last-frame';
}

/** A model that makes this kind of video says more about what is wrong than one that does not. */
function telling(refusals: readonly Refusal[]): Refusal {
  const [first] = refusals;
  return refusals.find((it) => it.code !== 'kind-not-offered') ?? first ?? { code: 'no-provider' };
}
