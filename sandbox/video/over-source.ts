// A given video with something done to it that one can see: tinted and captioned, or someone put into it.
import { createHash } from 'node:crypto';

import { caption } from './artwork.ts';
import type { Size } from './artwork.ts';
import { standingFigure, tileRow } from './inset.ts';
import { even, layOver } from './planes.ts';
import type { Overlay, Planes } from './planes.ts';
import { sourceFrames } from './source.ts';
import type { VideoSource } from './source.ts';

export interface SourceStory {
  readonly role: 'edit' | 'replace';
  readonly source: VideoSource;
  readonly prompt: string;
  /** The references of an edit, or the one character of a replacement. */
  readonly images: readonly Buffer[];
  readonly fps: number;
}

export interface SourcePictures extends AsyncDisposable {
  /** Draws the next picture. Past the end of the source its last picture stays. */
  drawNext(frame: Buffer, out: Planes, time: number): Promise<void>;
}

export async function openSourceStory(story: SourceStory, size: Size): Promise<SourcePictures> {
  const decorate = await (story.role === 'edit' ? editOf(story, size) : replacementOf(story, size));
  const pictures = sourceFrames(story.source, { ...size, fps: story.fps });
  let shown: Buffer | null = null;
  return {
    async drawNext(frame, out, time) {
      const next = await pictures.next();
      if (next.done !== true) shown = next.value;
      if (shown === null) throw new Error('The source video has no pictures.');
      shown.copy(frame);
      decorate(out, time);
    },
    async [Symbol.asyncDispose]() {
      await pictures.return(undefined);
    },
  };
}

type Decorate = (out: Planes, time: number) => void;

async function editOf({ prompt, images }: SourceStory, size: Size): Promise<Decorate> {
  const [words, tiles] = await Promise.all([caption(prompt, size), tileRow(images, size)]);
  const colour = colourOf(prompt);
  return (out) => {
    tint(out, colour);
    for (const tile of tiles) layOver(out, tile);
    if (words !== null) layOver(out, words);
  };
}

async function replacementOf({ prompt, images }: SourceStory, size: Size): Promise<Decorate> {
  const [image] = images;
  const figure = image === undefined ? null : await standingFigure(image, size);
  const words = await caption(prompt, size);
  return (out, time) => {
    if (words !== null) layOver(out, words);
    if (figure !== null) layOver(out, swaying(figure, time, size));
  };
}

/** From side to side in two seconds, so that it is seen to belong to a film. */
function swaying(figure: Overlay, time: number, size: Size): Overlay {
  const left = figure.left + even(Math.sin(time * Math.PI) * size.width * 0.04);
  return { ...figure, left: Math.max(0, Math.min(size.width - figure.planes.width, left)) };
}

interface Tint {
  readonly u: number;
  readonly v: number;
}

/** Always the same colour for the same words. */
function colourOf(prompt: string): Tint {
  const angle =
    (createHash('sha256').update(prompt).digest().readUInt16BE(0) / 65536) * 2 * Math.PI;
  return { u: 128 + 80 * Math.cos(angle), v: 128 + 80 * Math.sin(angle) };
}

const TINT_SHARE = 0.2;

/** Light and dark stay as they are, so that the source is still known. */
function tint({ u, v }: Planes, colour: Tint): void {
  for (let i = 0; i < u.length; i += 1) {
    u[i] = u[i]! + (colour.u - u[i]!) * TINT_SHARE;
    v[i] = v[i]! + (colour.v - v[i]!) * TINT_SHARE;
  }
}
