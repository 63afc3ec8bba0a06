import type { ModelCapabilities } from '../video/domain/capabilities.ts';
import type { Interaction } from '../chat/domain/interaction.ts';
import type {
  Attachment,
  AudioRef,
  TranscodePlan,
  ClipLimits,
  ClipRef,
  ImageRef,
  MediaSource,
} from '../media/domain/media.ts';
import type { Refusal } from '../video/domain/refusal.ts';
import { mediaReferencesOf, imagesOf, sourceOf, withMedia } from '../video/domain/video-request.ts';
import type { VideoRequest, VideoDraft } from '../video/domain/video-request.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import type { ChatPlatforms } from '../chat/ports/chat-platform.ts';

export interface IngestDependencies {
  readonly media: MediaStore;
  readonly platforms: ChatPlatforms;
}

export type IngestedMedia =
  | { readonly status: 'taken'; readonly scene: VideoRequest['scene'] }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  /** A video could be made to fit, if its owner agrees. */
  | { readonly status: 'unfit'; readonly name: string; readonly transcode: TranscodePlan };

/** Copies all that was given into our store, measured against what the model takes. */
export async function ingestMedia(
  deps: IngestDependencies,
  interaction: Interaction,
  draft: VideoDraft,
  model: ModelCapabilities,
  signal: AbortSignal,
): Promise<IngestedMedia> {
  const { scene, adjust = false } = draft;
  const images = new Map<Attachment, ImageRef>();
  const clips = new Map<Attachment, ClipRef>();
  const audios = new Map<Attachment, AudioRef>();

  for (const attachment of imagesOf(scene)) {
    const source = await sourceFor(deps, interaction, attachment, signal);
    if ('code' in source) return { status: 'refused', refusal: source };
    const outcome = await deps.media.ingestImage(source, model.image, signal);
    if (outcome.status === 'refused') return { status: 'refused', refusal: outcome.problem };
    images.set(attachment, outcome.image);
  }
  for (const { attachment, limits } of clipsOf(draft, model)) {
    const source = await sourceFor(deps, interaction, attachment, signal);
    if ('code' in source) return { status: 'refused', refusal: asVideo(source) };
    const outcome = await deps.media.ingestClip(source, limits, { allowTranscode: adjust, signal });
    if (outcome.status === 'refused') return { status: 'refused', refusal: outcome.problem };
    if (outcome.status === 'unfit') return outcome;
    clips.set(attachment, outcome.clip);
  }
  const { audio } = mediaReferencesOf(scene);
  if (audio !== undefined && model.mediaReferences.audio !== null) {
    const source = await sourceFor(deps, interaction, audio, signal);
    if ('code' in source) return { status: 'refused', refusal: asAudio(source) };
    const outcome = await deps.media.ingestAudio(source, model.mediaReferences.audio, signal);
    if (outcome.status === 'refused') return { status: 'refused', refusal: outcome.problem };
    audios.set(audio, outcome.audio);
  }
  return {
    status: 'taken',
    scene: withMedia(scene, { image: from(images), clip: from(clips), audio: from(audios) }),
  };
}

function clipsOf(
  { scene }: VideoDraft,
  model: ModelCapabilities,
): readonly { readonly attachment: Attachment; readonly limits: ClipLimits }[] {
  const source = sourceOf(scene);
  const { video } = mediaReferencesOf(scene);
  return [
    ...(source === null || model.source === null
      ? []
      : [{ attachment: source, limits: model.source.limits }]),
    ...(video === undefined || model.mediaReferences.video === null
      ? []
      : [{ attachment: video, limits: model.mediaReferences.video }]),
  ];
}

type Withheld = Extract<Refusal, { readonly code: 'image-withheld' | 'image-unreachable' }>;

/** Chats speak of files; what was meant to be in them is known here. */
async function sourceFor(
  deps: IngestDependencies,
  { asker: requester, message }: Interaction,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<MediaSource | Refusal> {
  const platform = deps.platforms.get(requester.platform);
  if (platform === undefined) throw new Error(`${requester.platform} is not set up any more`);
  const given = await platform.sourceOf(message, attachment, signal);
  if (given.status !== 'ready') return given.problem;
  return { ...given.source, owner: `${requester.platform} ${requester.person.id}` };
}

function asVideo(refusal: Refusal): Refusal {
  return isWithheld(refusal) ? { code: VIDEO_CODES[refusal.code], name: refusal.name } : refusal;
}

function asAudio(refusal: Refusal): Refusal {
  return isWithheld(refusal) ? { code: AUDIO_CODES[refusal.code], name: refusal.name } : refusal;
}

function isWithheld(refusal: Refusal): refusal is Withheld {
  return refusal.code === 'image-withheld' || refusal.code === 'image-unreachable';
}

const VIDEO_CODES = {
  'image-withheld': 'video-withheld',
  'image-unreachable': 'video-unreachable',
} as const;

const AUDIO_CODES = {
  'image-withheld': 'audio-withheld',
  'image-unreachable': 'audio-unreachable',
} as const;

function from<ref>(taken: ReadonlyMap<Attachment, ref>): (attachment: Attachment) => ref {
  return (attachment) => {
    const ref = taken.get(attachment);
    if (ref === undefined) throw new Error('Something of the scene was not taken in');
    return ref;
  };
}
