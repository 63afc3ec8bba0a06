import type { Circumstances } from '../domain/routing.ts';
import type { TeamSettings } from '../domain/team.ts';
import type { Core } from './core.ts';
import { downNow } from './outages.ts';

/** What a route is chosen by just now, for a team. */
export async function circumstancesOf(
  core: Core,
  { models }: Pick<TeamSettings, 'models'>,
): Promise<Circumstances> {
  return { down: await downNow(core), notSetUp: core.notSetUp, rules: models };
}
