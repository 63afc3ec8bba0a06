/** Videos of the usual kind that should be left when somebody is told. */
export const USUAL_VIDEOS = 10;

/** Back over the threshold only with something to spare: what comes back for one video is no news. */
const SPARE = 1.2;

export function isLow(credits: number, threshold: number, wasLow: boolean): boolean {
  return credits < (wasLow ? threshold * SPARE : threshold);
}
