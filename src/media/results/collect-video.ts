import { join } from 'node:path';
import type { ImageRef, VideoRef } from '../../core/media/domain/media.ts';
import { ResultNotFetched } from '../../core/shared/domain/errors.ts';
import type { VideoCollected } from '../../core/media/ports/media-store.ts';
import { DecodeFailed, isLasting } from '../decoder/decode-failed.ts';
import type { VideoProbe } from '../decoder/messages.ts';
import { download, type Downloaded } from '../fetch/download.ts';
import { FetchRefused } from '../fetch/fetch-refused.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { sniff } from '../shared/sniff.ts';
import { videoRefSchema } from '../storage/stored-media.ts';

const TOTAL_TIMEOUT_MS = 5 * 60_000;
const IDLE_TIMEOUT_MS = 20_000;
/** What a file that cannot be read is called, by what it seems to be. */
const ENDINGS: Readonly<Record<string, string>> = { MP4: 'mp4', MOV: 'mov', WebM: 'webm' };

/**
 * @param asItCame it is kept although it cannot be read: it was paid for, and others may read it
 */
export async function collectVideo(
  dependencies: MediaDependencies,
  url: string,
  asItCame: boolean,
  signal: AbortSignal,
): Promise<VideoCollected> {
  const { files } = dependencies;
  await using workspace = await files.workspace();
  const fetched = await fetchVideo(dependencies, url, workspace.path, signal);
  if (typeof fetched === 'string') return { status: 'unusable', why: fetched };
  const sniffed = await sniff(fetched.path);
  const { found } = sniffed;
  const what = typeof found === 'string' ? found : (found?.format ?? 'something unknown');
  if (sniffed.kind !== 'video' && (sniffed.kind !== 'other' || typeof found === 'string')) {
    return { status: 'unusable', why: `not a video but ${what}` };
  }

  const note = `video-${fetched.hash}`;
  const known = await readKnownVideo(files, note);
  if (known) return { status: 'collected', video: known };

  const probe = await probeOf(dependencies, fetched, signal);
  if (typeof probe === 'string') {
    if (!asItCame) return { status: 'unusable', why: `${what}, not a whole video: ${probe}` };
    return { status: 'collected', video: await keep(await unreadRef(files, fetched, what)) };
  }
  const playable = await makePlayable(dependencies, fetched.path, probe, workspace.path, signal);
  const poster = await makePoster(dependencies, playable.path, workspace.path, signal);
  const { key, bytes } = await files.put(playable.path, 'mp4');
  const video = await keep(videoRef(key, bytes, playable.probe, poster));
  return { status: 'collected', video };

  async function keep(ref: VideoRef): Promise<VideoRef> {
    await files.writeNote(note, JSON.stringify(ref));
    return ref;
  }
}

async function unreadRef(files: MediaFiles, { path }: Downloaded, what: string): Promise<VideoRef> {
  const { key, bytes } = await files.put(path, ENDINGS[what] ?? 'bin');
  const unmeasured = { width: 0, height: 0, seconds: 0, sound: false, poster: null } as const;
  return { kind: 'video', key, contentType: 'video/mp4', bytes, ...unmeasured, unread: true };
}

export function videoRef(
  key: string,
  bytes: number,
  probe: VideoProbe,
  poster: ImageRef | null,
): VideoRef {
  const { width, height, sound } = probe;
  // Encoders pad the last sound packet: a hundredth of a second says all there is to say.
  const seconds = Math.round(probe.seconds * 100) / 100;
  return {
    kind: 'video',
    key,
    contentType: 'video/mp4',
    bytes,
    width,
    height,
    seconds,
    sound,
    poster,
  };
}

export async function readKnownVideo(files: MediaFiles, note: string): Promise<VideoRef | null> {
  const text = await files.readNote(note);
  if (text === null) return null;
  const video = videoRefSchema.parse(JSON.parse(text));
  return (await touchVideo(files, video)) ? video : null;
}

/** A video and its poster are kept and forgotten together. */
export async function touchVideo(files: MediaFiles, video: VideoRef): Promise<boolean> {
  const keys = video.poster ? [video.key, video.poster.key] : [video.key];
  const found = await Promise.all(keys.map((key) => files.touch(key)));
  return found.every(Boolean);
}

/** A string says why it will never be had; what may be had later is thrown. */
async function fetchVideo(
  { fetchFile, maxVideoBytes }: MediaDependencies,
  url: string,
  folder: string,
  signal: AbortSignal,
): Promise<Downloaded | string> {
  try {
    return await download(fetchFile, url, join(folder, 'original.mp4'), {
      maxBytes: maxVideoBytes,
      signal,
      totalTimeoutMs: TOTAL_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
    });
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    const why = `${error.code}: ${error.message}`;
    if (!error.transient) return why;
    throw new ResultNotFetched(why, { cause: error });
  }
}

/** A string says why it cannot be read; what may be read later is thrown. */
async function probeOf(
  { decoder, files, logger }: MediaDependencies,
  { path, hash }: Downloaded,
  signal: AbortSignal,
): Promise<VideoProbe | string> {
  const note = `hung-${hash}-render`;
  if ((await files.readNote(note)) !== null) return 'it brought the decoder down before';
  try {
    return await decoder.probeVideo(path, signal);
  } catch (error) {
    if (!(error instanceof DecodeFailed)) throw error;
    if (error.code === 'broken') return error.message;
    if (!isLasting(error)) throw error;
    logger.warn({ err: error, code: error.code }, 'a video brought the decoder down');
    await files.writeNote(note, JSON.stringify({ code: error.code }));
    return error.message;
  }
}

interface Playable {
  readonly path: string;
  readonly probe: VideoProbe;
}

async function makePlayable(
  { decoder, logger }: MediaDependencies,
  path: string,
  probe: VideoProbe,
  folder: string,
  signal: AbortSignal,
): Promise<Playable> {
  if (probe.playable) return { path, probe };
  const output = join(folder, 'playable.mp4');
  try {
    await decoder.transcodeVideo(path, output, signal);
    return { path: output, probe: await decoder.probeVideo(output, signal) };
  } catch (error) {
    if (!(error instanceof DecodeFailed) || error.code === 'closed') throw error;
    // It was paid for: better one that some chats do not play than none.
    logger.warn({ err: error, code: error.code, probe }, 'a video was kept as it came');
    return { path, probe };
  }
}

async function makePoster(
  { decoder, files, logger }: MediaDependencies,
  path: string,
  folder: string,
  signal: AbortSignal,
): Promise<ImageRef | null> {
  const output = join(folder, 'poster.jpg');
  try {
    const { width, height } = await decoder.makePoster(path, output, signal);
    const { key, bytes } = await files.put(output, 'jpg');
    return { kind: 'image', key, contentType: 'image/jpeg', bytes, width, height };
  } catch (error) {
    if (!(error instanceof DecodeFailed) || error.code === 'closed') throw error;
    logger.warn({ err: error, code: error.code }, 'a video has no poster');
    return null;
  }
}
