import type { ModelCapabilities } from './capabilities.ts';
import type { VideoSettings } from './video-request.ts';

/**
 * What a video should cost, in whole credits, rounded up.
 * @throws when the model has no rate for the quality: a gap in its rate card
 */
export function quoteFor(
  model: ModelCapabilities,
  settings: Pick<VideoSettings, 'seconds' | 'quality' | 'sound'>,
): number {
  const rate = model.rates.perSecond[settings.quality];
  if (rate === undefined) throw new Error(`${model.model} has no rate for ${settings.quality}`);
  const exact = (settings.sound ? rate.sound : rate.silent) * settings.seconds;
  // Products of decimals come out a hair too large: 16.6 × 15 is 249.00000000000003.
  return Math.ceil(Number(exact.toFixed(6)));
}
