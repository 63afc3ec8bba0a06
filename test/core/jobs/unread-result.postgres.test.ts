import { describe, expect, it } from 'vitest';
import { testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { aVideo, createFakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import { FAKE_VIDEO_URL } from '../../support/fakes/fake-provider.ts';
import { ledgerOf, pass, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

describe('a result that cannot be read', () => {
  it('is asked for again for ten minutes, then delivered as the file that it came as', async () => {
    const media = createFakeMediaStore();
    const collect = media.collectVideo.bind(media);
    media.collectVideo = async (url, stop, { asItCame = false } = {}) => {
      const outcome = await collect(url, stop);
      if (outcome.status !== 'collected') return outcome;
      if (!asItCame) return { status: 'unusable', why: 'nobody here can read it' };
      return { status: 'collected', video: { ...outcome.video, poster: null, unread: true } };
    };
    const test = testCore(database.sql, { media });
    media.put(FAKE_VIDEO_URL, aVideo);
    const job = await started(test);
    test.provider.succeed('a horse');
    await pass(test, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    await pass(test, 9 * 60_000, 10_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    await pass(test, 3 * 60_000, 10_000);
    expect(await stateOf(test, job)).toMatchObject({
      status: 'succeeded',
      video: { unread: true, poster: null },
    });
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
  });
});
