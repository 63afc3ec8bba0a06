import { describe, expect, it } from 'vitest';
import { openSlackWorld } from '../../support/e2e/slack.ts';
import type { Asked, SlackWorld } from '../../support/e2e/slack.ts';
import { patience } from '../../support/patience.ts';

const JOBS = 10;
const MINUTE = 60_000;
/** Of the fifty that Slack takes; the rest is for people who press buttons. */
const EDITS_A_MINUTE = 40;
const SHOWN_WITHIN_MS = 5_000;

const TEN_AT_ONCE = {
  environment: { HAPPYHORSE_APP_IN_FLIGHT: String(JOBS) },
  // All over at the same moment, after minutes in which each has progress to tell.
  provider: { renderMs: 3 * MINUTE },
};

/** In the order in which a card may show them. */
const STEPS = ['Queued', 'Starting', 'Rendering', 'Rendered', 'Your video is ready'];

describe('Ten videos at once in one workspace', () => {
  it('stay within what Slack takes, and every card ends with the truth, and soon', async () => {
    await using world = await openSlackWorld(TEN_AT_ONCE);
    const asked = await createTen(world);
    expect(fullestMinute(world)).toBeLessThanOrEqual(EDITS_A_MINUTE);
    expect(editsOf(world).filter((it) => it.status !== 200)).toEqual([]);

    const ended = await endings(world);
    for (const it of asked) {
      const states = statesOf(world, it);
      const steps = states.map(({ text }) => STEPS.findIndex((step) => text.includes(step)));
      expect(steps).toEqual(steps.toSorted((one, other) => one - other));
      expect(states.at(-1)?.text).toContain('180 credits · ');
      expect(world.videosOf(it)).toHaveLength(1);
      const shownAt = states.find(({ text }) => text.includes('Your video is ready'))?.at ?? NaN;
      const endedAt = ended.get(states[0]?.prompt ?? '') ?? NaN;
      expect(shownAt - endedAt).toBeLessThan(SHOWN_WITHIN_MS);
    }
    await world.expectInOrder();
  });
});

async function createTen(world: SlackWorld): Promise<readonly Asked[]> {
  const people = Array.from({ length: JOBS }, (_, index) =>
    world.workspace.addPerson({ name: `P${index}` }),
  );
  const asked = await Promise.all(
    people.map((by, index) => world.create(`a balloon number ${index}`, { by })),
  );
  await world.hurried(async (rest) => {
    await Promise.all(asked.map((it) => world.shown(it, /Queued|Starting|Render|ready/)));
    await rest(patience(40_000));
  });
  return asked;
}

function editsOf({ chat }: SlackWorld) {
  return chat.calls.filter((it) => it.method === 'chat.update');
}

/** The most edits in any sixty seconds. */
function fullestMinute(world: SlackWorld): number {
  const times = editsOf(world).map((it) => it.at);
  const since = (from: number) => times.filter((at) => at >= from && at < from + MINUTE).length;
  return Math.max(...times.map(since));
}

function statesOf({ chat }: SlackWorld, it: Asked) {
  const message = it.message();
  return chat.history(message?.channelId ?? '', message?.ts ?? '').map((state) => {
    const text = chat.text(state);
    return { at: state.at, text, prompt: /a balloon number \d+/.exec(text)?.[0] ?? '' };
  });
}

/** When each video was in our hands, by its prompt. */
async function endings({ database }: SlackWorld): Promise<ReadonlyMap<string, number>> {
  const jobs = await database.sql<{ prompt: string; at: string }[]>`
    select request #>> '{scene,prompt}' as prompt, state ->> 'at' as at from jobs`;
  return new Map(jobs.map(({ prompt, at }) => [prompt, Date.parse(at)]));
}
