import type { RoutingContext } from '../video/domain/routing.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import { downNow } from '../providers/outages.ts';
import type { OutagesDependencies } from '../providers/outages.ts';
import type { Offer } from '../video/domain/validate.ts';

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
