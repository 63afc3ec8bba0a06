import type { ModelCapabilities } from './capabilities.ts';
import { sourceOf } from './video-request.ts';
import type { Kind, VideoSettings, Quality, VideoDraft } from './video-request.ts';
import type { Offer } from './validate.ts';

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

/** A way to make a video, with what it would cost. */
export interface PricedOffer {
  readonly offer: Offer;
  readonly settings: VideoSettings;
  readonly quote: number;
}

/**
 * The draft with what it leaves open made the same for all that could make it: the shortest and the
 * plainest that one of them does by itself. Otherwise short ones of one would be compared with
 * long ones of another.
 */
export function evenedOut(draft: VideoDraft, able: readonly ModelCapabilities[]): VideoDraft {
  if (able.length === 0) return draft;
  const { settings } = draft;
  const plain = able.some((it) => it.defaultQuality === 'std');
  return {
    ...draft,
    settings: {
      ...settings,
      seconds: settings.seconds ?? Math.min(...able.map((it) => it.seconds.default)),
      quality: settings.quality ?? (plain ? 'std' : 'pro'),
    },
  };
}

/**
 * Ways to make what is wished for, the one first that is taken where nobody chose. Like is compared
 * with like: those that leave open settings as most people have them come first, with sound, as
 * long and as sharp as usual; of these a price that is known before one that is only assumed; and
 * of these the lowest, for the same seconds.
 */
export function inPriceOrder<priced extends PricedOffer>(
  ways: readonly priced[],
  draft: VideoDraft,
): readonly priced[] {
  const usual = usualOf(ways, draft);
  const rank = ({ offer: { model }, settings }: priced): readonly number[] => [
    soundRank(settings, draft),
    usual.seconds === null || settings.seconds === usual.seconds ? 0 : 1,
    linesOf(model, settings.quality) === usual.lines ? 0 : 1,
    model.rates.assumed.includes(settings.quality) ? 1 : 0,
    quoteFor(model, { ...settings, seconds: usual.seconds ?? settings.seconds }, draft.scene.kind),
  ];
  return ways
    .map((way) => ({ way, rank: rank(way) }))
    .toSorted((one, other) => compareRanks(one.rank, other.rank))
    .map(({ way }) => way);
}

/** Whoever leaves it open has sound where it is known that there is some. */
function soundRank({ sound }: VideoSettings, { settings }: VideoDraft): number {
  return settings.sound !== null || sound === true ? 0 : 1;
}

interface Usual {
  /** Null where a given video decides. */
  readonly seconds: number | null;
  readonly lines: number;
}

/** What they are compared by: the shortest and the plainest of what they come to. */
function usualOf(ways: readonly PricedOffer[], { scene }: VideoDraft): Usual {
  const plain = ways.some((it) => it.settings.quality === 'std');
  return {
    seconds: sourceOf(scene) === null ? Math.min(...ways.map((it) => it.settings.seconds)) : null,
    lines: USUAL_LINES[plain ? 'std' : 'pro'],
  };
}

/** What a quality stands for where a model does not say. */
const USUAL_LINES = { std: 720, pro: 1080 } as const satisfies Record<Quality, number>;

function linesOf({ resolutions }: ModelCapabilities, quality: Quality): number {
  const said = /^(\d+)p$/i.exec(resolutions[quality] ?? '');
  return said === null ? USUAL_LINES[quality] : Number(said[1]);
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  for (const [index, rank] of one.entries()) {
    const difference = rank - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
