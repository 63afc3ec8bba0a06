import type { Offer } from '../domain/fit.ts';
import type { Core } from './core.ts';

/** Every model of every provider that is set up here. */
export function offersOf(core: Core): readonly Offer[] {
  return [...core.providers.values()].flatMap((provider) =>
    provider.models.map((model) => ({
      provider: provider.name,
      providerTitle: provider.title,
      model,
      canTakeMedia: model.inputs === 'upload' || core.canLink,
    })),
  );
}
