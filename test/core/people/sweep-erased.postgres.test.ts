import { beforeEach, describe, expect, it } from 'vitest';
import { forgetOld, removeForgotten } from '../../../src/core/people/sweep-erased.ts';
import { testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asking } from '../requests/asking.ts';
import { aVideoOf, forgetting, forgotten, jobsOf } from './erasing.ts';
import type { Forgetting } from './erasing.ts';
import { asksFor, pass, signal } from '../requests/requested.ts';

const database = databaseOfFile();

const HOUR_MS = 3_600_000;

const removed = ({ test }: Forgetting) => removeForgotten(test.core, signal);

describe('files of what was forgotten', () => {
  beforeEach(async () => {
    await database.sql`delete from forgotten_files`;
  });

  const removals = ({ test }: Forgetting) =>
    test.media.calls.filter((it) => it.startsWith('remove')).length;

  it('go, with the copies that were made of them', async () => {
    const it = forgetting(database.sql);
    it.test.platform.limitUploads(1_000_000);
    await aVideoOf(it, it.ann, 900);
    const [job] = await jobsOf(it.ann, it);
    const video = job?.state.status === 'succeeded' ? job.state.video : null;
    if (video === null) throw new Error('no video');
    const copies = await it.test.media.copiesOf(video.key);
    expect(copies).not.toEqual([]);
    await forgotten(it);
    // The picture, the video and its poster.
    expect(await removed(it)).toBe(3);
    for (const key of [...copies, video.key, video.poster?.key ?? '']) {
      expect(it.test.media.calls).toContain(`remove ${key}`);
    }
    expect(await removed(it)).toBe(0);
  });

  it('stay as long as anybody else has them', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann, 901);
    await aVideoOf(it, it.ben, 901);
    await forgotten(it);
    expect(await removed(it)).toBe(0);
    expect(removals(it)).toBe(0);
    await forgotten(it, it.ben);
    expect(await removed(it)).toBe(3);
  });

  it('that were just taken in again are looked at later, when a job may have them', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann, 902);
    await forgotten(it);
    const busy = testCore(database.sql, {
      clock: it.test.clock,
      provider: it.test.provider,
      platform: it.test.platform,
      media: { ...it.test.media, remove: () => Promise.resolve(false) },
    });
    expect(await removeForgotten(busy.core, signal)).toBe(0);
    await aVideoOf(it, it.ben, 902);
    await it.test.clock.advance(HOUR_MS);
    expect(await removed(it)).toBe(0);
    expect(removals(it)).toBe(0);
  });

  it('are removed by whoever comes next when a process dies over it', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann, 903);
    await forgotten(it);
    const now = it.test.clock.now();
    const until = new Date(now.getTime() + HOUR_MS);
    expect(await it.test.core.forgetting.claimFiles(now, until, 100)).toHaveLength(3);
    expect(await removed(it)).toBe(0);
    await it.test.clock.advance(HOUR_MS);
    expect(await removed(it)).toBe(3);
  });

  it('stay marked when their last owner forgets them while they are looked for', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann, 907);
    await aVideoOf(it, it.ben, 907);
    await forgotten(it);
    const { core } = it.test;
    const inUse: typeof core.forgetting.inUse = async (keys) => {
      const used = await core.forgetting.inUse(keys);
      await forgotten(it, it.ben);
      return used;
    };
    await removeForgotten({ ...core, forgetting: { ...core.forgetting, inUse } }, signal);
    expect(removals(it)).toBe(3);
  });

  it('that cannot be deleted are in nobody’s way, and are tried again', async () => {
    const it = forgetting(database.sql);
    await aVideoOf(it, it.ann, 908);
    await forgotten(it);
    const { media, core } = it.test;
    let failed = '';
    const remove: typeof media.remove = (key, since) => {
      failed ||= key;
      return key === failed ? Promise.reject(new Error('no disk')) : media.remove(key, since);
    };
    expect(await removeForgotten({ ...core, media: { ...media, remove } }, signal)).toBe(2);
    await it.test.clock.advance(HOUR_MS);
    expect(await removed(it)).toBe(1);
  });
});

describe('what is old', () => {
  const DAY_MS = 24 * HOUR_MS;

  it('is forgotten without anybody asking, and its cards are left as they are', async () => {
    const it = forgetting(database.sql);
    const { test } = it;
    const old = await aVideoOf(it, it.ann, 904);
    await pass(test, 20 * DAY_MS);
    await aVideoOf(it, it.ann, 905);
    await pass(test, 11 * DAY_MS);
    const shows = test.platform.shows.length;
    expect(await forgetOld(test.core, null, signal)).toBe(0);
    expect(await forgetOld(test.core, 30, signal)).toBeGreaterThan(0);
    expect(await forgetOld(test.core, 30, signal)).toBe(0);
    await pass(test, HOUR_MS);
    expect(test.platform.shows).toHaveLength(shows);
    expect(test.platform.shown(old.message)?.view.tone).toBe('done');
    const [newer, older] = await jobsOf(it.ann, it);
    expect(older?.request).toMatchObject({ forgotten: 'frames', scene: { prompt: '' } });
    expect(newer?.request).toMatchObject({ scene: { prompt: 'a secret horse' } });
    // And those of whoever else has been here so long.
    expect(await removed(it)).toBeGreaterThanOrEqual(3);
  });

  it('stays while it is on the way, however long that takes', async () => {
    const it = forgetting(database.sql);
    const { test } = it;
    await asksFor(test, 'a slow horse', { requester: it.ann });
    await database.sql`update jobs set created_at = created_at - interval '90 days'
      where provider = ${test.provider.name}`;
    await forgetOld(test.core, 30, signal);
    expect((await jobsOf(it.ann, it))[0]?.request.scene).toMatchObject({ prompt: 'a slow horse' });
  });

  it('is forgotten bit by bit', async () => {
    const it = forgetting(database.sql);
    for (let count = 0; count < 3; count += 1) await aVideoOf(it, it.ann, 906);
    const after = new Date(it.test.clock.now().getTime() + DAY_MS);
    const { forgetting: store } = it.test.core;
    expect(await store.forgetOld(after, 2, after)).toBe(2);
    expect(await store.forgetOld(after, 1, after)).toBe(1);
  });

  it('leaves nothing of requests for credits that were decided', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    await it.decide('Deny');
    const { core } = it.test;
    await it.test.clock.advance(40 * DAY_MS);
    expect(await forgetOld(core, 30, signal)).toBeGreaterThan(0);
    const [row] = await database.sql<{ interaction: unknown; credits: number }[]>`
      select interaction, credits::int from credit_requests where credits = 60`;
    expect(row).toEqual({ interaction: {}, credits: 60 });
  });
});
