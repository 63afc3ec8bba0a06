import type { VideoRef } from '../core/media/domain/media.ts';
import type { MediaStore } from '../core/media/ports/media-store.ts';
import { collectVideo } from './results/collect-video.ts';
import type { Decoder } from './decoder/decoder.ts';
import { copiesOf, fitNote, fitVideo, forgetCopies } from './results/smaller-copy.ts';
import type { FetchFile } from './fetch/guarded-fetch.ts';
import type { LinkSigner } from './storage/links.ts';
import { contentTypeOf, type MediaFiles } from './storage/media-files.ts';
import { silentLogger, type MediaLogger } from './shared/media-logger.ts';
import { createSingleFlight } from './single-flight.ts';
import { ingestAudio } from './ingest/ingest-audio.ts';
import { ingestClip } from './ingest/ingest-clip.ts';
import { ingestImage } from './ingest/ingest-image.ts';

export interface MediaStoreDependencies {
  readonly files: MediaFiles;
  readonly decoder: Decoder;
  readonly fetchFile: FetchFile;
  readonly links: LinkSigner;
  /** The most that is taken of a finished render. */
  readonly maxVideoBytes: number;
  readonly logger?: MediaLogger;
}

export function createMediaStore(settings: MediaStoreDependencies): MediaStore {
  const { files, links } = settings;
  const dependencies = {
    ...settings,
    logger: settings.logger ?? silentLogger,
  };
  const fitting = createSingleFlight<VideoRef | null>();

  return {
    ingestImage: (source, limits, signal) => ingestImage(dependencies, source, limits, signal),

    ingestClip: (source, limits, options) => ingestClip(dependencies, source, limits, options),

    ingestAudio: (source, limits, signal) => ingestAudio(dependencies, source, limits, signal),

    collectVideo: (url, signal) => collectVideo(dependencies, url, signal),

    async fit(video, maxBytes, signal) {
      if (video.bytes <= maxBytes) return video;
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

    player: (video, expiresAt) => links.player(video.key, expiresAt),
  };
}

function isVideo(key: string): boolean {
  return contentTypeOf(key).startsWith('video/');
}
