import { expect, it } from 'vitest';
import type { ImageLimits } from '../../../src/core/media/domain/media.ts';
import type { ImageIngested } from '../../../src/core/media/ports/media-store.ts';
import { createGuardedFetch } from '../../../src/media/fetch/guarded-fetch.ts';
import { createLinkSigner } from '../../../src/media/storage/links.ts';
import { createFolderFiles } from '../../../src/media/storage/folder-files.ts';
import { createMediaStore } from '../../../src/media/media-store.ts';
import { sharedDecoder as decoder } from '../../support/fakes/shared-decoder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { imageBytes } from '../support/real-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { silent } from '../../support/core.ts';
import { patience } from '../../support/patience.ts';

const TWO_HUNDRED_MB = 200_000_000;
/** What could be made smaller is fetched although the model takes less. */
const MOST_FETCHED = 50_000_000;
const limits: ImageLimits = {
  types: ['image/jpeg'],
  maxBytes: 10_000_000,
  minSide: 300,
  maxSide: 8000,
  maxRatio: 2.5,
};

/** Takes in what a server gives that counts what it gave. */
async function ingestFrom(
  declared: number | null,
  contentLength: number | null,
): Promise<{ taken: ImageIngested; sent: number; asked: number }> {
  await using folder = await tempFolder();
  let sent = 0;
  const start = await imageBytes({ type: 'image/jpeg', width: 400, height: 400 });
  await using server = await startLoopbackServer((_request, response) => {
    if (contentLength !== null) response.setHeader('content-length', contentLength);
    const block = Buffer.alloc(65_536);
    const more = (): void => {
      while (sent < TWO_HUNDRED_MB && !response.destroyed) {
        sent += block.length;
        if (!response.write(block)) return;
      }
      response.end();
    };
    response.write(start);
    response.on('drain', more);
    more();
  });
  const now = (): Date => new Date();
  const guarded = createGuardedFetch({ trustedHosts: [server.host], userAgent: 'test' });
  const store = createMediaStore({
    files: await createFolderFiles(folder.path, { now }),
    decoder,
    fetchFile: guarded.fetchFile,
    links: createLinkSigner({ secret: 'a secret', publicUrl: null, now }),
    maxVideoBytes: 1,
    logger: silent,
  });
  const attachment = { url: server.url('/'), name: 'huge.jpg', bytes: declared };
  const taken = await store.ingestImage(attachment, limits, {
    allowTranscode: false,
    signal: AbortSignal.timeout(patience(10_000)),
  });
  await guarded.close();
  return { taken, sent, asked: server.requests.length };
}

it('is not even asked for when the chat says that it is too big', async () => {
  const { taken, asked } = await ingestFrom(TWO_HUNDRED_MB, TWO_HUNDRED_MB);
  expect(taken).toMatchObject({
    problem: { media: 'image', code: 'too-big', bytes: TWO_HUNDRED_MB },
  });
  expect(asked).toBe(0);
});

it('is not begun when its server says that it is too big', async () => {
  const { taken } = await ingestFrom(null, TWO_HUNDRED_MB);
  expect(taken).toEqual({
    status: 'refused',
    problem: {
      media: 'image',
      code: 'too-big',
      name: 'huge.jpg',
      bytes: TWO_HUNDRED_MB,
      maxBytes: MOST_FETCHED,
    },
  });
});

it('is left at the limit when nobody says so, or the chat says otherwise', async () => {
  for (const declared of [null, 5000]) {
    const { taken, sent } = await ingestFrom(declared, null);
    expect(taken).toMatchObject({ problem: { media: 'image', code: 'too-big', bytes: null } });
    // What was on its way in buffers counts as sent.
    expect(sent).toBeLessThan(TWO_HUNDRED_MB / 2);
  }
});
