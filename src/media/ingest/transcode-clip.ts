import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type {
  TranscodePlan,
  ClipLimits,
  ClipRef,
  ClipType,
  MediaProblem,
} from '../../core/media/domain/media.ts';
import { isRepackable, problemOfClip, transcodePlanOf } from './clip-limits.ts';
import type { LookedAtClip } from './clip-limits.ts';
import { clipLookSchema, type ClipLook, type ClipProbe } from '../decoder/messages.ts';
import type { GivenFile } from './ingest.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import { sniff } from '../shared/sniff.ts';
import { clipRefSchema, readStored } from '../storage/stored-media.ts';

const ENDINGS: Readonly<Record<ClipType, string>> = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
};

const TYPES: Readonly<Record<string, ClipType>> = {
  MP4: 'video/mp4',
  'QuickTime File Format': 'video/quicktime',
  WebM: 'video/webm',
};

/** Of those that can be looked into. */
const CONTAINERS: readonly string[] = ['MP4', 'M4V', 'MOV', '3GP', '3G2', 'F4V', 'WebM', 'MKV'];

/** @throws {DecodeFailed} */
export async function lookAtGiven(
  given: GivenFile,
  { types }: ClipLimits,
): Promise<LookedAtClip | MediaProblem> {
  const { name } = given;
  const { path, bytes } = given.file;
  const none = { media: 'video', code: 'wrong-type', name, types } as const;
  const sniffed = await sniff(path);
  // Other containers are named: what cannot be looked into is not called damaged.
  if (sniffed.kind !== 'video' || !CONTAINERS.includes(sniffed.found.format)) {
    return { ...none, found: sniffed.found };
  }
  const look = await knownLook(given);
  switch (look.status) {
    case 'measured':
      return { ...look, bytes, type: TYPES[look.container] ?? null, sound: hasSound(look) };
    case 'no-video':
      return { ...none, found: 'audio-only' };
    case 'unread':
      return { ...none, found: { unreadable: sniffed.found.format } };
  }
}

/** What a file is does not change: it is looked at once. */
async function knownLook({ files, decoder, file, signal }: GivenFile): Promise<ClipLook> {
  const note = `look-${file.hash}`;
  const text = await files.readNote(note);
  if (text !== null) return clipLookSchema.parse(JSON.parse(text));
  const look = await decoder.lookAtClip(file.path, signal);
  await files.writeNote(note, JSON.stringify(look));
  return look;
}

/**
 * The clip as it came, in a fresh file: nothing of where and by whom it was filmed is left.
 * @throws {DecodeFailed}
 */
export async function cleanedClip(given: GivenFile, clip: LookedAtClip): Promise<ClipRef> {
  const { files, decoder, file, folder, signal } = given;
  const note = `clip-${file.hash}`;
  const known = await readStored(files, note, clipRefSchema);
  if (known) return known;
  const to = clip.type ?? 'video/mp4';
  const output = join(folder, `clean.${ENDINGS[to]}`);
  const probe = await decoder.cleanClip(
    file.path,
    output,
    { to, maxSeconds: null, encode: clip.preRoll },
    signal,
  );
  return await keep(files, note, output, { type: to, probe });
}

/**
 * A clip that was cut or encoded until it fits; null when it does not get there.
 * @throws {DecodeFailed}
 */
export async function transcodedClip(
  given: GivenFile,
  clip: LookedAtClip,
  transcode: TranscodePlan,
  limits: ClipLimits,
): Promise<ClipRef | null> {
  const { files, decoder, file, folder, signal } = given;
  const note = `fitted-${file.hash}-${hashOf(limits)}`;
  const known = await readStored(files, note, clipRefSchema);
  if (known) return known;

  const to = transcode.encode ? 'video/mp4' : (clip.type ?? 'video/mp4');
  const { maxSeconds } = limits;
  if (!transcode.encode || isRepackable(clip, limits)) {
    const output = join(folder, `cut.${ENDINGS[to]}`);
    const probe = await decoder.cleanClip(
      file.path,
      output,
      { to, maxSeconds, encode: clip.preRoll },
      signal,
    );
    const cut = await keepIfFit(to, probe, output);
    if (cut) return cut;
  }
  const output = join(folder, 'fitted.mp4');
  const probe = await decoder.transcodeClip(file.path, output, limits, signal);
  return probe && (await keepIfFit('video/mp4', probe, output));

  async function keepIfFit(type: ClipType, probe: ClipProbe, path: string) {
    const measured = { ...probe, type, sound: hasSound(probe) };
    const fits = !problemOfClip(measured, '', limits) && !transcodePlanOf(measured, limits);
    return fits ? await keep(files, note, path, { type, probe }) : null;
  }
}

async function keep(
  files: MediaFiles,
  note: string,
  path: string,
  { type, probe }: { readonly type: ClipType; readonly probe: ClipProbe },
): Promise<ClipRef> {
  // Somebody else may have been faster with the same file.
  const known = await readStored(files, note, clipRefSchema);
  if (known) return known;
  const { key, bytes } = await files.put(path, ENDINGS[type]);
  const clip: ClipRef = {
    kind: 'clip',
    key,
    contentType: type,
    bytes,
    width: probe.width,
    height: probe.height,
    seconds: probe.seconds,
    fps: probe.steady ? probe.fps : null,
    sound: hasSound(probe),
  };
  await files.writeNote(note, JSON.stringify(clip));
  return clip;
}

function hasSound({ audioCodec }: Pick<ClipProbe, 'audioCodec'>): boolean {
  return audioCodec !== null;
}

function hashOf(limits: ClipLimits): string {
  const { types, ...numbers } = limits;
  const text = JSON.stringify([types, Object.entries(numbers).toSorted()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
