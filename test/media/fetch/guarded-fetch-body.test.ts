import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchRefused } from '../../../src/media/fetch/fetch-refused.ts';
import { createGuardedFetch } from '../../../src/media/fetch/guarded-fetch.ts';
import { hostileWorld, rawAnswer, type HostileWorld } from '../support/hostile-world.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { patience } from '../../support/patience.ts';

let world: HostileWorld;

beforeAll(async () => {
  world = await hostileWorld();
});

afterAll(() => world[Symbol.asyncDispose]());

describe('a body', () => {
  it('that is declared too big is not begun', async () => {
    const error = await world.refusal(world.server.url('/declares-too-much'), { maxBytes: 4999 });
    expect(error).toMatchObject({ code: 'too-big', declaredBytes: 5000, transient: false });
  });

  it('without an end is left at the limit', async () => {
    expect(await world.refusal(world.server.url('/endless'))).toMatchObject({ code: 'too-big' });
  });

  it('of exactly the limit is taken, of one byte more not', async () => {
    expect(await world.fetchAll(world.server.url('/ok'), { maxBytes: 12 })).toBe('twelve bytes');
    expect(await world.refusal(world.server.url('/ok'), { maxBytes: 11 })).toMatchObject({
      code: 'too-big',
    });
  });

  it('that ends early is cut off', async () => {
    const cut = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this';
    await expect(rawAnswer(cut)).rejects.toMatchObject({ code: 'truncated', transient: true });
    const chunk = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n';
    await expect(rawAnswer(chunk)).rejects.toMatchObject({ code: 'truncated' });
    expect(await rawAnswer(`${chunk}0\r\n\r\n`)).toBe('hello');
  });

  it('longer than declared is no more than declared', async () => {
    const long = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nfour and more';
    const outcome = await rawAnswer(long).catch((error: unknown) => error);
    expect(outcome instanceof FetchRefused ? outcome.code : outcome).toMatch(/^(four|truncated)$/);
  });

  it('without a declared length is counted as it comes', async () => {
    const bare = `HTTP/1.0 200 OK\r\n\r\n${'x'.repeat(300)}`;
    expect(await rawAnswer(bare)).toHaveLength(300);
    await expect(rawAnswer(bare, { maxBytes: 299 })).rejects.toMatchObject({ code: 'too-big' });
  });

  it('that drips is left in time', async () => {
    const begun = Date.now();
    const error = await world.refusal(world.server.url('/drip'), { idleTimeoutMs: 300 });
    expect(error).toMatchObject({ code: 'too-slow', transient: true });
    expect(Date.now() - begun).toBeLessThan(patience(1_000));
  });

  it('that stalls, or never begins, is left in time', async () => {
    const impatient = { idleTimeoutMs: 200 };
    expect(await world.refusal(world.server.url('/stalls'), impatient)).toMatchObject({
      code: 'too-slow',
    });
    expect(await world.refusal(world.server.url('/silent'), impatient)).toMatchObject({
      code: 'too-slow',
    });
  });

  it('that goes on and on is left at the deadline', async () => {
    const options = { totalTimeoutMs: 200, maxBytes: 1e12 };
    expect(await world.refusal(world.server.url('/endless'), options)).toMatchObject({
      code: 'too-slow',
    });
  });

  it('may be read slowly by us', async () => {
    const { body } = await world.guarded.fetchFile(world.server.url('/ok'), {
      maxBytes: 100,
      signal: AbortSignal.timeout(patience(5_000)),
      totalTimeoutMs: 5000,
      idleTimeoutMs: 300,
    });
    for await (const chunk of body) {
      expect(chunk).toHaveLength(12);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
  });
});

describe('an answer', () => {
  it.each([
    ['/not-found', 404, false],
    ['/forbidden', 403, false],
    ['/partial', 206, false],
    ['/broken', 503, true],
    ['/busy', 429, true],
  ])('%s is told by its status', async (path, status, transient) => {
    const error = await world.refusal(world.server.url(path));
    expect(error).toMatchObject({ code: 'bad-status', status, transient });
  });

  it('that is no HTTP, or none at all, is unreachable', async () => {
    await expect(rawAnswer('SSH-2.0-OpenSSH_9.6\r\n')).rejects.toMatchObject({
      code: 'unreachable',
      transient: true,
    });
    await using closed = await startLoopbackServer(() => undefined);
    const fetcher = createGuardedFetch({ trustedHosts: [closed.host], userAgent: 'x' });
    await closed[Symbol.asyncDispose]();
    const options = {
      maxBytes: 1,
      signal: AbortSignal.timeout(patience(5_000)),
      totalTimeoutMs: 5000,
      idleTimeoutMs: 1000,
    };
    await expect(fetcher.fetchFile(closed.url('/'), options)).rejects.toMatchObject({
      code: 'unreachable',
    });
    await fetcher.close();
  });

  it('is not waited for any longer when it is not wanted any more', async () => {
    const reason = new Error('cancelled');
    const before = new AbortController();
    before.abort(reason);
    await expect(world.fetchAll(world.server.url('/ok'), { signal: before.signal })).rejects.toBe(
      reason,
    );
    for (const path of ['/silent', '/endless']) {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort(reason);
      }, 50);
      const pending = world.fetchAll(world.server.url(path), {
        signal: controller.signal,
        maxBytes: 1e12,
      });
      await expect(pending).rejects.toBe(reason);
    }
  });
});
