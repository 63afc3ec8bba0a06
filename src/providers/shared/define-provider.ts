import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { VideoProvider } from '../../core/providers/ports/video-provider.ts';
import { ratedModel, ratedProvider, usualPriceOf } from './rates.ts';
import type { RateSetting } from './rates.ts';
import {
  addressSetting,
  describeSettings,
  keySetting,
  numberSetting,
  readSettings,
  settingText,
} from '../../settings/settings.ts';
import type {
  Environment,
  Setting,
  SettingDescription,
  SettingProblem,
  Settings,
  SettingValues,
} from '../../settings/settings.ts';

/** What a provider needs besides its settings. */
export interface ProviderSurroundings {
  readonly clock: Pick<Clock, 'now'>;
  /** What the operator says things cost. */
  readonly rates?: readonly RateSetting[];
}

export type ProviderOpening =
  | { readonly status: 'opened'; readonly provider: VideoProvider }
  /** None of its required variables is set: nobody asked for it. */
  | { readonly status: 'not-set-up'; readonly missing: readonly SettingDescription[] }
  /** It was asked for, and cannot be used like this. */
  | { readonly status: 'invalid'; readonly problems: readonly SettingProblem[] };

export interface ProviderDefinition {
  readonly name: string;
  /** What a person reads. */
  readonly title: string;
  /** What it could do if it were set up. */
  readonly models: readonly ModelCapabilities[];
  readonly settings: readonly SettingDescription[];
  /** What a video costs as most people have them, in the provider's own credits. */
  readonly usualPrice: number;
  open(environment: Environment, surroundings: ProviderSurroundings): ProviderOpening;
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
  const settings = describeSettings(definition.settings);
  const required = settings.filter((setting) => setting.required);
  return {
    name: definition.name,
    title: definition.title,
    models: definition.models.map((it) =>
      ratedModel(definition.name, it, definition.creditsEach, []),
    ),
    settings,
    usualPrice: usualPriceOf(definition.models),
    open(environment, surroundings) {
      const missing = required.filter(
        (setting) => settingText(environment, setting.variable) === undefined,
      );
      // Some but not all of them set is a mistake to be told, not a provider nobody wants.
      if (missing.length === required.length && required.length > 0) {
        return { status: 'not-set-up', missing };
      }
      const read = readSettings(definition.settings, environment);
      if (read.status === 'invalid') return read;
      const provider = ratedProvider(
        definition.create(read.values, surroundings),
        definition.creditsEach,
        surroundings.rates ?? [],
      );
      return { status: 'opened', provider };
    },
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
