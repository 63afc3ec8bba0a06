import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PlatformConnection } from '../../src/bots/shared/define-platform.ts';
import { providerRecoveredReply } from '../../src/core/providers/domain/operator-alerts.ts';
import type { ChatPlatform } from '../../src/core/chat/ports/chat-platform.ts';
import type { Logger } from '../../src/core/shared/ports/logger.ts';
import { createOperators } from '../../src/lifecycle/operator-alerts.ts';
import { createFakePlatform } from '../support/fakes/fake-platform.ts';

const aReply = providerRecoveredReply('Horse API');

function connection(platform: ChatPlatform): PlatformConnection {
  return {
    platform,
    routes: null,
    ready: () => true,
    trouble: () => null,
    about: () => ({ identity: null, audience: '' }),
    connect: () => Promise.reject(new Error('nobody connects here')),
    close: () => Promise.resolve(),
  };
}

function watched() {
  const errors: object[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (facts) => void errors.push(facts),
  };
  return { errors, logger };
}

describe('operators', () => {
  it('are told in every place that was set', async () => {
    const discord = createFakePlatform({ name: 'discord' });
    const slack = createFakePlatform({ name: 'slack' });
    const { errors, logger } = watched();
    const places = [
      { platform: 'discord', address: '123' },
      { platform: 'slack', address: 'T1/C1' },
      { platform: 'slack', address: 'T2/C2' },
    ];
    createOperators(places, [connection(discord), connection(slack)], logger)(aReply);
    await turn();
    expect(discord.replies).toEqual([{ message: '123', reply: aReply }]);
    expect(slack.replies.map((it) => it.message)).toEqual(['T1/C1', 'T2/C2']);
    expect(errors).toEqual([]);
  });

  it('of a chat that is not set up are written to the log', async () => {
    const { errors, logger } = watched();
    createOperators([{ platform: 'irc', address: '#ops' }], [], logger)(aReply);
    await turn();
    expect(errors).toMatchObject([{ platform: 'irc' }]);
  });

  it.each([
    ['later', () => Promise.reject(new Error('the chat is away'))],
    [
      'at once',
      () => {
        throw new Error('no such place');
      },
    ],
  ])('that cannot be told do not keep others from it: %s', async (_, post) => {
    const discord = { ...createFakePlatform({ name: 'discord' }), post };
    const slack = createFakePlatform({ name: 'slack' });
    const { errors, logger } = watched();
    const places = [
      { platform: 'discord', address: '123' },
      { platform: 'slack', address: 'T1/C1' },
    ];
    const tell = createOperators(places, [connection(discord), connection(slack)], logger);
    expect(() => {
      tell(aReply);
    }).not.toThrow();
    await turn();
    expect(slack.replies).toHaveLength(1);
    expect(errors).toMatchObject([{ platform: 'discord' }]);
  });

  it('are nobody where no place was set', () => {
    const { errors, logger } = watched();
    createOperators([], [connection(createFakePlatform())], logger)(aReply);
    expect(errors).toEqual([]);
  });
});
