import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallbackMode } from '../../../sandbox/crun/callbacks.ts';
import { aClip, openWorldOf } from '../../support/e2e/providers.ts';
import type { WorldOf } from '../../support/e2e/providers.ts';
import { patience } from '../../support/patience.ts';

const PAID_IN_FULL = /^(?:-# )?[\d,]+ credits(?: · .*)?$/m;

describe('crun.ai calls back', () => {
  let world: WorldOf<'crun'>;
  let clip: Buffer;
  beforeAll(async () => {
    clip = await aClip();
    world = await openWorldOf('crun', { environment: { DEFAULT_ALLOWANCE: 'unlimited' } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const edit = (prompt: string) =>
    world.command({
      name: 'video',
      subcommand: 'edit',
      options: { prompt },
      attachments: { video: { bytes: clip, filename: 'street.mp4' } },
    });

  it.each<[CallbackMode, number]>([
    ['once', 1],
    ['never', 0],
    ['twice', 2],
    ['early', 2],
    ['premature', 2],
    ['late', 1],
    ['malformed', 1],
    ['enveloped', 1],
    ['stranger', 1],
  ])('%s (%i times), and one video comes of it', async (mode, calls) => {
    const { emulator } = world;
    const before = { creates: emulator.creates.length, calls: emulator.callbacks.length };
    emulator.callbackMode = mode;
    const interaction = edit(`snow, told ${mode}`);
    expect(await world.end(interaction)).toContain('Your video is ready');
    world.passMinutes(2);
    await emulator.deliverCallbacks();
    await world.hurried((rest) => rest());
    const sent = emulator.callbacks.slice(before.calls);
    expect(sent.map((it) => it.status)).toEqual(Array.from({ length: calls }, () => 200));
    expect(world.textOf(interaction)).toMatch(PAID_IN_FULL);
    expect(world.videosOf(interaction)).toHaveLength(1);
    expect(emulator.creates.length - before.creates).toBe(1);
    await world.expectInOrder();
  });

  it('and is not believed, whoever calls and whatever is said', async () => {
    const { emulator } = world;
    emulator.callbackMode = 'never';
    const interaction = edit('fog !verySlow');
    await world.comesTo(interaction, /Rendering/);
    const { taskId = '', body } = emulator.creates.at(-1) ?? {};
    const own = body?.callback_url ?? '';
    const result = { media_urls: ['http://169.254.169.254/theirs.mp4'] };
    const asked = () => emulator.statusCalls.get(taskId) ?? 0;
    const before = asked();
    expect(await post(own, { task_id: taskId, status: 'success', result })).toBe(200);
    await vi.waitFor(
      () => {
        expect(asked()).toBeGreaterThan(before);
      },
      { timeout: patience(5_000) },
    );
    expect(await post(own.replace('/crun/', '/acedata/'), { task_id: taskId })).toBe(404);
    expect(await post(own.slice(0, -10), { task_id: taskId })).toBe(404);
    expect(world.textOf(interaction)).toContain('Rendering');
    await emulator.finish(taskId);
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.textOf(interaction)).toMatch(PAID_IN_FULL);
    await world.expectInOrder();
  });

  it.each(['!drop', '!garbage', '!noid', '!lateError'])(
    'and a lost answer to the order (%s) is found again by it, once',
    async (sentinel) => {
      const { emulator } = world;
      emulator.callbackMode = 'late';
      const before = emulator.creates.length;
      const interaction = edit(`hail ${sentinel}`);
      await world.comesTo(interaction, /crun\.ai didn't confirm this video/);
      await emulator.rendered();
      world.passMinutes(2);
      await emulator.deliverCallbacks();
      await world.comesTo(interaction, /Your video is ready/);
      expect(await world.end(interaction)).toMatch(PAID_IN_FULL);
      expect(emulator.creates.length - before).toBe(1);
      await world.expectInOrder();
    },
  );
});

async function post(url: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  await response.body?.cancel();
  return response.status;
}
