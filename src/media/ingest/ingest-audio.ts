import { join } from 'node:path';
import { FORMATS } from '../../core/media/domain/media.ts';
import type {
  AudioLimits,
  AudioRef,
  AudioType,
  FoundContent,
  MediaSource,
} from '../../core/media/domain/media.ts';
import type { Ingested } from '../../core/media/ports/media-store.ts';
import { sniff } from '../shared/sniff.ts';
import { audioRefSchema, readStored } from '../storage/stored-media.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { ingest, refused, type GivenFile, type Refused } from './ingest.ts';

const TYPES: Readonly<Record<string, { readonly type: AudioType; readonly ending: string }>> = {
  MP3: { type: 'audio/mpeg', ending: 'mp3' },
  WAVE: { type: 'audio/wav', ending: 'wav' },
  WebM: { type: 'audio/webm', ending: 'weba' },
};

export function ingestAudio(
  dependencies: MediaDependencies,
  source: MediaSource,
  limits: AudioLimits,
  signal: AbortSignal,
): Promise<Ingested<AudioRef>> {
  const { maxBytes } = limits;
  const store = (given: GivenFile) => storeAudio(given, limits);
  const audio = { media: 'audio', maxBytes, totalTimeoutMs: 60_000, store } as const;
  return ingest(dependencies, source, audio, signal);
}

async function storeAudio(given: GivenFile, limits: AudioLimits): Promise<Ingested<AudioRef>> {
  const { files, decoder, name, folder, signal } = given;
  const { path, hash } = given.file;
  const sniffed = await sniff(path);
  // Sound can come in a container that is known for videos.
  if (sniffed.kind !== 'audio' && sniffed.kind !== 'video') {
    return wrongType(name, sniffed.found, limits);
  }
  const note = `audio-${hash}`;
  const known = await readStored(files, note, audioRefSchema);
  if (known) return judged(known, name, limits);

  const look = await decoder.lookAtAudio(path, signal);
  if (look.status === 'broken') {
    return refused({ media: 'audio', code: 'broken', name, share: look.share });
  }
  if (look.status === 'no-audio') return wrongType(name, 'no-audio', limits);
  const { format } = sniffed.found;
  if (look.status === 'unread') return wrongType(name, { unreadable: format }, limits);
  const taken = TYPES[look.container];
  if (!taken || !limits.types.includes(taken.type)) return wrongType(name, { format }, limits);
  const output = join(folder, `clean.${taken.ending}`);
  const probe = await decoder.cleanAudio(path, output, signal);
  const { key, bytes } = await files.put(output, taken.ending);
  const seconds = Math.round(probe.seconds * 100) / 100;
  const audio: AudioRef = { kind: 'audio', key, contentType: taken.type, bytes, seconds };
  await files.writeNote(note, JSON.stringify(audio));
  return judged(audio, name, limits);
}

function judged(audio: AudioRef, name: string, limits: AudioLimits): Ingested<AudioRef> {
  const { bytes, contentType } = audio;
  const { types, maxBytes } = limits;
  if (!types.includes(contentType)) {
    return wrongType(name, { format: FORMATS[contentType] }, limits);
  }
  if (bytes > maxBytes) return refused({ media: 'audio', code: 'too-big', name, bytes, maxBytes });
  return { status: 'taken', media: audio };
}

function wrongType(name: string, found: FoundContent | null, { types }: AudioLimits): Refused {
  return refused({ media: 'audio', code: 'wrong-type', name, found, types });
}
