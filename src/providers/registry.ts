import type { ModelCapabilities } from '../core/video/domain/capabilities.ts';
import type { VideoProvider } from '../core/providers/ports/video-provider.ts';
import type { Environment, SettingDescription, SettingProblem } from '../settings/settings.ts';
import type { ProviderDefinition, ProviderSurroundings } from './shared/define-provider.ts';
import { acedata } from './acedata/provider.ts';
import { crun } from './crun/provider.ts';
import { happyhorseApp } from './happyhorse-app/provider.ts';
import { happyhorseCustomer } from './happyhorse-customer/provider.ts';

/** A new provider is one folder beside this file and one line here. */
export const providerDefinitions: readonly ProviderDefinition[] = [
  happyhorseApp,
  happyhorseCustomer,
  crun,
  acedata,
];

export interface ProvidersOpened {
  readonly providers: readonly VideoProvider[];
  readonly problems: readonly SettingProblem[];
  /** Providers nobody set up, with the variables that would. */
  readonly missing: readonly MissingProvider[];
}

export interface MissingProvider {
  readonly name: string;
  readonly title: string;
  readonly models: readonly ModelCapabilities[];
  readonly variables: readonly SettingDescription[];
}

/** Opens every provider that the environment sets up. No call is made to any of them. */
export function openProviders(
  environment: Environment,
  surroundings: ProviderSurroundings,
  definitions: readonly ProviderDefinition[] = providerDefinitions,
): ProvidersOpened {
  const providers: VideoProvider[] = [];
  const problems: SettingProblem[] = [];
  const missing: MissingProvider[] = [];
  for (const definition of definitions) {
    const opening = definition.open(environment, surroundings);
    switch (opening.status) {
      case 'opened':
        providers.push(opening.provider);
        break;
      case 'invalid':
        problems.push(...opening.problems);
        break;
      case 'not-set-up':
        missing.push({
          name: definition.name,
          title: definition.title,
          models: definition.models,
          variables: opening.missing,
        });
        break;
    }
  }
  return { providers, problems, missing };
}
