import { describe, expect, it } from 'vitest';
import { openWorldOf } from '../../support/e2e/providers.ts';

/** What a second costs is the same everywhere: what is held for one pays the other as well. */
const RATES = ['happyhorse-customer/happyhorse', 'happyhorse-app/happyhorse-1.0/video']
  .map((it) => `${it}:std=60`)
  .join(',');

describe('A plan that does not allow what somebody wants', () => {
  it('is found out once: that video and those after it are made elsewhere', async () => {
    await using world = await openWorldOf('happyhorse-customer', {
      beside: true,
      environment: { DEFAULT_ALLOWANCE: 'unlimited', RATES },
    });
    const { emulator: customer, provider: app, chat, guild } = world;
    const place = chat.addChannel(guild, { name: 'operators' });
    await world.closeServices();
    await world.open({ OPERATORS: `discord:${place.id}` });
    customer.plan = 'free';
    const prefer = world.command({
      user: chat.addUser({ name: 'Eve', permissions: 'admin' }),
      name: 'quota',
      subcommand: 'model prefer',
      options: { model: 'happyhorse-customer/happyhorse' },
    });
    await prefer.message();
    const orders = () => customer.requests.filter((it) => it.path === '/api/v1/videos');
    for (const prompt of ['a gull over the pier', 'a gull over the marsh']) {
      const asked = world.create({ options: { prompt, seconds: 9 } });
      expect(await world.end(asked)).toContain('Your video is ready');
      expect(world.textOf(asked)).toContain('540 credits · ');
    }
    expect(orders().map((it) => it.status)).toEqual([403]);
    expect(customer.creates).toEqual([]);
    expect(app.creates).toHaveLength(2);
    // What the plan does allow is still made there.
    const short = world.create({ options: { prompt: 'a gull at noon', seconds: 4 } });
    expect(await world.end(short)).toContain('Your video is ready');
    expect(customer.creates).toHaveLength(1);
    const told = chat.messages
      .all()
      .filter((it) => it.channelId === place.id)
      .map((it) => chat.text(chat.messages.json(it.id)));
    expect(told).toEqual([expect.stringContaining('9 s or longer')]);
    await world.expectInOrder();
  });

  it('is told with what would allow it where nobody else makes such a video', async () => {
    await using world = await openWorldOf('happyhorse-customer', {
      environment: { DEFAULT_ALLOWANCE: 'unlimited', RATES: '' },
    });
    world.emulator.plan = 'free';
    const ask = () => world.create({ options: { prompt: 'a gull', seconds: 9 } });
    const card = await world.end(ask());
    expect(card).toContain('Your plan does not allow this video setting.');
    expect(card).toContain("in the service's plan at HappyHorse Customer API: 9 s or longer");
    const said = await world.end(ask());
    expect(said).toContain('HappyHorse Customer API: 9 s or longer');
    expect(said).toContain('happyhorse.app');
    expect(said).toContain('not charged');
    expect(world.emulator.creates).toEqual([]);
    await world.expectInOrder();
  });
});
