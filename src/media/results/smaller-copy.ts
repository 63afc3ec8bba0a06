import { join } from 'node:path';
import { z } from 'zod';
import type { VideoRef } from '../../core/media/domain/media.ts';
import { touchVideo, videoRef } from './collect-video.ts';
import { DecodeFailed } from '../decoder/decode-failed.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { videoRefSchema } from '../storage/stored-media.ts';

/** Null is an answer, too: it need not be found again. */
const noteSchema = z.object({ copy: videoRefSchema.nullable() });

export function fitNote(video: VideoRef, maxBytes: number): string {
  return `${fitNotes(video.key)}-${Math.floor(maxBytes)}`;
}

/** The family of the notes on copies of a video. */
function fitNotes(key: string): string {
  return `fit-${key.slice(0, 64)}`;
}

export async function copiesOf(files: MediaFiles, key: string): Promise<readonly string[]> {
  const notes = await files.notesOf(fitNotes(key));
  const texts = await Promise.all(notes.map((note) => files.readNote(note)));
  return texts.flatMap((text) => {
    const copy = text === null ? null : noteSchema.parse(JSON.parse(text)).copy;
    return copy === null ? [] : [copy.key];
  });
}

/** What is not known any more is made again if somebody wants it. */
export async function forgetCopies(files: MediaFiles, key: string): Promise<void> {
  for (const note of await files.notesOf(fitNotes(key))) await files.deleteNote(note);
}

/** A copy of a video that is too big as it is. */
export async function fitVideo(
  { files, decoder, logger }: MediaDependencies,
  video: VideoRef,
  maxBytes: number,
  signal: AbortSignal,
): Promise<VideoRef | null> {
  const note = fitNote(video, maxBytes);
  const text = await files.readNote(note);
  if (text !== null) {
    const { copy } = noteSchema.parse(JSON.parse(text));
    if (copy === null || (await touchVideo(files, copy))) return copy;
  }

  await using original = await files.checkOut(video.key);
  await using workspace = await files.workspace();
  const output = join(workspace.path, 'copy.mp4');
  try {
    const fits = await decoder.shrinkVideo(original.path, output, maxBytes, signal);
    const copy = fits ? await keep(output) : null;
    await files.writeNote(note, JSON.stringify({ copy }));
    return copy;
  } catch (error) {
    if (!(error instanceof DecodeFailed) || error.code === 'closed') throw error;
    // The original is there and can be linked to; no need to hold the message up.
    logger.warn({ err: error, code: error.code, key: video.key }, 'a video was not shrunk');
    return null;
  }

  async function keep(path: string): Promise<VideoRef> {
    const probe = await decoder.probeVideo(path, signal);
    const { key, bytes } = await files.put(path, 'mp4');
    return videoRef(key, bytes, probe, video.poster);
  }
}
