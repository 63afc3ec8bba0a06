import type { ModelCapabilities } from './capabilities.ts';
import type { Kind, VideoSettings } from './video-request.ts';

const WORKS_ON_VIDEO: Readonly<Record<Kind, boolean>> = {
  text: false,
  frames: false,
  shots: false,
  references: false,
  edit: true,
  replace: true,
};

/**
 * What a video should cost, in whole credits, rounded up.
 * @throws when the model has no rate for the quality: a gap in its rate card
 */
export function quoteFor(
  model: ModelCapabilities,
  settings: Pick<VideoSettings, 'seconds' | 'quality' | 'sound'>,
  kind: Kind,
): number {
  const rate = model.rates.perSecond[settings.quality];
  if (rate === undefined) throw new Error(`${model.model} has no rate for ${settings.quality}`);
  // What is read is paid for as well as what is made.
  const twice = WORKS_ON_VIDEO[kind] && model.source?.billed === 'input-and-output';
  const seconds = settings.seconds * (twice ? 2 : 1);
  const sound = settings.sound ?? model.sound?.default ?? true;
  const exact = (sound ? rate.sound : rate.silent) * seconds;
  // Products of decimals come out a hair too large: 16.6 × 15 is 249.00000000000003.
  return Math.ceil(Number(exact.toFixed(6)));
}
