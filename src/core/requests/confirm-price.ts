import { factsOf } from '../cards/domain/card-context.ts';
import { settingsOf } from '../cards/domain/card.ts';
import type { Ask } from '../chat/domain/interaction.ts';
import { cheaperDraft } from './domain/cheaper-draft.ts';
import type { CheaperDraft } from './domain/cheaper-draft.ts';
import type { Circumstances, Route } from '../video/domain/routing.ts';
import type { Outlook } from './domain/price-reply.ts';
import { sourceOf } from '../video/domain/video-request.ts';
import type { VideoRequest, VideoWish } from '../video/domain/video-request.ts';
import { waitFor } from '../cards/domain/wait.ts';
import type { Preferences } from '../people/ports/person-store.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Core } from '../core.ts';
import { offersNow } from '../providers/offers.ts';
import type { Account } from '../credits/account.ts';

/** A video that starts only if its person agrees to its price. */
export interface Agreeable {
  readonly outlook: Outlook;
  readonly draft: CheaperDraft | null;
}

export interface Priced {
  readonly ask: Ask;
  readonly wish: VideoWish;
  readonly who: Identity;
  readonly account: Account;
  /** With the price that would be held. */
  readonly route: Route;
  readonly scene: VideoRequest['scene'];
  readonly preferences: Preferences;
  readonly circumstances: Circumstances;
}

/** Null when it may start at once: its person agreed to the price, or is not to be asked. */
export async function toBeAgreed(core: Core, priced: Priced): Promise<Agreeable | null> {
  const { ask, wish, account, route, scene, preferences, circumstances } = priced;
  const { quote, offer } = route;
  const agreed = ask.want.type === 'create' ? (ask.want.agreed ?? null) : null;
  const most = agreed ?? preferences.confirmOver;
  if (most === null || quote <= most) return null;
  const source = sourceOf(scene);
  const offers = await offersNow(core);
  const draft = cheaperDraft(wish, quote, offers, circumstances, source?.seconds ?? null);
  const request = { scene, settings: route.settings };
  return {
    draft,
    outlook: {
      price: quote,
      agreed,
      settings: settingsOf(request, factsOf(offer.model)),
      left: { own: account.ownLeft, team: account.poolLeft },
      ...(await lineFor(core, priced)),
      draft: draft && {
        price: draft.price,
        settings: settingsOf({ scene, settings: draft.settings }, draft),
      },
    },
  };
}

async function lineFor(core: Core, { who, route, scene }: Priced) {
  const { settings, offer } = route;
  const provider = core.providers.get(offer.provider);
  if (provider === undefined) throw new Error('A route led to a provider that is not there');
  const [{ ahead, mine, there }, seen] = await Promise.all([
    core.line.placeFor(who, offer.provider),
    core.jobs.renderTimes(offer.provider, offer.model.model, { scene, settings }),
  ]);
  const { inFlight } = provider.limits;
  const wait = waitFor({ ahead, there, inFlight }, settings.seconds, provider.checks, seen);
  return { ahead, mine, wait };
}
