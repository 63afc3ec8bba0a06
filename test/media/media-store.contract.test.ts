import type { AudioType, ClipType } from '../../src/core/media/domain/media.ts';
import type { MediaFiles } from '../../src/media/storage/media-files.ts';
import { describeGivenMedia, type GivenMediaSubject } from '../contracts/media-store-inputs.ts';
import { describeGivenSounds } from '../contracts/media-store-sounds.ts';
import { describeMediaStore, type MediaStoreSubject } from '../contracts/media-store.ts';
import { aVideo, createFakeMediaStore } from '../support/fakes/fake-media-store.ts';
import { type FakeContent } from '../support/fakes/fake-content.ts';
import { sharedDecoder as decoder } from '../support/fakes/shared-decoder.ts';
import { aBucket } from './support/a-bucket.ts';
import type { VideoPromptGiven } from './support/make-video.ts';
import { imageBytes, PUBLIC_URL, realStore, videoBytes } from './support/real-store.ts';

const CLIPS: Readonly<Record<ClipType, VideoPromptGiven>> = {
  'video/mp4': { audio: 'aac' },
  'video/quicktime': { container: 'mov', audio: 'aac' },
  'video/webm': { container: 'webm', codec: 'vp8', audio: 'opus' },
};

const SOUNDS: Readonly<Record<AudioType, VideoPromptGiven>> = {
  'audio/mpeg': { container: 'mp3', codec: null, audio: 'mp3' },
  'audio/wav': { container: 'wav', codec: null, audio: 'pcm-s16' },
  'audio/webm': { container: 'webm', codec: null, audio: 'opus' },
};

type Subject = MediaStoreSubject & GivenMediaSubject;

async function bucket(): Promise<Subject> {
  const { files, ...at } = await aBucket({ prefix: 'team', clock: 'real' });
  const subject = await real(files);
  return {
    ...subject,
    async [Symbol.asyncDispose]() {
      await subject[Symbol.asyncDispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

async function real(files?: MediaFiles): Promise<Subject> {
  const { store, serve, server, ...world } = await realStore(decoder, files ? { files } : {});
  return {
    store,
    publicUrl: PUBLIC_URL,
    image: async (draft) => serve(await imageBytes(draft)),
    text: () => Promise.resolve(serve('a text, whatever its name')),
    page: () => serve('<!doctype html><title>Sign in</title>', 'text/html; charset=utf-8'),
    video: async ({ sound, ...draft }) =>
      serve(
        await videoBytes({
          ...draft,
          audio: sound ? 'aac' : null,
          noise: true,
          bitrate: 2_000_000,
        }),
      ),
    clip: async ({ type, sound, noisy = false, ...draft }) =>
      serve(
        await videoBytes({
          ...draft,
          ...CLIPS[type],
          ...(sound ? {} : { audio: null }),
          ...(noisy ? { noise: true, bitrate: 2_000_000 } : {}),
        }),
      ),
    audio: async ({ type, seconds }) => serve(await videoBytes({ ...SOUNDS[type], seconds })),
    missing: () => server.url('/missing'),
    failing: () => server.url('/failing'),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

function fake(publicUrl: string | null): Promise<Subject> {
  const store = createFakeMediaStore({ publicUrl });
  let links = 0;
  const put = (content: FakeContent): string => {
    links += 1;
    const url = `https://cdn.test/${links}`;
    store.put(url, content);
    return url;
  };
  const putLater = (content: FakeContent): Promise<string> => Promise.resolve(put(content));
  return Promise.resolve({
    store,
    publicUrl,
    image: (draft) => putLater({ kind: 'image', bytes: 40_000, ...draft }),
    text: () => putLater({ kind: 'text' }),
    page: () => put({ kind: 'withheld' }),
    video: (draft) => putLater({ ...aVideo, ...draft }),
    clip: ({ noisy = false, ...draft }) =>
      putLater({ kind: 'clip', bytes: draft.seconds * (noisy ? 250_000 : 10_000), ...draft }),
    audio: (draft) => putLater({ kind: 'audio', bytes: draft.seconds * 20_000, ...draft }),
    missing: () => put({ kind: 'missing' }),
    failing: () => put({ kind: 'failing' }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

describeMediaStore('folder', () => real());
describeGivenMedia('folder', () => real());
describeGivenSounds('folder', () => real());
describeMediaStore('bucket', bucket);

for (const publicUrl of ['https://media.test', null]) {
  const name = `fake, ${publicUrl ?? 'without a public address'}`;
  describeMediaStore(name, () => fake(publicUrl));
  describeGivenMedia(name, () => fake(publicUrl));
  describeGivenSounds(name, () => fake(publicUrl));
}
