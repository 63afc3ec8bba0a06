// The pictures and the video that a request names, got from their public URLs and held to the model's limits.
import { fetchImage, fetchInput } from '../provider/fetch-input.ts';
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

interface Size {
  readonly width: number;
  readonly height: number;
}

const MOST_VIDEO_MEGABYTES = 100;
const SHORTEST_SECONDS = 3;
const LONGEST_SECONDS = 60;
const LONGEST_SIDE = 2160;
const SHORTEST_SIDE = 320;
const SLOWEST_FPS = 8;
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
    Promise.all(imageUrlsOf(body).map((url) => named(url, imageAt(url, action, signal)))),
    action === 'video_edit' && body.video_url !== undefined
      ? named(body.video_url, videoAt(body.video_url, signal))
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

async function named<value>(url: string, fetching: Promise<value>): Promise<value> {
  try {
    return await fetching;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'failed';
    throw new Error(`${url} cannot be used: ${why}`, { cause: error });
  }
}

async function imageAt(url: string, action: Action, signal: AbortSignal): Promise<FetchedImage> {
  const image = await fetchImage(url, signal);
  const least = LEAST_IMAGE_SIDE[action];
  if (Math.min(image.width, image.height) < least) throw new Error(`is under ${least} px`);
  checkShape(image);
  return image;
}

async function videoAt(url: string, signal: AbortSignal): Promise<SourceVideo> {
  const { data } = await fetchInput(url, signal, MOST_VIDEO_MEGABYTES);
  const facts = await probeSource({ bytes: data }).catch(() => null);
  if (facts === null || facts.container === 'other') throw new Error('is not an MP4 or MOV video');
  const { seconds, width, height, fps } = facts;
  // Encoders round the length to whole pictures.
  if (seconds < SHORTEST_SECONDS - 1 / fps || seconds > LONGEST_SECONDS + 1 / fps) {
    throw new Error(`has ${seconds} seconds, not ${SHORTEST_SECONDS}-${LONGEST_SECONDS}`);
  }
  if (Math.max(width, height) > LONGEST_SIDE) throw new Error(`is over ${LONGEST_SIDE} px`);
  if (Math.min(width, height) < SHORTEST_SIDE) throw new Error(`is under ${SHORTEST_SIDE} px`);
  if (fps <= SLOWEST_FPS) throw new Error(`has ${fps} frames a second, not over ${SLOWEST_FPS}`);
  checkShape(facts);
  return { url, data, ...facts };
}

function checkShape({ width, height }: Size): void {
  if (Math.max(width / height, height / width) > WIDEST) {
    throw new Error(`is wider or taller than 1:${WIDEST}`);
  }
}
