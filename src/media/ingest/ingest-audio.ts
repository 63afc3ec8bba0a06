import { join } from 'node:path';
import type {
  AudioLimits,
  AudioProblem,
  AudioRef,
  AudioType,
  MediaSource,
} from '../../core/media/domain/media.ts';
import type { AudioIngested } from '../../core/media/ports/media-store.ts';
import { DecodeFailed, isHeavy } from '../decoder/decode-failed.ts';
import { fetchAttachment, type Attached } from './fetch-attachment.ts';
import { foundIn, sniff } from '../shared/sniff.ts';
import { audioRefSchema, readStored } from '../storage/stored-media.ts';
import type { IngestClipDependencies } from './ingest-clip.ts';

const TOTAL_TIMEOUT_MS = 60_000;
const IDLE_TIMEOUT_MS = 10_000;

const TYPES: Readonly<Record<string, { readonly type: AudioType; readonly ending: string }>> = {
  MP3: { type: 'audio/mpeg', ending: 'mp3' },
  WAVE: { type: 'audio/wav', ending: 'wav' },
  WebM: { type: 'audio/webm', ending: 'weba' },
};

export async function ingestAudio(
  dependencies: IngestClipDependencies,
  source: MediaSource,
  limits: AudioLimits,
  signal: AbortSignal,
): Promise<AudioIngested> {
  const { files, logger } = dependencies;
  const { name } = source;
  const decoder = dependencies.decoder.onBehalfOf(source.owner ?? source.url);
  const { maxBytes } = limits;
  await using workspace = await files.workspace();
  const fetched = await fetchAttachment(dependencies, source, workspace.path, {
    maxBytes,
    signal,
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
  });
  if (fetched.status !== 'had') return refused(problemOfFetch(fetched, name, maxBytes));
  const { path, hash } = fetched.file;
  const sniffed = await sniff(path);
  // Sound can come in a container that is known for videos.
  if (sniffed.kind !== 'audio' && sniffed.kind !== 'video') {
    return refused({ code: 'not-audio', name, found: foundIn(sniffed) });
  }
  const note = `audio-${hash}`;
  const known = await readStored(files, note, audioRefSchema);
  if (known) return judge(known);

  try {
    const look = await decoder.lookAtAudio(path, signal);
    const { found } = sniffed;
    if (look.status === 'no-audio') {
      return refused({ code: 'not-audio', name, found: `a video (${found})` });
    }
    const taken = TYPES[look.container];
    if (look.status === 'unread' || !taken || !limits.types.includes(taken.type)) {
      return refused({ code: 'audio-type', name, found });
    }
    const output = join(workspace.path, `clean.${taken.ending}`);
    const probe = await decoder.cleanAudio(path, output, signal);
    const { key, bytes } = await files.put(output, taken.ending);
    const seconds = Math.round(probe.seconds * 100) / 100;
    const audio: AudioRef = { kind: 'audio', key, contentType: taken.type, bytes, seconds };
    await files.writeNote(note, JSON.stringify(audio));
    return judge(audio);
  } catch (error) {
    if (!(error instanceof DecodeFailed)) throw error;
    if (error.code === 'ours' || error.code === 'closed') throw error;
    logger.warn({ err: error, code: error.code }, 'a sound was not decoded');
    return refused({ code: isHeavy(error) ? 'audio-heavy' : 'audio-broken', name });
  }

  function judge(audio: AudioRef): AudioIngested {
    const { bytes, contentType } = audio;
    if (!limits.types.includes(contentType)) {
      const found = contentType.replace('audio/', '').toUpperCase();
      return refused({ code: 'audio-type', name, found });
    }
    return bytes > maxBytes
      ? refused({ code: 'audio-too-big', name, bytes, maxBytes })
      : { status: 'taken', audio };
  }
}

function problemOfFetch(
  fetched: Exclude<Attached, { status: 'had' }>,
  name: string,
  maxBytes: number,
): AudioProblem {
  switch (fetched.status) {
    case 'too-big':
      return { code: 'audio-too-big', name, bytes: fetched.bytes, maxBytes };
    case 'unreachable':
      return { code: 'audio-unreachable', name };
    case 'withheld':
      return { code: 'audio-withheld', name };
  }
}

function refused(problem: AudioProblem): AudioIngested {
  return { status: 'refused', problem };
}
