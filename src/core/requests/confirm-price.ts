import { factsOf } from '../cards/domain/card-context.ts';
import { settingsOf } from '../cards/domain/card.ts';
import type { CreateCommand } from '../chat/domain/command.ts';
import { cheaperVersion } from './domain/cheaper-draft.ts';
import type { CheaperVersion } from './domain/cheaper-draft.ts';
import type { RoutingContext, Route } from '../video/domain/routing.ts';
import type { Outlook } from './domain/price-reply.ts';
import { sourceOf } from '../video/domain/video-request.ts';
import type { VideoRequest } from '../video/domain/video-request.ts';
import { waitFor } from '../cards/domain/wait.ts';
import type { Preferences } from '../people/ports/person-store.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { offersNow } from '../providers/offers.ts';
import type { OffersNowDependencies } from '../providers/offers.ts';
import type { Account } from '../credits/account.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { Queue } from '../jobs/ports/queue.ts';

export interface ConfirmPriceDependencies extends OffersNowDependencies {
  readonly history: JobHistory;
  readonly queue: Queue;
}

/** A video that starts only if its person agrees to its price. */
export interface PriceToConfirm {
  readonly outlook: Outlook;
  readonly cheaper: CheaperVersion | null;
}

export interface Priced {
  readonly command: CreateCommand;
  readonly who: Identity;
  readonly account: Account;
  /** With the price that would be held. */
  readonly route: Route;
  readonly scene: VideoRequest['scene'];
  readonly preferences: Preferences;
  readonly routingContext: RoutingContext;
}

/** Null when it may start at once: its person agreed to the price, or is not to be asked. */
export async function priceToConfirmOf(
  deps: ConfirmPriceDependencies,
  priced: Priced,
): Promise<PriceToConfirm | null> {
  const { command, account, route, scene, preferences, routingContext } = priced;
  const { quote, offer } = route;
  const { wish: draft, agreed = null } = command;
  const most = agreed ?? preferences.confirmOver;
  if (most === null || quote <= most) return null;
  const source = sourceOf(scene);
  const offers = await offersNow(deps);
  const cheaper = cheaperVersion(draft, quote, offers, routingContext, source?.seconds ?? null);
  const request = { scene, settings: route.settings };
  return {
    cheaper,
    outlook: {
      price: quote,
      agreed,
      settings: settingsOf(request, factsOf(offer.model)),
      left: { own: account.ownLeft, team: account.poolLeft },
      ...(await queueFor(deps, priced)),
      cheaper: cheaper && {
        price: cheaper.price,
        settings: settingsOf({ scene, settings: cheaper.settings }, cheaper),
      },
    },
  };
}

async function queueFor(deps: ConfirmPriceDependencies, { who, route, scene }: Priced) {
  const { settings, offer } = route;
  const provider = deps.providers.get(offer.provider);
  if (provider === undefined) throw new Error('A route led to a provider that is not there');
  const [{ ahead, mine, there }, seen] = await Promise.all([
    deps.queue.positionFor(who, offer.provider),
    deps.history.renderTimes(offer.provider, offer.model.model, { scene, settings }),
  ]);
  const { inFlight } = provider.limits;
  const wait = waitFor({ ahead, there, inFlight }, settings.seconds, provider.checks, seen);
  return { ahead, mine, wait };
}
