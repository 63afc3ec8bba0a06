// The pictures and the video that a request names, got from their public URLs and held to the model's limits.
import { checkSize, fetchImage, fetchInput, usable } from '../provider/fetch-input.ts';
import type { FetchedImage } from '../provider/fetch-input.ts';
import { probeSource } from '../video/source.ts';
import type { SourceFacts } from '../video/source.ts';
import { actionOf } from './create-request.ts';
import type { Action, CreateBody } from './create-request.ts';

export interface SourceVideo extends SourceFacts {
  readonly url: string;
  readonly data: Buffer;
}

export interface Inputs {
  readonly images: readonly FetchedImage[];
  readonly source: SourceVideo | null;
}

const MOST_VIDEO_MEGABYTES = 100;
const SHORTEST_SECONDS = 3;
const LONGEST_SECONDS = 60;
const SLOWEST_FPS = 8;
const VIDEO_SIDE = { least: 320, most: 2160 };
const WIDEST = 2.5;

/** Of the short side, in pixels. */
const LEAST_IMAGE_SIDE = {
  generate: 0,
  image_to_video: 300,
  reference_to_video: 400,
  video_edit: 300,
} as const satisfies Record<Action, number>;

/** @throws when one of them cannot be had or is not as the model needs it */
export async function fetchInputs(body: CreateBody, signal: AbortSignal): Promise<Inputs> {
  const action = actionOf(body);
  const [images, source] = await Promise.all([
    Promise.all(imageUrlsOf(body).map((url) => imageAt(url, action, signal))),
    action === 'video_edit' && body.video_url !== undefined
      ? videoAt(body.video_url, signal)
      : null,
  ]);
  return { images, source };
}

/** What other actions take stays untouched. */
function imageUrlsOf(body: CreateBody): readonly string[] {
  switch (actionOf(body)) {
    case 'generate':
      return [];
    case 'image_to_video':
      return body.image_url === undefined ? [] : [body.image_url];
    case 'reference_to_video':
    case 'video_edit':
      return body.image_urls ?? [];
  }
}

function imageAt(url: string, action: Action, signal: AbortSignal): Promise<FetchedImage> {
  return usable(`${url} cannot be used`, async () => {
    const image = await fetchImage(url, signal);
    checkSize(image, { side: { least: LEAST_IMAGE_SIDE[action], most: Infinity }, widest: WIDEST });
    return image;
  });
}

function videoAt(url: string, signal: AbortSignal): Promise<SourceVideo> {
  return usable(`${url} cannot be used`, async () => {
    const { data } = await fetchInput(url, signal, MOST_VIDEO_MEGABYTES);
    const facts = await probeSource({ bytes: data }).catch(() => null);
    if (facts === null || facts.container === 'other') {
      throw new Error('is not an MP4 or MOV video');
    }
    const { seconds, fps } = facts;
    // Encoders round the length to whole pictures.
    if (seconds < SHORTEST_SECONDS - 1 / fps || seconds > LONGEST_SECONDS + 1 / fps) {
      throw new Error(`has ${seconds} seconds, not ${SHORTEST_SECONDS}-${LONGEST_SECONDS}`);
    }
    if (fps <= SLOWEST_FPS) throw new Error(`has ${fps} frames a second, not over ${SLOWEST_FPS}`);
    checkSize(facts, { side: VIDEO_SIDE, widest: WIDEST });
    return { url, data, ...facts };
  });
}
