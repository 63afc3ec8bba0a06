import { afterAll } from 'vitest';
import { createDecoder } from '../../src/media/decoder/decoder.ts';
import { describeMediaStore } from '../contracts/media-store.ts';
import { aVideo, createFakeMediaStore, type FakeContent } from '../support/fake-media-store.ts';
import { imageBytes, PUBLIC_URL, realStore, videoBytes } from './support/real-store.ts';

const decoder = createDecoder();
afterAll(() => decoder.close());

describeMediaStore('folder', async () => {
  const { store, serve, server, ...real } = await realStore(decoder);
  return {
    store,
    publicUrl: PUBLIC_URL,
    image: async (wish) => serve(await imageBytes(wish)),
    text: () => Promise.resolve(serve('a text, whatever its name')),
    video: async ({ sound, ...wish }) =>
      serve(
        await videoBytes({ ...wish, audio: sound ? 'aac' : null, noise: true, bitrate: 2_000_000 }),
      ),
    missing: () => server.url('/missing'),
    failing: () => server.url('/failing'),
    [Symbol.asyncDispose]: () => real[Symbol.asyncDispose](),
  };
});

for (const publicUrl of ['https://media.test', null]) {
  describeMediaStore(`fake, ${publicUrl ?? 'without a public address'}`, () => {
    const store = createFakeMediaStore({ publicUrl });
    let links = 0;
    const put = (content: FakeContent): string => {
      links += 1;
      const url = `https://cdn.test/${links}`;
      store.put(url, content);
      return url;
    };
    return Promise.resolve({
      store,
      publicUrl,
      image: (wish) => Promise.resolve(put({ kind: 'image', bytes: 40_000, ...wish })),
      text: () => Promise.resolve(put({ kind: 'text' })),
      video: (wish) => Promise.resolve(put({ ...aVideo, ...wish })),
      missing: () => put({ kind: 'missing' }),
      failing: () => put({ kind: 'failing' }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  });
}
