import type { ModelCapabilities } from '../video/domain/capabilities.ts';
import type { Origin } from '../chat/domain/interaction.ts';
import type {
  Attachment,
  AudioRef,
  ClipLimits,
  ClipRef,
  ImageRef,
  MediaKind,
  MediaSource,
} from '../media/domain/media.ts';
import type { Ingested, MediaStore, NeedsTranscode } from '../media/ports/media-store.ts';
import type { AttachmentSource, ChatPlatforms } from '../chat/ports/chat-platform.ts';
import type { Refusal } from '../video/domain/refusal.ts';
import { mediaReferencesOf, imagesOf, sourceOf, withMedia } from '../video/domain/video-request.ts';
import type { VideoRequest, VideoDraft } from '../video/domain/video-request.ts';

export interface IngestDependencies {
  readonly media: MediaStore;
  readonly platforms: ChatPlatforms;
}

export type IngestedMedia =
  | { readonly status: 'taken'; readonly scene: VideoRequest['scene'] }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | NeedsTranscode;

/** Copies all that was given into our store, measured against what the model takes. */
export async function ingestMedia(
  deps: IngestDependencies,
  origin: Origin,
  draft: VideoDraft,
  model: ModelCapabilities,
  signal: AbortSignal,
): Promise<IngestedMedia> {
  const { scene, allowTranscode = false } = draft;
  const images = new Map<Attachment, ImageRef>();
  const clips = new Map<Attachment, ClipRef>();
  const audios = new Map<Attachment, AudioRef>();

  /** Why it was not taken in; null when it was. */
  async function take<ref>(
    media: MediaKind,
    attachment: Attachment,
    into: Map<Attachment, ref>,
    ingest: (source: MediaSource) => Promise<Ingested<ref> | NeedsTranscode>,
  ): Promise<Exclude<IngestedMedia, { readonly status: 'taken' }> | null> {
    const given = await sourceFor(deps, origin, attachment, signal);
    if (given.status !== 'ready') {
      const { name } = attachment;
      return { status: 'refused', refusal: { code: given.status, media, name } };
    }
    const outcome = await ingest(given.source);
    if (outcome.status === 'refused') return { status: 'refused', refusal: outcome.problem };
    if (outcome.status === 'unfit') return outcome;
    into.set(attachment, outcome.media);
    return null;
  }

  for (const attachment of imagesOf(scene)) {
    const failed = await take('image', attachment, images, (source) =>
      deps.media.ingestImage(source, model.image, { allowTranscode, signal }),
    );
    if (failed !== null) return failed;
  }
  for (const { attachment, limits } of clipsOf(draft, model)) {
    const failed = await take('video', attachment, clips, (source) =>
      deps.media.ingestClip(source, limits, { allowTranscode, signal }),
    );
    if (failed !== null) return failed;
  }
  const { audio } = mediaReferencesOf(scene);
  const { audio: audioLimits } = model.mediaReferences;
  if (audio !== undefined && audioLimits !== null) {
    const failed = await take('audio', audio, audios, (source) =>
      deps.media.ingestAudio(source, audioLimits, signal),
    );
    if (failed !== null) return failed;
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

/** Where the chat has it, for whoever gave it. */
async function sourceFor(
  deps: IngestDependencies,
  { requester, message }: Origin,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<AttachmentSource> {
  const platform = deps.platforms.get(requester.platform);
  if (platform === undefined) throw new Error(`${requester.platform} is not set up any more`);
  const given = await platform.sourceOf(message, attachment, signal);
  if (given.status !== 'ready') return given;
  const owner = `${requester.platform} ${requester.person.id}`;
  return { status: 'ready', source: { ...given.source, owner } };
}

function from<ref>(taken: ReadonlyMap<Attachment, ref>): (attachment: Attachment) => ref {
  return (attachment) => {
    const ref = taken.get(attachment);
    if (ref === undefined) throw new Error('Something of the scene was not taken in');
    return ref;
  };
}
