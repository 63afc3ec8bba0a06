import { downUntil, modelId } from './capabilities.ts';
import { validate, settle } from './validate.ts';
import type { Offer } from './validate.ts';
import { evenedOut, inPriceOrder, quoteFor } from './prices.ts';
import type { PricedOffer } from './prices.ts';
import type { Need, Refusal } from './refusal.ts';
import { allowsModel, USUAL_TEAM } from '../../teams/domain/team-settings.ts';
import type { ModelRules } from '../../teams/domain/team-settings.ts';
import { elementsOf, mediaReferencesOf, withUsual } from './video-request.ts';
import type { VideoDraft } from './video-request.ts';

export type Route = PricedOffer;

export type Routed =
  | { readonly status: 'routed'; readonly route: Route }
  | { readonly status: 'unroutable'; readonly refusal: Refusal };

/** What decides on a route beside the offers themselves. */
export interface RoutingContext {
  /** Providers and models that are left alone for a while, and until when. */
  readonly down: ReadonlyMap<string, Date>;
  /** Models of providers that are known but not set up. */
  readonly notSetUp: readonly Offer[];
  /** What the team lets its people use, and what it would have them use. */
  readonly rules: ModelRules;
  /** Where none is up, one is taken that will be back. */
  readonly whenBack?: boolean;
}

const NORMAL: RoutingContext = { down: new Map(), notSetUp: [], rules: USUAL_TEAM.models };

/** Those of the models here that a team lets its people use. */
export function allowedOf(offers: readonly Offer[], rules: ModelRules): readonly Offer[] {
  return offers.filter((it) => allowsModel(rules, idOf(it)));
}

/**
 * The model that was wished for, else the one the team prefers, else the cheapest that can make it,
 * of which `inPriceOrder` says what that is; or what stands in the way.
 */
export function chooseRoute(
  draft: VideoDraft,
  all: readonly Offer[],
  { down, notSetUp, rules, whenBack = false }: RoutingContext = NORMAL,
): Routed {
  const offers = allowedOf(all, rules);
  const asked = offers.filter((it) => draft.model === undefined || isCalled(it, draft.model));
  if (asked.length === 0 && all.length > 0) {
    return { status: 'unroutable', refusal: notAllowed(draft, all, offers) };
  }
  const able = asked.filter((it) => validate(draft, it) === null);
  const even =
    draft.model === undefined
      ? evenedOut(
          draft,
          able.map((it) => it.model),
        )
      : draft;
  const routes = able.map((offer) => routeTo(offer, validate(even, offer) === null ? even : draft));
  const up = routes.filter(({ offer }) => downUntil(down, offer.provider, offer.model) === null);
  // For a model that its provider does not have any more nothing waits.
  const waiting = routes.filter(({ offer }) => down.has(offer.provider));
  const cheapest = inPriceOrder(whenBack && up.length === 0 ? waiting : up, draft);
  const [best] = draft.model === undefined ? preferredFirst(cheapest, rules) : cheapest;
  if (best !== undefined) return { status: 'routed', route: best };
  if (routes.length > 0) {
    const providers = [...new Set(routes.map((it) => it.offer.providerTitle))];
    const waits = waiting.length > 0;
    return { status: 'unroutable', refusal: { code: 'providers-down', providers, waits } };
  }
  const refusal = telling(asked.flatMap((it) => validate(draft, it) ?? []));
  if (draft.model !== undefined && isModelMissing(refusal)) {
    const able = titlesOf(ableOf(draft, offers), all);
    const title = asked[0]?.model.title ?? draft.model;
    if (able.length > 0) {
      return { status: 'unroutable', refusal: { code: 'model-unfit', model: title, able } };
    }
  }
  if (draft.model === undefined && isModelMissing(refusal)) {
    const models = titlesOf(ableOf(draft, all), all);
    if (models.length > 0) {
      return { status: 'unroutable', refusal: { code: 'needs-denied-model', models } };
    }
  }
  const lacking =
    offers.length === 0 || isModelMissing(refusal) ? missing(draft, notSetUp, refusal) : null;
  return { status: 'unroutable', refusal: lacking ?? refusal };
}

/**
 * What somebody likes best fills what they left open; where nothing could make that, it does not.
 * Who likes sound still has the rest of what they like from a model of which nobody says whether it
 * has any.
 */
export function chooseUsual(
  draft: VideoDraft,
  usual: VideoDraft['settings'],
  offers: readonly Offer[],
  routingContext: RoutingContext,
): Routed {
  for (const liked of [usual, { ...usual, sound: null }]) {
    const routed = chooseRoute(withUsual(draft, liked), offers, routingContext);
    if (routed.status === 'routed') return routed;
  }
  return chooseRoute(draft, offers, routingContext);
}

/** With every model that can make it now, the one first that is taken where nobody chose. */
export function routesOf(
  draft: VideoDraft,
  usual: VideoDraft['settings'],
  offers: readonly Offer[],
  routingContext: RoutingContext,
): readonly Route[] {
  const routes = offers.flatMap((offer) => {
    const routed = chooseUsual({ ...draft, model: idOf(offer) }, usual, [offer], routingContext);
    return routed.status === 'routed' ? [routed.route] : [];
  });
  return preferredFirst(inPriceOrder(routes, withUsual(draft, usual)), routingContext.rules);
}

