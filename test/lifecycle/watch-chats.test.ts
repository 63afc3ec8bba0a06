import { expect, it } from 'vitest';
import type { Reply } from '../../src/core/messages/domain/reply.ts';
import { watchChats } from '../../src/lifecycle/watch-chats.ts';
import { replyLines } from '../core/messages/domain/plain-text.ts';
import { createFakePlatform } from '../support/fakes/fake-platform.ts';

/** Minutes in which a chat is heard (+) or not (-), and what operators are told in each. */
async function toldIn(minutes: string): Promise<string[]> {
  const told: string[] = [];
  const stop = new AbortController();
  let minute = -1;
  const clock = {
    now: () => new Date(minute * 60_000),
    sleep: () => {
      minute += 1;
      if (minute >= minutes.length) stop.abort();
      return Promise.resolve();
    },
  };
  const connection = {
    platform: createFakePlatform(),
    ready: () => minutes[minute] === '+',
    trouble: () => 'Set the token anew.',
  };
  const tell = (reply: Reply) => {
    told.push(`${minute}: ${replyLines(reply).join(' ')}`);
  };
  await watchChats([connection], { clock, tell }, stop.signal);
  return told;
}

it('tells operators once of a chat that is not heard, with what to do, and when it is over', async () => {
  const told = await toldIn('+-------------+++');
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(/^6: .*been disconnected for 5 min Set the token anew/);
  expect(told[1]).toMatch(/^14: .*connected again/);
});

it('tells nobody of a chat that comes back in time', async () => {
  expect(await toldIn('+----+----+----+')).toEqual([]);
});
