import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallbackMode } from '../../../sandbox/acedata/callbacks.ts';
import { openWorldOf } from '../../support/e2e/providers.ts';
import type { WorldOf } from '../../support/e2e/providers.ts';
import { patience } from '../../support/patience.ts';

const PAID_IN_FULL = /^(?:-# )?[\d,]+ credits(?: · .*)?$/m;
const PATIENCE = { timeout: patience(10_000), interval: 10 };
const ENVIRONMENT = { DEFAULT_ALLOWANCE: 'unlimited' };

describe('Ace Data Cloud calls back', () => {
  let world: WorldOf<'acedata'>;
  beforeAll(async () => {
    world = await openWorldOf('acedata', { environment: ENVIRONMENT });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each<[CallbackMode, number, string]>([
    ['once', 1, 'when the video is there'],
    ['never', 0, 'not at all'],
    ['twice', 2, 'and once more'],
    ['early', 2, 'before the order is answered'],
    ['premature', 2, 'with a success that is none yet'],
    ['late', 1, 'when all is over'],
    ['malformed', 1, 'with half of it'],
    ['failure', 1, 'with a failure that is none'],
    ['stranger', 1, 'about a render of somebody else'],
  ])('%s (%i times, %s), and one video comes of it', async (mode, calls) => {
    const { emulator } = world;
    const before = { creates: emulator.creates.length, calls: emulator.callbacks.length };
    emulator.callbackMode = mode;
    const interaction = world.create({ options: { prompt: `a heron, told ${mode}` } });
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.videosOf(interaction)).toHaveLength(1);
    world.passMinutes(2);
    await emulator.deliverCallbacks();
    await world.hurried((rest) => rest());
    expect(emulator.callbacks.slice(before.calls)).toHaveLength(calls);
    expect(world.textOf(interaction)).toMatch(PAID_IN_FULL);
    expect(emulator.creates.length - before.creates).toBe(1);
    await world.expectInOrder();
  });

  it('and is not believed, whoever calls and whatever is said', async () => {
    const { emulator } = world;
    emulator.callbackMode = 'never';
    const interaction = world.create({ options: { prompt: 'a kite !verySlow' } });
    await world.comesTo(interaction, /Rendering/);
    const { taskId = '', body } = emulator.creates.at(-1) ?? {};
    const own = body?.callback_url ?? '';
    const success = {
      success: true,
      task_id: taskId,
      data: [{ state: 'succeeded', video_url: 'http://169.254.169.254/theirs.mp4' }],
    };
    const someoneElses = emulator.creates[0]?.body.callback_url ?? '';
    const asked = () => emulator.statusCalls.get(taskId) ?? 0;
    const before = asked();

    // Whoever knows the address can say anything: it is only a reason to ask.
    await emulator.sendCallback(taskId, success);
    await emulator.sendCallback(taskId, {
      ...success,
      success: false,
      error: { code: 'forbidden' },
    });
    await vi.waitFor(() => {
      expect(asked()).toBeGreaterThan(before);
    }, PATIENCE);
    // Nobody else gets as far as that.
    const forged = [
      own.replace('/acedata/', '/crun/'),
      `${own.slice(0, -2)}${own.endsWith('AA') ? 'BB' : 'AA'}`,
      own.slice(0, -10),
      own.replace(/[^/]+$/, ''),
    ];
    for (const url of forged) expect(await post(url, success)).toBe(404);
    expect(await post(someoneElses, success)).toBe(200);
    expect(await post(own, 'x'.repeat(300_000))).toBe(413);
    expect(world.textOf(interaction)).toContain('Rendering');

    await emulator.finish(taskId);
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.textOf(interaction)).toMatch(PAID_IN_FULL);
    await world.expectInOrder();
  });

  it.each(['!drop', '!garbage', '!timeout'])(
    'and a lost answer to the order (%s) is found again by it, once',
    async (sentinel) => {
      const { emulator } = world;
      emulator.callbackMode = 'late';
      const before = emulator.creates.length;
      const interaction = world.create({ options: { prompt: `a ferry ${sentinel}` } });
      await world.comesTo(interaction, /Ace Data Cloud didn't confirm this video/);
      await emulator.rendered();
      world.passMinutes(2);
      await emulator.deliverCallbacks();
      await world.comesTo(interaction, /Your video is ready/);
      expect(await world.end(interaction)).toContain('Your video is ready');
      expect(world.textOf(interaction)).toMatch(PAID_IN_FULL);
      expect(world.videosOf(interaction)).toHaveLength(1);
      expect(emulator.creates.length - before).toBe(1);
      await world.expectInOrder();
    },
  );

  it('and a lost answer is not found by what speaks of another render', async () => {
    const { emulator } = world;
    emulator.callbackMode = 'stranger';
    const interaction = world.create({ options: { prompt: 'a ferry !drop' } });
    await world.comesTo(interaction, /Ace Data Cloud didn't confirm this video/);
    await emulator.rendered();
    world.passMinutes(1);
    await emulator.deliverCallbacks();
    const strangers = () => [...emulator.statusCalls].filter(([id]) => !emulator.tasks.has(id));
    await world.hurried(() =>
      vi.waitFor(() => {
        expect(Math.max(0, ...strangers().map(([, calls]) => calls))).toBeGreaterThan(2);
      }, PATIENCE),
    );
    expect(world.textOf(interaction)).toContain("Ace Data Cloud didn't confirm this video");
    // The right one still finds it.
    const { taskId = '' } = emulator.creates.at(-1) ?? {};
    await emulator.sendCallback(taskId, { success: true, task_id: taskId });
    await world.comesTo(interaction, /Your video is ready/);
    expect(await world.end(interaction)).toContain('Your video is ready');
    await world.expectInOrder();
  });
});

async function post(url: string, body: unknown): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await response.body?.cancel();
  return response.status;
}

describe.each(['happyhorse-app', 'happyhorse-customer'] as const)(
  '%s calls nobody back',
  (name) => {
    it('so a lost answer to an order stays lost until somebody decides', async () => {
      await using world = await openWorldOf(name, { environment: ENVIRONMENT });
      const interaction = world.create({ options: { prompt: 'a ferry !drop' } });
      expect(await world.end(interaction)).toContain("didn't confirm this video");
      world.passMinutes(60);
      expect(await world.end(interaction)).toContain("didn't confirm this video");
      expect(world.buttonsOf(interaction).map((it) => it.label)).toContain('Return the credits');
      expect(world.emulator.creates).toHaveLength(1);
      await world.expectInOrder();
    });
  },
);
