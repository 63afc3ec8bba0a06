import { join } from 'node:path';
import type { ImageRef, VideoRef } from '../../core/media/domain/media.ts';
import { ResultNotFetched } from '../../core/shared/domain/errors.ts';
import type { VideoCollected } from '../../core/media/ports/media-store.ts';
import { DecodeFailed } from '../decoder/decode-failed.ts';
import type { VideoProbe } from '../decoder/messages.ts';
import { download, type Downloaded } from '../fetch/download.ts';
import { FetchRefused } from '../fetch/fetch-refused.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { sniff } from '../shared/sniff.ts';
import { videoRefSchema } from '../storage/stored-media.ts';

const TOTAL_TIMEOUT_MS = 5 * 60_000;
const IDLE_TIMEOUT_MS = 20_000;
/** The family of containers that MP4 comes from; each is written anew as MP4 where it is not. */
const CONTAINERS: readonly string[] = ['MP4', 'M4V', 'MOV', '3GP', '3G2', 'F4V'];

export async function collectVideo(
  dependencies: MediaDependencies,
  url: string,
  signal: AbortSignal,
): Promise<VideoCollected> {
  const { files, decoder } = dependencies;
  await using workspace = await files.workspace();
  const fetched = await fetchVideo(dependencies, url, workspace.path, signal);
  if (typeof fetched === 'string') return { status: 'unusable', why: fetched };
  const sniffed = await sniff(fetched.path);
  if (sniffed.kind !== 'video' || !CONTAINERS.includes(sniffed.found.format)) {
    const { found } = sniffed;
    const what = typeof found === 'string' ? found : (found?.format ?? 'something unknown');
    return { status: 'unusable', why: `not an MP4 video but ${what}` };
  }

  const note = `video-${fetched.hash}`;
  const known = await readKnownVideo(files, note);
  if (known) return { status: 'collected', video: known };

  const probe = await unlessBroken(decoder.probeVideo(fetched.path, signal));
  if (typeof probe === 'string') return { status: 'unusable', why: `not a whole video: ${probe}` };
  const playable = await makePlayable(dependencies, fetched.path, probe, workspace.path, signal);
  const poster = await makePoster(dependencies, playable.path, workspace.path, signal);
  const { key, bytes } = await files.put(playable.path, 'mp4');
  const video = videoRef(key, bytes, playable.probe, poster);
  await files.writeNote(note, JSON.stringify(video));
  return { status: 'collected', video };
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

async function unlessBroken<result>(pending: Promise<result>): Promise<result | string> {
  try {
    return await pending;
  } catch (error) {
    if (error instanceof DecodeFailed && error.code === 'broken') return error.message;
    throw error;
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
  const sound = probe.audioCodec === null ? !probe.sound : probe.audioCodec === 'aac';
  if (probe.container === 'MP4' && probe.codec === 'avc' && sound) return { path, probe };
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
