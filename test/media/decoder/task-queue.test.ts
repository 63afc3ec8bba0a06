import { describe, expect, it } from 'vitest';
import { createTaskQueue } from '../../../src/media/decoder/task-queue.ts';

function aLine() {
  const line = createTaskQueue();
  const went: string[] = [];
  return {
    ...line,
    went,
    join: (owner: string, what: string, signal = new AbortController().signal) =>
      line.wait(owner, signal).then(
        () => went.push(what),
        (reason: unknown) => reason,
      ),
    async nextGoes(): Promise<boolean> {
      const somebody = line.next() !== null;
      await new Promise(setImmediate);
      return somebody;
    },
  };
}

describe('the line before a decoder', () => {
  it('lets owners take turns, however many places each has', async () => {
    const line = aLine();
    for (const what of ['a1', 'a2', 'a3', 'a4']) void line.join('a', what);
    void line.join('b', 'b1');
    void line.join('c', 'c1');
    void line.join('b', 'b2');
    while (await line.nextGoes());
    expect(line.went).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('passes over owners that may not go now, and keeps their places', async () => {
    const line = aLine();
    for (const [owner, what] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
    ] as const) {
      void line.join(owner, what);
    }
    expect(line.next((owner) => owner !== 'a')).toBe('b');
    expect(line.next((owner) => owner !== 'a')).toBeNull();
    expect(line.next()).toBe('a');
    await new Promise(setImmediate);
    expect(line.went).toEqual(['b1', 'a1']);
  });

  it('keeps the order of one owner', async () => {
    const line = aLine();
    for (const what of ['1', '2', '3']) void line.join('a', what);
    while (await line.nextGoes());
    expect(line.went).toEqual(['1', '2', '3']);
  });

  it('puts an owner who had a turn behind whoever came meanwhile', async () => {
    const line = aLine();
    void line.join('a', 'a1');
    void line.join('a', 'a2');
    await line.nextGoes();
    void line.join('b', 'b1');
    void line.join('a', 'a3');
    while (await line.nextGoes());
    expect(line.went).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('gives up a place when it is no longer wanted, and no other', async () => {
    const line = aLine();
    const stop = new AbortController();
    const reason = new Error('cancelled');
    const given = line.join('a', 'a1', stop.signal);
    void line.join('b', 'b1');
    stop.abort(reason);
    expect(await given).toBe(reason);
    expect(await line.nextGoes()).toBe(true);
    expect(await line.nextGoes()).toBe(false);
    expect(line.went).toEqual(['b1']);
  });

  it('is not joined by whoever has given up already', async () => {
    const line = aLine();
    const reason = new Error('cancelled');
    expect(await line.join('a', 'a1', AbortSignal.abort(reason))).toBe(reason);
    expect(await line.nextGoes()).toBe(false);
  });
});
