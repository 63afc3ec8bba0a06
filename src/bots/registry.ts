import type { Environment, SettingDescription, SettingProblem } from '../settings/settings.ts';
import type { PlatformConnection, PlatformDefinition } from './shared/define-platform.ts';
import type { PlatformSurroundings } from './shared/define-platform.ts';
import { discord } from './discord/platform.ts';
import { slack } from './slack/platform.ts';

/** A new platform is one folder beside this file and one line here. */
export const platformDefinitions: readonly PlatformDefinition[] = [discord, slack];

export interface PlatformsOpened {
  readonly connections: readonly PlatformConnection[];
  readonly problems: readonly SettingProblem[];
  /** Platforms nobody set up, with the variables that would. */
  readonly missing: readonly MissingPlatform[];
}

export interface MissingPlatform {
  readonly name: string;
  readonly title: string;
  readonly variables: readonly SettingDescription[];
}

/** Opens every platform that the environment sets up. No call is made to any of them. */
export function openPlatforms(
  environment: Environment,
  surroundings: PlatformSurroundings,
  definitions: readonly PlatformDefinition[] = platformDefinitions,
): PlatformsOpened {
  const connections: PlatformConnection[] = [];
  const problems: SettingProblem[] = [];
  const missing: MissingPlatform[] = [];
  for (const definition of definitions) {
    const opening = definition.open(environment, surroundings);
    switch (opening.status) {
      case 'opened':
        connections.push(opening.connection);
        break;
      case 'invalid':
        problems.push(...opening.problems);
        break;
      case 'not-set-up':
        missing.push({
          name: definition.name,
          title: definition.title,
          variables: opening.missing,
        });
        break;
    }
  }
  return { connections, problems, missing };
}
