import type { ClipLimits, ClipProblem, MediaSource } from '../../core/media/domain/media.ts';
import type { ClipIngested } from '../../core/media/ports/media-store.ts';
import { transcodePlanOf, isPossible, problemOfClip } from './clip-limits.ts';
import { cleanedClip, transcodedClip, lookAtGiven, type GivenClip } from './transcode-clip.ts';
import { DecodeFailed, isHeavy } from '../decoder/decode-failed.ts';
import type { Decoder } from '../decoder/decoder.ts';
import { fetchAttachment, type Attached, type FetchDependencies } from './fetch-attachment.ts';
import type { MediaFiles } from '../storage/media-files.ts';

const TOTAL_TIMEOUT_MS = 3 * 60_000;
const IDLE_TIMEOUT_MS = 10_000;
/** What could be made smaller is fetched although it is too big: so much, or so many times. */
const ADJUSTABLE = { bytes: 500_000_000, times: 4 };

export interface IngestClipDependencies extends FetchDependencies {
  readonly files: MediaFiles;
  readonly decoder: Decoder;
}

export async function ingestClip(
  dependencies: IngestClipDependencies,
  source: MediaSource,
  limits: ClipLimits,
  { allowTranscode, signal }: { readonly allowTranscode: boolean; readonly signal: AbortSignal },
): Promise<ClipIngested> {
  const { files, logger } = dependencies;
  const { name } = source;
  const decoder = dependencies.decoder.onBehalfOf(source.owner ?? source.url);
  await using workspace = await files.workspace();
  const maxBytes = mostBytesFetched(limits);
  const fetched = await fetchAttachment(dependencies, source, workspace.path, {
    maxBytes,
    signal,
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
  });
  if (fetched.status !== 'had') return refused(problemOfFetch(fetched, name, maxBytes));
  const { file } = fetched;
  try {
    const given = { files, decoder, file, folder: workspace.path, signal };
    return await takeInGiven(given, name, limits, allowTranscode);
  } catch (error) {
    if (!(error instanceof DecodeFailed)) throw error;
    if (error.code === 'ours' || error.code === 'closed') throw error;
    logger.warn({ err: error, code: error.code }, 'a video was not decoded');
    return refused({ code: isHeavy(error) ? 'video-heavy' : 'video-broken', name });
  }
}

async function takeInGiven(
  given: GivenClip,
  name: string,
  limits: ClipLimits,
  allowTranscode: boolean,
): Promise<ClipIngested> {
  const clip = await lookAtGiven(given, name);
  if ('code' in clip) return refused(clip);
  const problem = problemOfClip(clip, name, limits);
  if (problem) return refused(problem);
  let transcode = transcodePlanOf(clip, limits);
  if (transcode === null) {
    const cleaned = await cleanedClip(given, clip);
    // A fresh file is a little bigger or smaller, longer or shorter than the one it was made of.
    const { bytes, seconds } = cleaned;
    const measured = { ...clip, bytes, seconds };
    const late = problemOfClip(measured, name, limits);
    if (late) return refused(late);
    transcode = transcodePlanOf(measured, limits);
    if (transcode === null) return { status: 'taken', clip: cleaned };
  }
  const tooBig = { code: 'video-too-big', name, bytes: clip.bytes } as const;
  if (!isPossible(transcode, clip, limits)) {
    return refused({ ...tooBig, maxBytes: limits.maxBytes });
  }
  if (!allowTranscode) return { status: 'unfit', name, transcode };
  const fitted = await transcodedClip(given, clip, transcode, limits);
  return fitted
    ? { status: 'taken', clip: fitted }
    : refused({ ...tooBig, maxBytes: limits.maxBytes });
}

/** The most that is fetched of a file, so that a smaller version of it can be offered. */
export function mostBytesFetched({ maxBytes }: ClipLimits): number {
  return Math.max(ADJUSTABLE.bytes, maxBytes * ADJUSTABLE.times);
}

function problemOfFetch(
  fetched: Exclude<Attached, { status: 'had' }>,
  name: string,
  maxBytes: number,
): ClipProblem {
  switch (fetched.status) {
    case 'too-big':
      return { code: 'video-too-big', name, bytes: fetched.bytes, maxBytes };
    case 'unreachable':
      return { code: 'video-unreachable', name };
    case 'withheld':
      return { code: 'video-withheld', name };
  }
}

function refused(problem: ClipProblem): ClipIngested {
  return { status: 'refused', problem };
}
