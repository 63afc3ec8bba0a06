// The media that a request names: fetched as the provider does, and held to what the models take.
import sharp from 'sharp';

import { checkSize, fetchInput, usable } from '../provider/fetch-input.ts';
import type { FetchedImage } from '../provider/fetch-input.ts';
import { probeSource } from '../video/source.ts';
import type { SourceFacts } from '../video/source.ts';
import type { MediaLimits } from './models.ts';

export interface LoadedVideo extends SourceFacts {
  readonly url: string;
  readonly data: Buffer;
}

export type LoadedImage = FetchedImage;

/** Gets the bytes behind an address, its own storage's or anybody's. */
export type ReadMedia = (url: string, mostMegabytes: number) => Promise<Buffer>;

const MEGABYTE = 1024 * 1024;

export function createReadMedia(
  own: (url: string) => Buffer | null,
  signal: AbortSignal,
): ReadMedia {
  return async (url, mostMegabytes) => {
    const data = own(url);
    if (data === null) return (await fetchInput(url, signal, mostMegabytes)).data;
    if (data.length > mostMegabytes * MEGABYTE) {
      throw new Error(`is larger than ${mostMegabytes} MB`);
    }
    return data;
  };
}

export async function loadVideo(
  url: string,
  read: ReadMedia,
  limits: MediaLimits['video'],
): Promise<LoadedVideo> {
  return usable(`The video ${url} could not be used`, async () => {
    const data = await read(url, limits.megabytes);
    const facts = await probeSource({ bytes: data }).catch(() => null);
    if (facts === null || !limits.containers.includes(facts.container)) {
      throw new Error(`is not a video of the kinds ${limits.containers.join(', ')}`);
    }
    checkSize(facts, limits);
    const { least, most } = limits.seconds;
    // The last picture of a video of 60 seconds may well end a little after them.
    if (facts.seconds < least - 0.1 || facts.seconds > most + 0.1) {
      throw new Error(`lasts ${facts.seconds.toFixed(1)} seconds and not ${least} to ${most}`);
    }
    if (facts.fps <= limits.leastFps) throw new Error(`has only ${facts.fps} pictures a second`);
    return { url, data, ...facts };
  });
}

export async function loadImage(
  url: string,
  read: ReadMedia,
  limits: MediaLimits['image'],
): Promise<LoadedImage> {
  return usable(`The image ${url} could not be used`, async () => {
    const data = await read(url, limits.megabytes);
    const found = await sharp(data)
      .metadata()
      .catch(() => null);
    if (found === null || !limits.formats.includes(found.format)) {
      throw new Error(`is not an image of the kinds ${limits.formats.join(', ')}`);
    }
    checkSize(found.autoOrient, limits);
    return { url, data, ...found.autoOrient };
  });
}
