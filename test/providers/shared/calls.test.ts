import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type { StartAnswer } from '../../../src/core/providers/ports/video-provider.ts';
import { isUnanswered } from '../../contracts/provider-answers.ts';
import { startFarEnd, wires } from '../every.ts';
import { answering, closedUrl, turn } from '../loopback.ts';

// What is the same of every provider, whatever it speaks.

const { signal } = new AbortController();
const call = { signal, slot: turn };

describe.each(wires)('a start at $name', (wire) => {
  const isAmbiguous = (answer: Promise<StartAnswer>) =>
    isUnanswered(answer, wire.name, 'unreachable');

  it('is put off when nothing could be sent', async () => {
    const answer = await wire.start(wire.open(await closedUrl()));
    expect(answer).toEqual({ status: 'later', reason: 'unreachable', retryAfterMs: null });
  });

  it('is put off when it was stopped before it was sent', async () => {
    await using server = await startFarEnd(wire, {});
    const answer = await wire.start(wire.open(server.url), AbortSignal.abort());
    expect(answer).toMatchObject({ status: 'later', reason: 'unreachable' });
    expect(server.requests).toEqual([]);
  });

  it('may have created something after a cut connection, and is not sent again', async () => {
    await using server = await startFarEnd(wire, {
      create: (_, response) => response.socket?.destroy(),
    });
    await isAmbiguous(wire.start(wire.open(server.url)));
    expect(server.requests.filter((it) => wire.routeOf(it) === 'create')).toHaveLength(1);
  });

  it('may have created something when it was stopped after it was sent', async () => {
    const stop = new AbortController();
    await using server = await startFarEnd(wire, {
      create: () => {
        stop.abort();
      },
    });
    await isAmbiguous(wire.start(wire.open(server.url), stop.signal));
  });

  it('is refused with words cut to a length that a person reads, and without the key', async () => {
    const words = `Bad key ${wire.key}! ${'x'.repeat(5_000)}`;
    await using server = await startFarEnd(wire, {
      create: answering(401, wire.problem(401, words)),
    });
    const answer = await wire.start(wire.open(server.url));
    const message = answer.status === 'refused' ? answer.message : null;
    expect(message).toMatch(/^Bad key \[hidden\]! x+$/);
    expect(message).toHaveLength(1_000);
  });
});

describe.each(wires)('a check at $name', (wire) => {
  const asked = [wire.operation('a1')];

  it('has no answer where nobody listens, or in time', async () => {
    const unreachable = wire.open(await closedUrl()).check(asked, call);
    await expect(unreachable).rejects.toMatchObject({
      name: 'ProviderError',
      provider: wire.name,
      code: 'unreachable',
    });
    await using server = await startFarEnd(wire, { check: () => undefined });
    const late = wire.open(server.url, 150).check(asked, call);
    await expect(late).rejects.toMatchObject({ name: 'ProviderError', code: 'timeout' });
  });

  it('says for how long nothing should be asked', async () => {
    await using server = await startFarEnd(wire, {
      check: answering(429, '', { 'retry-after': '12' }),
    });
    const limited = wire.open(server.url).check(asked, call);
    await expect(limited).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 12_000 });
    await using unsaid = await startFarEnd(wire, { check: answering(429, '') });
    const open = wire.open(unsaid.url).check(asked, call);
    await expect(open).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: null });
  });

  it('asks nothing when there are no renders', async () => {
    expect(await wire.open('http://127.0.0.1:9').check([], call)).toEqual([]);
  });

  it('cannot be made with a handle of another provider', async () => {
    const check = wire.open('http://127.0.0.1:9').check([{ task: 'x' }], call);
    await expect(check).rejects.not.toBeInstanceOf(ProviderError);
  });
});
