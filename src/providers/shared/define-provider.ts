import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { VideoProvider } from '../../core/providers/ports/video-provider.ts';
import { ratedModel, ratedProvider, usualPriceOf } from './rates.ts';
import type { RateSetting } from './rates.ts';
import { openable } from '../../settings/openings.ts';
import type { Openable } from '../../settings/openings.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings/settings.ts';
import type { Setting, Settings, SettingValues } from '../../settings/settings.ts';

/** What a provider needs besides its settings. */
export interface ProviderSurroundings {
  readonly clock: Pick<Clock, 'now'>;
  /** What the operator says things cost. */
  readonly rates?: readonly RateSetting[];
}

export interface ProviderDefinition extends Openable<ProviderSurroundings, VideoProvider> {
  /** What it could do if it were set up. */
  readonly models: readonly ModelCapabilities[];
  /** What a video costs as most people have them, in the provider's own credits. */
  readonly usualPrice: number;
}

/** Keeps a provider's settings inside its own folder. */
export function defineProvider<settings extends Settings>(definition: {
  readonly name: string;
  readonly title: string;
  /** With prices in its own credits. */
  readonly models: readonly ModelCapabilities[];
  /** Team credits for one of its own, so that prices of providers can be compared. */
  readonly creditsEach: number;
  readonly settings: settings;
  create(values: SettingValues<settings>, surroundings: ProviderSurroundings): VideoProvider;
}): ProviderDefinition {
  const { name, title, settings, models, creditsEach } = definition;
  return {
    ...openable({
      name,
      title,
      settings,
      create: (values: SettingValues<settings>, surroundings: ProviderSurroundings) =>
        ratedProvider(
          definition.create(values, surroundings),
          creditsEach,
          surroundings.rates ?? [],
        ),
    }),
    models: models.map((it) => ratedModel(name, it, creditsEach, [])),
    usualPrice: usualPriceOf(models),
  };
}

/* The settings that every provider has, each with its own words. */

export function apiKey(description: string, howToGet: string): Setting<string> {
  return { schema: keySetting(), description, howToGet, secret: true };
}

/** @param base where it is by default */
export function apiAddress(base: string, description: string): Setting<string> {
  return { schema: addressSetting().default(base), description, example: base };
}

/** @param most renders at one time by default */
export function inFlight(most: number, description: string): Setting<number> {
  const schema = numberSetting({ min: 1, max: 10_000, whole: true }).default(most);
  return { schema, description, example: String(most) };
}

/** @param most calls by default; 0 is no limit */
export function perSecond(most: number, description: string): Setting<number | null> {
  const schema = numberSetting({ min: 0, max: 10_000, whole: false })
    .transform((calls) => (calls === 0 ? null : calls))
    .default(most);
  return { schema, description, example: String(most) };
}
