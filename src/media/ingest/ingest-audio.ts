import { join } from 'node:path';
import type {
  AudioLimits,
  AudioRef,
  AudioType,
  MediaProblem,
  MediaSource,
} from '../../core/media/domain/media.ts';
import type { Ingested } from '../../core/media/ports/media-store.ts';
import { foundIn, sniff } from '../shared/sniff.ts';
import { audioRefSchema, readStored } from '../storage/stored-media.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { ingest, refused, type GivenFile } from './ingest.ts';

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
    return refused({ media: 'audio', code: 'wrong-media', name, found: foundIn(sniffed) });
  }
  const note = `audio-${hash}`;
  const known = await readStored(files, note, audioRefSchema);
  if (known) return judged(known, name, limits);

  const look = await decoder.lookAtAudio(path, signal);
  const { found } = sniffed;
  if (look.status === 'no-audio') {
    return refused({ media: 'audio', code: 'wrong-media', name, found: `a video (${found})` });
  }
  const taken = TYPES[look.container];
  if (look.status === 'unread' || !taken || !limits.types.includes(taken.type)) {
    return refused({ media: 'audio', code: 'wrong-type', name, found });
  }
  const output = join(folder, `clean.${taken.ending}`);
  const probe = await decoder.cleanAudio(path, output, signal);
  const { key, bytes } = await files.put(output, taken.ending);
  const seconds = Math.round(probe.seconds * 100) / 100;
  const audio: AudioRef = { kind: 'audio', key, contentType: taken.type, bytes, seconds };
  await files.writeNote(note, JSON.stringify(audio));
  return judged(audio, name, limits);
}

function judged(
  audio: AudioRef,
  name: string,
  { types, maxBytes }: AudioLimits,
): Ingested<AudioRef> {
  const { bytes, contentType } = audio;
  const about: Pick<MediaProblem, 'media' | 'name'> = { media: 'audio', name };
  if (!types.includes(contentType)) {
    const found = contentType.replace('audio/', '').toUpperCase();
    return refused({ ...about, code: 'wrong-type', found });
  }
  if (bytes > maxBytes) return refused({ ...about, code: 'too-big', bytes, maxBytes });
  return { status: 'taken', media: audio };
}
