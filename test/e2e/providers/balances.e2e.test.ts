import { describe, expect, it } from 'vitest';
import { openWorldOf } from '../../support/e2e/providers.ts';

describe("crun.ai's balance", () => {
  it('is told of in the chat of the operators when it is low and when it is fine, and is a metric', async () => {
    await using world = await openWorldOf('crun', {
      environment: { DEFAULT_ALLOWANCE: 'unlimited', LOW_BALANCE: 'crun=300' },
    });
    const { chat, guild, emulator } = world;
    const place = chat.addChannel(guild, { name: 'operators' });
    const told = () =>
      chat.messages
        .all()
        .filter((it) => it.channelId === place.id)
        .map((it) => chat.text(chat.messages.json(it.id)));
    const metric = async () => {
      const port = world.environment.PORT ?? '';
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return /showrunner_provider_balance_credits\{provider="crun"\} (\S+)/.exec(text)?.[1];
    };
    await expect.poll(metric).toBe('10000');

    emulator.credits = 299;
    await world.closeServices();
    world.passMinutes(2);
    await world.open({ OPERATORS: `discord:${place.id}` });
    await expect.poll(told).toHaveLength(1);
    expect(told()[0]).toContain('Credit at crun.ai is running low');
    expect(told()[0]).toContain('299 credits left there');
    expect(await metric()).toBe('299');

    emulator.credits = 5_000;
    world.passMinutes(61);
    await expect.poll(told).toHaveLength(2);
    expect(told()[1]).toContain('Credit at crun.ai is no longer low');
    expect(await metric()).toBe('5000');
    await world.expectInOrder();
  });
});