/** What the team would have its people use, before what is cheaper. */
function preferredFirst(routes: readonly Route[], { prefer }: ModelRules): readonly Route[] {
  const preferred = routes.filter((it) => idOf(it.offer) === prefer);
  return [...preferred, ...routes.filter((it) => !preferred.includes(it))];
}

/** Why none of the models here can be taken: none is called so, or the team does not allow it. */
function notAllowed(draft: VideoDraft, all: readonly Offer[], allowed: readonly Offer[]): Refusal {
  const { model } = draft;
  const named = all.filter((it) => model === undefined || isCalled(it, model));
  const able = ableOf(draft, allowed);
  const offered = titlesOf(able.length === 0 ? allowed : able, all);
  return model !== undefined && named.length === 0
    ? { code: 'model-unknown', model, offered }
    : { code: 'model-denied', models: titlesOf(named, all), offered };
}

function ableOf(draft: VideoDraft, offers: readonly Offer[]): readonly Offer[] {
  return offers.filter((it) => validate(draft, it) === null);
}

/** More than anybody reads are not named. */
const MOST_NAMED = 5;

function titlesOf(offers: readonly Offer[], all: readonly Offer[]): readonly string[] {
  return offers.slice(0, MOST_NAMED).map((it) => titleOf(it, all));
}

/** What a person reads of a model, told apart from one of another provider that is called the same. */
export function titleOf(offer: Offer, all: readonly Offer[]): string {
  const { title } = offer.model;
  return all.some((it) => it !== offer && it.model.title === title) ? fullTitleOf(offer) : title;
}

function fullTitleOf({ model, providerTitle }: Offer): string {
  return `${model.title} (${providerTitle})`;
}

function routeTo(offer: Offer, draft: VideoDraft): Route {
  const settings = settle(draft, offer.model);
  return { offer, settings, quote: quoteFor(offer.model, settings, draft.scene.kind) };
}

/** The full names of the models that somebody means by a name. */
export function modelsCalled(offers: readonly Offer[], name: string): readonly string[] {
  return offers.filter((it) => isCalled(it, name)).map(idOf);
}

/** By its full name as lists have it, by the provider's own, or by its title as it is read. */
function isCalled(offer: Offer, name: string): boolean {
  const called = name.trim().toLowerCase();
  const { model, title } = offer.model;
  return [idOf(offer), model, title, fullTitleOf(offer)].some((it) => it.toLowerCase() === called);
}

function idOf(offer: Offer): string {
  return modelId(offer.provider, offer.model);
}

/** True when it is the models here that lack something, and not the request that is wrong. */
function isModelMissing(refusal: Refusal): boolean {
  switch (refusal.code) {
    case 'kind-not-offered':
    case 'first-frame-not-offered':
    case 'last-frame-without-first':
    case 'last-frame-not-offered':
    case 'last-frame-with-first':
    case 'sound-not-offered':
    case 'elements-not-offered':
    case 'plan-gate':
      return true;
    case 'extra-not-offered':
      return refusal.extra === 'referenceVideo' || refusal.extra === 'referenceAudio';
    default:
      return false;
  }
}

/** What no model here can do, and who could. */
function missing(draft: VideoDraft, notSetUp: readonly Offer[], refusal: Refusal): Refusal | null {
  const able = notSetUp.filter((it) => validate(draft, it) === null);
  if (able.length === 0) return null;
  const providers = [...new Set(able.map((it) => it.providerTitle))];
  if (refusal.code === 'plan-gate') return { ...refusal, able: providers };
  return { code: 'not-set-up', need: needOf(draft, refusal), providers };
}

function needOf({ scene }: VideoDraft, refusal: Refusal): Need {
  if (refusal.code === 'sound-not-offered') return 'sound';
  const { video, audio } = mediaReferencesOf(scene);
  if (video !== undefined) return 'guide-video';
  if (audio !== undefined) return 'guide-audio';
  if (elementsOf(scene).length > 0) return 'elements';
  if (scene.kind !== 'frames') return scene.kind;
  if (scene.last === null) return 'first-frame';
  return scene.first === null ? 'last-frame-alone' : 'last-frame';
}

/**
 * A model that makes this kind of video says more about what is wrong than one that does not; and
 * of several with a limit, the one that allows most.
 */
function telling(refusals: readonly Refusal[]): Refusal {
  const [first] = refusals;
  const found = refusals.find((it) => it.code !== 'kind-not-offered') ?? first;
  if (found === undefined) return { code: 'no-provider' };
  const alike = refusals.filter((it) => it.code === found.code);
  return alike.toSorted((one, other) => allowed(other) - allowed(one))[0] ?? found;
}

function allowed(refusal: Refusal): number {
  if ('most' in refusal) return refusal.most;
  if ('max' in refusal) return refusal.max;
  return 'least' in refusal ? -refusal.least : 0;
}
