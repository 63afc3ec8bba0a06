import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import type { DiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import { createShards } from '../../../../src/bots/discord/connection/shards.ts';

let emulator: DiscordEmulator;
beforeEach(async () => {
  emulator = await createDiscordEmulator();
});
afterEach(() => emulator.close());

describe('what goes wrong while the end of a connection is told', () => {
  it('costs itself alone', async () => {
    const failed = Promise.withResolvers<unknown>();
    const shards = createShards({
      token: emulator.token,
      gateway: {
        url: emulator.apiUrl.replace('http', 'ws').replace(/\/api$/, ''),
        shards: 1,
        session_start_limit: { total: 1, remaining: 1, reset_after: 0, max_concurrency: 1 },
      },
      pace: { waitForIdentify: () => Promise.resolve() },
      listeners: {
        dispatch: () => undefined,
        ready: () => undefined,
        resumed: () => undefined,
        closed() {
          throw new Error('a fault of ours');
        },
        failed(_shard, error) {
          failed.resolve(error);
        },
      },
    });
    await shards.connect();
    emulator.gateway.endAll(4000);
    expect(await failed.promise).toMatchObject({ message: 'a fault of ours' });
    await shards.destroy();
  });
});
