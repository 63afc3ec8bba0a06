/** How a provider wants to be asked, from its own documentation. All durations in ms. */
export interface CheckAdvice {
  /** From the start to the first look. */
  readonly firstMs: number;
  /** Between looks: the first interval, what each further one adds, and the longest. */
  readonly everyMs: number;
  readonly growMs: number;
  readonly mostMs: number;
  /** How long a render is watched closely; after that slowly. */
  readonly patienceMs: number;
  /** A guess at a usual render of so many seconds of video, until real ones were seen. */
  readonly typicalMs: (seconds: number) => number;
}

/** How long renders like this one took lately: half of them at most `halfMs`. */
export interface RenderTimes {
  readonly count: number;
  readonly fastMs: number;
  readonly halfMs: number;
  readonly mostMs: number;
}

/** How long a render that is not found is asked about before it is called lost. */
export const LOST_AFTER_MS = 20 * 60_000;

/** A render that is still going after a day is not coming. */
export const GIVE_UP_MS = 24 * 60 * 60 * 1000;
