import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { limitedBody, type BodyLimits } from '../../../src/media/fetch/limited-body.ts';

function limits(changed: Partial<BodyLimits> = {}): BodyLimits {
  return {
    contentLength: null,
    maxBytes: 100_000,
    idleTimeoutMs: 100,
    signal: new AbortController().signal,
    finished: () => undefined,
    ...changed,
  };
}

async function read(body: Readable, changed: Partial<BodyLimits>, pauseMs = 0): Promise<number> {
  let bytes = 0;
  for await (const chunk of limitedBody(body, limits(changed))) {
    bytes += chunk.length;
    if (pauseMs > 0) await sleep(pauseMs);
  }
  return bytes;
}

it('is as long as declared, whatever the layers below let pass', async () => {
  const body = (): Readable => Readable.from([Buffer.from('four')]);
  expect(await read(body(), { contentLength: 4 })).toBe(4);
  for (const contentLength of [3, 5]) {
    await expect(read(body(), { contentLength })).rejects.toMatchObject({ code: 'truncated' });
  }
});

it('is not too slow when it is us who are', async () => {
  async function* twoParts(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(10);
    // Not there yet when we come back for it.
    await sleep(550);
    yield Buffer.alloc(10);
  }
  const unhurried = { idleTimeoutMs: 200 };
  expect(await read(Readable.from(twoParts()), unhurried, 500)).toBe(20);
  await expect(read(Readable.from(twoParts()), unhurried)).rejects.toMatchObject({
    code: 'too-slow',
  });
});

it('is let go of when its reader stops half-way', async () => {
  let finished = 0;
  const body = Readable.from([Buffer.alloc(10), Buffer.alloc(10)]);
  const settings = limits({ finished: () => (finished += 1) });
  for await (const chunk of limitedBody(body, settings)) {
    expect(chunk).toHaveLength(10);
    break;
  }
  expect([body.destroyed, finished]).toEqual([true, 1]);
});
