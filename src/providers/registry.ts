import type { VideoProvider } from '../core/providers/ports/video-provider.ts';
import { openAll } from '../settings/openings.ts';
import type { AllOpened } from '../settings/openings.ts';
import type { Environment } from '../settings/settings.ts';
import type { ProviderDefinition, ProviderSurroundings } from './shared/http-provider.ts';
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

/** Opens every provider that the environment sets up. No call is made to any of them. */
export function openProviders(
  environment: Environment,
  surroundings: ProviderSurroundings,
  definitions: readonly ProviderDefinition[] = providerDefinitions,
): AllOpened<ProviderDefinition, VideoProvider> {
  return openAll(definitions, (it) => it.open(environment, surroundings));
}
