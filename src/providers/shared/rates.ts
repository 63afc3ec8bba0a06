import { modelId } from '../../core/video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import { quoteFor } from '../../core/video/domain/prices.ts';
import type { Quality } from '../../core/video/domain/video-request.ts';
import type { RenderStatus, VideoProvider } from '../../core/providers/ports/video-provider.ts';

/** What an operator says something costs, in the credits that teams have. */
export type RateSetting =
  /** Team credits for one of the provider's own. */
  | { readonly kind: 'unit'; readonly provider: string; readonly each: number }
  /** Team credits a second. */
  | {
      readonly kind: 'second';
      readonly model: string;
      readonly quality: Quality;
      readonly silent: number;
      readonly sound: number;
    };

const UNIT = /^([a-z][a-z-]*)=(\d+(?:\.\d+)?)$/;
const SECOND = /^([a-z][a-z-]*\/[^\s:]+):(std|pro)=(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?$/;

/** Reads `crun=2` and `crun/a-model:std=40/60` (silent/with sound); null when it is neither. */
export function readRate(text: string): RateSetting | null {
  const unit = UNIT.exec(text);
  if (unit !== null) {
    const each = Number(unit[2]);
    return each > 0 ? { kind: 'unit', provider: unit[1] ?? '', each } : null;
  }
  const [, model, quality, silent, sound] = SECOND.exec(text) ?? [];
  if (model === undefined || (quality !== 'std' && quality !== 'pro')) return null;
  return { kind: 'second', model, quality, silent: Number(silent), sound: Number(sound ?? silent) };
}

/** Team credits for one of a provider's own, by default: what they cost in money is compared. */
export type CreditsEach = number;

/** A model's prices in team credits. */
export function ratedModel(
  provider: string,
  model: ModelCapabilities,
  each: CreditsEach,
  settings: readonly RateSetting[],
): ModelCapabilities {
  const unit = unitOf(provider, each, settings);
  const id = modelId(provider, model);
  const perSecond = Object.fromEntries(
    Object.entries(model.rates.perSecond).map(([quality, { silent, sound }]) => {
      const own = settings.findLast(
        (it) => it.kind === 'second' && it.model === id && it.quality === quality,
      );
      return [
        quality,
        own?.kind === 'second'
          ? { silent: own.silent, sound: own.sound }
          : { silent: silent * unit, sound: sound * unit },
      ];
    }),
  );
  // What an operator names is known.
  const named = settings.flatMap((it) =>
    it.kind === 'second' && it.model === id ? [it.quality] : [],
  );
  const assumed = model.rates.assumed.filter((it) => !named.includes(it));
  return { ...model, rates: { ...model.rates, assumed, perSecond } };
}

/** A provider that speaks of team credits, whatever its own are. */
export function ratedProvider(
  provider: VideoProvider,
  each: CreditsEach,
  settings: readonly RateSetting[],
): VideoProvider {
  const unit = unitOf(provider.name, each, settings);
  // Where the operator names prices, what the provider takes is between the two of them.
  const ownPrices = settings.some(
    (it) => it.kind === 'second' && it.model.startsWith(`${provider.name}/`),
  );
  return {
    // Its account too: what is left there is between the provider and the operator.
    ...provider,
    models: provider.models.map((it) => ratedModel(provider.name, it, each, settings)),
    async quote(...given) {
      const quoted = await provider.quote(...given);
      if (quoted === 'no-uploads') return quoted;
      return quoted === null || ownPrices ? null : inTeamCredits(quoted, unit);
    },
    async check(...given) {
      const answers = await provider.check(...given);
      return answers.map((it) => (ownPrices ? asQuoted(it, unit) : inUnit(it, unit)));
    },
  };
}

/** What its first model takes for a video with everything left open. */
export function usualPriceOf(models: readonly ModelCapabilities[]): number {
  const [model] = models;
  const [kind] = model?.kinds ?? [];
  if (model === undefined || kind === undefined) return 0;
  const { seconds, defaultQuality: quality, sound } = model;
  const settings = { seconds: seconds.default, quality, sound: sound?.default ?? null };
  return quoteFor(model, settings, kind);
}

/** What was taken for a video that never came is a loss, whoever named the prices. */
function asQuoted(answer: RenderStatus, unit: number): RenderStatus {
  return answer.status === 'succeeded' ? { ...answer, consumed: null } : inUnit(answer, unit);
}

function inUnit(answer: RenderStatus, unit: number): RenderStatus {
  return 'consumed' in answer && answer.consumed !== null
    ? { ...answer, consumed: inTeamCredits(answer.consumed, unit) }
    : answer;
}

/** Whole ones; what is begun is a whole one. Products of decimals come out a hair too large. */
function inTeamCredits(credits: number, unit: number): number {
  return Math.ceil(Number((credits * unit).toFixed(6)));
}

function unitOf(provider: string, each: CreditsEach, settings: readonly RateSetting[]): number {
  const own = settings.findLast((it) => it.kind === 'unit' && it.provider === provider);
  return own?.kind === 'unit' ? own.each : each;
}
