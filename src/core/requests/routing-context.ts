import type { RoutingContext } from '../video/domain/routing.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { Core } from '../core.ts';
import { downNow } from '../providers/outages.ts';

/** What a route is chosen by just now, for a team. */
export async function routingContextOf(
  core: Core,
  { models }: Pick<TeamSettings, 'models'>,
): Promise<RoutingContext> {
  return { down: await downNow(core), notSetUp: core.notSetUp, rules: models };
}
