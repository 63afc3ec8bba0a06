import { openAll } from '../settings/openings.ts';
import type { AllOpened } from '../settings/openings.ts';
import type { Environment } from '../settings/settings.ts';
import type {
  PlatformConnection,
  PlatformDefinition,
  PlatformSurroundings,
} from './shared/define-platform.ts';
import { discord } from './discord/platform.ts';
import { slack } from './slack/platform.ts';

/** A new platform is one folder beside this file and one line here. */
export const platformDefinitions: readonly PlatformDefinition[] = [discord, slack];

/** Opens every platform that the environment sets up. No call is made to any of them. */
export function openPlatforms(
  environment: Environment,
  surroundings: PlatformSurroundings,
  definitions: readonly PlatformDefinition[] = platformDefinitions,
): AllOpened<PlatformDefinition, PlatformConnection> {
  return openAll(definitions, (it) => it.open(environment, surroundings));
}
