import { createHash } from 'node:crypto';
import { FORMATS } from '../../../src/core/media/domain/media.ts';
import type {
  AudioLimits,
  AudioRef,
  ClipLimits,
  MediaProblem,
  ClipRef,
  ClipType,
  FoundContent,
  MediaSource,
} from '../../../src/core/media/domain/media.ts';
import type { ClipIngested, Ingested } from '../../../src/core/media/ports/media-store.ts';
import {
  transcodePlanOf,
  isPossible,
  problemOfClip,
} from '../../../src/media/ingest/clip-limits.ts';
import type { Refused } from '../../../src/media/ingest/ingest.ts';
import { mostBytesFetched } from '../../../src/media/ingest/ingest-clip.ts';
import type { FakeContent } from './fake-content.ts';

const CLIP_ENDINGS = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
} as const satisfies Record<ClipType, string>;
const AUDIO_ENDINGS = { 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'audio/webm': 'weba' } as const;

/** What the store would say of a video that somebody gave. */
export function fakeClipIngested(
  content: FakeContent,
  source: MediaSource,
  limits: ClipLimits,
  allowTranscode: boolean,
): ClipIngested {
  const { name } = source;
  const refused = (problem: MediaProblem): Refused => ({ status: 'refused', problem });
  const most = mostBytesFetched(limits);
  if (source.bytes !== null && source.bytes > most) {
    return refused({ media: 'video', code: 'too-big', name, bytes: source.bytes, maxBytes: most });
  }
  switch (content.kind) {
    case 'missing':
    case 'failing':
    case 'unsaved':
      return refused({ media: 'video', code: 'unreachable', name });
    case 'withheld':
      return refused({ media: 'video', code: 'withheld', name });
    case 'broken':
    case 'problem':
      return refused({ media: 'video', code: 'broken', name });
    case 'image':
    case 'video':
    case 'audio':
    case 'text':
      return refused({
        media: 'video',
        code: 'wrong-type',
        name,
        found: foundIn(content),
        types: limits.types,
      });
    case 'clip':
      return judgeClip(content, name, limits, allowTranscode);
  }
}

function judgeClip(
  content: Extract<FakeContent, { kind: 'clip' }>,
  name: string,
  limits: ClipLimits,
  allowTranscode: boolean,
): ClipIngested {
  const { bytes, width, height, fps, sound, seconds, type } = content;
  const refused = (problem: MediaProblem): Refused => ({ status: 'refused', problem });
  const most = mostBytesFetched(limits);
  if (bytes > most)
    return refused({ media: 'video', code: 'too-big', name, bytes, maxBytes: most });
  const problem = problemOfClip(content, name, limits);
  if (problem) return refused(problem);
  const transcode = transcodePlanOf(content, limits);
  const ref = { kind: 'clip', width, height, fps, sound } as const;
  if (transcode === null) {
    const key = keyOf(content, CLIP_ENDINGS[type]);
    return { status: 'taken', media: { ...ref, key, contentType: type, seconds, bytes } };
  }
  if (!isPossible(transcode, content, limits)) {
    return refused({ media: 'video', code: 'too-big', name, bytes, maxBytes: limits.maxBytes });
  }
  if (!allowTranscode) return { status: 'unfit', name, transcode };
  const contentType = transcode.encode ? 'video/mp4' : type;
  const fitted: ClipRef = {
    ...ref,
    ...sidesWithin(content, limits.maxSide),
    key: keyOf({ content, limits }, CLIP_ENDINGS[contentType]),
    contentType,
    seconds: transcode.seconds ?? seconds,
    bytes: Math.min(bytes, limits.maxBytes),
  };
  return { status: 'taken', media: fitted };
}

/** What the store would say of a sound that somebody gave. */
export function fakeAudioIngested(
  content: FakeContent,
  source: MediaSource,
  limits: AudioLimits,
): Ingested<AudioRef> {
  const { name } = source;
  const { maxBytes, types } = limits;
  const refused = (problem: MediaProblem): Refused => ({ status: 'refused', problem });
  const wrongType = (found: FoundContent) =>
    refused({ media: 'audio', code: 'wrong-type', name, found, types });
  if (source.bytes !== null && source.bytes > maxBytes) {
    return refused({ media: 'audio', code: 'too-big', name, bytes: source.bytes, maxBytes });
  }
  switch (content.kind) {
    case 'missing':
    case 'failing':
    case 'unsaved':
      return refused({ media: 'audio', code: 'unreachable', name });
    case 'withheld':
      return refused({ media: 'audio', code: 'withheld', name });
    case 'broken':
    case 'problem':
      return refused({ media: 'audio', code: 'broken', name });
    case 'image':
    case 'video':
    case 'clip':
    case 'text':
      return wrongType(foundIn(content));
    case 'audio': {
      const { bytes, type, seconds } = content;
      if (bytes > maxBytes)
        return refused({ media: 'audio', code: 'too-big', name, bytes, maxBytes });
      if (!types.includes(type)) return wrongType(foundIn(content));
      const key = keyOf(content, AUDIO_ENDINGS[type]);
      const audio: AudioRef = { kind: 'audio', key, contentType: type, bytes, seconds };
      return { status: 'taken', media: audio };
    }
  }
}

export function foundIn(
  content: Extract<FakeContent, { kind: 'image' | 'video' | 'clip' | 'audio' | 'text' }>,
): FoundContent {
  switch (content.kind) {
    case 'image':
    case 'clip':
    case 'audio':
      return { format: FORMATS[content.type] };
    case 'video':
      return { format: 'MP4' };
    case 'text':
      return 'text';
  }
}

export function sidesWithin(
  sides: { readonly width: number; readonly height: number },
  maxSide: number,
) {
  const scale = Math.min(1, maxSide / Math.max(sides.width, sides.height));
  if (scale === 1) return { width: sides.width, height: sides.height };
  const even = (length: number): number => Math.floor((length * scale) / 2) * 2;
  return { width: even(sides.width), height: even(sides.height) };
}

export function keyOf(content: object, ending: string): string {
  return `${createHash('sha256').update(JSON.stringify(content)).digest('hex')}.${ending}`;
}
