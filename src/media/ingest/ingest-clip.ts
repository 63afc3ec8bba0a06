import type { ClipLimits, MediaSource } from '../../core/media/domain/media.ts';
import type { ClipIngested } from '../../core/media/ports/media-store.ts';
import { transcodePlanOf, isPossible, problemOfClip, problemOfWork } from './clip-limits.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { ingest, refused, type GivenFile } from './ingest.ts';
import { cleanedClip, transcodedClip, lookAtGiven } from './transcode-clip.ts';

/** What could be made smaller is fetched although it is too big: so much, or so many times. */
const ADJUSTABLE = { bytes: 500_000_000, times: 4 };

export function ingestClip(
  dependencies: MediaDependencies,
  source: MediaSource,
  limits: ClipLimits,
  { allowTranscode, signal }: { readonly allowTranscode: boolean; readonly signal: AbortSignal },
): Promise<ClipIngested> {
  const maxBytes = mostBytesFetched(limits);
  const store = (given: GivenFile) => storeClip(given, limits, allowTranscode);
  const clip = { media: 'video', maxBytes, totalTimeoutMs: 3 * 60_000, store } as const;
  return ingest(dependencies, source, clip, signal);
}

async function storeClip(
  given: GivenFile,
  limits: ClipLimits,
  allowTranscode: boolean,
): Promise<ClipIngested> {
  const { name } = given;
  const clip = await lookAtGiven(given, limits);
  if ('code' in clip) return refused(clip);
  const problem = problemOfClip(clip, name, limits);
  if (problem) return refused(problem);
  let transcode = transcodePlanOf(clip, limits);
  const work = problemOfWork(transcode, clip, name, limits);
  if (work) return refused(work);
  if (transcode === null) {
    const cleaned = await cleanedClip(given, clip);
    // A fresh file is a little bigger or smaller, longer or shorter than the one it was made of.
    const { bytes, seconds } = cleaned;
    const measured = { ...clip, bytes, seconds };
    const late = problemOfClip(measured, name, limits);
    if (late) return refused(late);
    transcode = transcodePlanOf(measured, limits);
    if (transcode === null) return { status: 'taken', media: cleaned };
  }
  const { maxBytes } = limits;
  const tooBig = { media: 'video', code: 'too-big', name, bytes: clip.bytes, maxBytes } as const;
  if (!isPossible(transcode, clip, limits)) return refused(tooBig);
  if (!allowTranscode) return { status: 'unfit', name, transcode };
  const fitted = await transcodedClip(given, clip, transcode, limits);
  return fitted ? { status: 'taken', media: fitted } : refused(tooBig);
}

/** The most that is fetched of a file, so that a smaller version of it can be offered. */
export function mostBytesFetched({ maxBytes }: ClipLimits): number {
  return Math.max(ADJUSTABLE.bytes, maxBytes * ADJUSTABLE.times);
}
