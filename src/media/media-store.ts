import type { VideoRef } from '../core/media/domain/media.ts';
import type { MediaStore } from '../core/media/ports/media-store.ts';
import { collectVideo } from './results/collect-video.ts';
import { copiesOf, fitNote, fitVideo, forgetCopies } from './results/smaller-copy.ts';
import type { LinkSigner } from './storage/links.ts';
import { contentTypeOf } from './storage/media-files.ts';
import type { MediaDependencies } from './shared/media-dependencies.ts';
import { createSingleFlight } from './single-flight.ts';
import { ingestAudio } from './ingest/ingest-audio.ts';
import { ingestClip } from './ingest/ingest-clip.ts';
import { ingestImage } from './ingest/ingest-image.ts';

export function createMediaStore(
  dependencies: MediaDependencies & { readonly links: LinkSigner },
): MediaStore {
  const { files, links } = dependencies;
  const fitting = createSingleFlight<VideoRef | null>();

  return {
    ingestImage: (source, limits, options) => ingestImage(dependencies, source, limits, options),

    ingestClip: (source, limits, options) => ingestClip(dependencies, source, limits, options),

    ingestAudio: (source, limits, signal) => ingestAudio(dependencies, source, limits, signal),

    collectVideo: (url, signal, { asItCame = false } = {}) =>
      collectVideo(dependencies, url, asItCame, signal),

    async fit(video, maxBytes, signal) {
      if (video.bytes <= maxBytes) return video;
      if (video.unread === true) return null;
      // Many cards may show the same video at once; it is encoded once.
      return await fitting.run(fitNote(video, maxBytes), signal, (shared) =>
        fitVideo(dependencies, video, maxBytes, shared),
      );
    },

    async open(media) {
      await files.touch(media.key);
      return await files.checkOut(media.key);
    },

    async copiesOf(key) {
      // Only of videos: nothing else is looked for among all notes.
      return isVideo(key) ? await copiesOf(files, key) : [];
    },

    async remove(key, unusedSince) {
      if (!(await files.deleteUnused(key, unusedSince))) return false;
      if (isVideo(key)) await forgetCopies(files, key);
      return true;
    },

    link: (media, expiresAt) => links.link(media.key, expiresAt),

    player: (video, expiresAt) =>
      video.unread === true ? null : links.player(video.key, expiresAt),
  };
}

function isVideo(key: string): boolean {
  return contentTypeOf(key).startsWith('video/');
}
