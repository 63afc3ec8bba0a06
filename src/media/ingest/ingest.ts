import { z } from 'zod';
import type { MediaKind, MediaProblem, MediaSource } from '../../core/media/domain/media.ts';
import { DecodeFailed, isLasting, LASTING, type DecodeFailure } from '../decoder/decode-failed.ts';
import type { Downloaded } from '../fetch/download.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { fetchAttachment, type Attached } from './fetch-attachment.ts';

const IDLE_TIMEOUT_MS = 10_000;

const noteSchema = z.object({ code: z.enum(LASTING) });

/** A file that somebody gave, fetched and not yet looked at. */
export interface GivenFile extends Pick<MediaDependencies, 'files' | 'decoder'> {
  readonly file: Downloaded;
  readonly name: string;
  /** For whatever is made of it on the way. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface Refused {
  readonly status: 'refused';
  readonly problem: MediaProblem;
}

export interface Ingesting<outcome> {
  readonly media: MediaKind;
  /** The most that is fetched. */
  readonly maxBytes: number;
  readonly totalTimeoutMs: number;
  /**
   * Tells what it is, makes of it what a model may see, and stores that.
   * @throws {DecodeFailed}
   */
  readonly store: (given: GivenFile) => Promise<outcome | Refused>;
}

/** Brings in what somebody attached in a chat. */
export async function ingest<outcome>(
  dependencies: MediaDependencies,
  source: MediaSource,
  { media, maxBytes, totalTimeoutMs, store }: Ingesting<outcome>,
  signal: AbortSignal,
): Promise<outcome | Refused> {
  const { files, logger } = dependencies;
  const { name } = source;
  const decoder = dependencies.decoder.onBehalfOf(source.owner ?? source.url);
  await using workspace = await files.workspace();
  const folder = workspace.path;
  const bounds = { maxBytes, signal, totalTimeoutMs, idleTimeoutMs: IDLE_TIMEOUT_MS };
  const fetched = await fetchAttachment(dependencies, source, folder, bounds);
  if (fetched.status !== 'had') return refused({ media, name, ...whyNotHad(fetched, maxBytes) });
  // What brought the decoder down, or did not come to its end, does not get another chance to.
  const note = `hung-${fetched.file.hash}-${media}`;
  const known = await files.readNote(note);
  if (known !== null) {
    const { code } = noteSchema.parse(JSON.parse(known));
    return refused({ media, name, ...whyNotDecoded(code, media) });
  }
  try {
    return await store({ files, decoder, file: fetched.file, name, folder, signal });
  } catch (error) {
    if (!(error instanceof DecodeFailed)) throw error;
    if (error.code === 'ours' || error.code === 'closed') throw error;
    logger.warn({ err: error, code: error.code, media }, 'media not decoded');
    if (isLasting(error)) await files.writeNote(note, JSON.stringify({ code: error.code }));
    return refused({ media, name, ...whyNotDecoded(error.code, media) });
  }
}

/** Only what says itself that it is damaged is called so. */
function whyNotDecoded(code: Exclude<DecodeFailure, 'ours' | 'closed'>, media: MediaKind) {
  switch (code) {
    case 'broken':
      return { code: 'broken' } as const;
    case 'crashed':
      return { code: 'failed' } as const;
    case 'too-long':
    case 'too-slow':
      return { code: 'heavy' } as const;
    case 'too-much-memory':
      return media === 'image' ? ({ code: 'bomb' } as const) : ({ code: 'heavy' } as const);
  }
}

function whyNotHad(fetched: Exclude<Attached, { status: 'had' }>, maxBytes: number) {
  return fetched.status === 'too-big'
    ? ({ code: 'too-big', bytes: fetched.bytes, maxBytes } as const)
    : ({ code: fetched.status } as const);
}

export function refused(problem: MediaProblem): Refused {
  return { status: 'refused', problem };
}
