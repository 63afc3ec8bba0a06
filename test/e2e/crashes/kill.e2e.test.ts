import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAME } from '../../support/e2e/boundaries.ts';
import type { Boundary } from '../../support/e2e/boundaries.ts';
import { openKillLane } from '../../support/e2e/kill-walk.ts';
import type { KillAt } from '../../support/e2e/kill-child.ts';
import type { KillLane, Life } from '../../support/e2e/kill-walk.ts';
import { patience } from '../../support/patience.ts';

const LANES = 2;
/** A life may come to its end without a moment: what goes on side by side took other turns. */
const MOST_LIVES = 3;
const UNKNOWN_WEBHOOK = 10_015;

/** Without these no walk has been through the life of a job. */
const LANDMARKS: readonly Boundary[] = [
  ...(['before inbox.keep', 'after inbox.keep', 'after media.ingestImage'] as const),
  ...(['after jobs.accept', 'after jobs.save submitting', 'after provider.start'] as const),
  ...(['after jobs.save rendering', 'after provider.check'] as const),
  ...(['after jobs.save collecting', 'after media.collectVideo'] as const),
  ...(['after jobs.save succeeded', 'after platform.show succeeded'] as const),
];

/** What may stand in the message when all is over. */
type End = 'no answer' | 'unconfirmed' | 'succeeded';

const opened = new AsyncDisposableStack();
const lanes: KillLane[] = [];
beforeAll(async () => {
  for (let lane = 0; lane < LANES; lane += 1) lanes.push(opened.use(await openKillLane()));
});
afterAll(() => opened.disposeAsync());

describe('A process that is killed', () => {
  it(
    'loses no job, buys none twice and leaves none without its end, whatever moment it dies at',
    { timeout: patience(180_000) },
    async () => {
      const [lane] = lanes;
      const unharmed = await lane!.live(null);
      const moments = momentsOf(unharmed);
      const lives: Life[] = [];
      const left = [...moments];
      await Promise.all(
        lanes.map(async (it) => {
          for (let moment = left.shift(); moment !== undefined; moment = left.shift()) {
            lives.push(...(await livesUntil(it, moment)));
          }
        }),
      );

      expect(endOf(unharmed)).toBe('succeeded');
      for (const life of lives) expectRightEnd(life);
      const died = lives.filter((it) => it.killed);
      const places = new Set(died.map((it) => plain(it.trace.at(-1) ?? '')));
      expect(LANDMARKS.filter((it) => !places.has(it))).toEqual([]);
      // What happens side by side may take turns differently; hardly any moment is lost by that.
      expect(died.length).toBeGreaterThanOrEqual(moments.length - 3);
      expect(new Set(lives.flatMap((it) => it.videos.map((video) => video.hash))).size).toBe(1);
      // By asking Discord once, a request that was never acknowledged is known for what it is.
      for (const { world } of lanes) await world.expectInOrder({ but: [UNKNOWN_WEBHOOK] });
      process.stdout.write(
        `Killed at ${died.length} of the ${moments.length} moments that are the ${unharmed.trace.length} before and after every write and call.\n`,
      );
    },
  );
});

/** Lives that are to end at that moment: the last of them did, or none of so many. */
async function livesUntil(lane: KillLane, moment: KillAt): Promise<readonly Life[]> {
  const lives: Life[] = [];
  while (lives.at(-1)?.killed !== true && lives.length < MOST_LIVES) {
    lives.push(await lane.live(moment));
  }
  return lives;
}

/** Every moment of a life, told by its words and how often they had come before. */
function momentsOf({ trace }: Life): KillAt[] {
  const seen = new Map<string, number>();
  return trace.flatMap((line) => {
    const boundary = plain(line);
    const nth = (seen.get(boundary) ?? 0) + 1;
    seen.set(boundary, nth);
    return line === boundary ? [{ boundary, nth }] : [];
  });
}

function plain(line: string): string {
  return line.startsWith(SAME) ? line.slice(SAME.length) : line;
}

function expectRightEnd(life: Life): void {
  const ends = endsFor(life);
  const where = `killed at ${JSON.stringify(life.killAt)}`;
  expect(ends, where).toContain(endOf(life));
  switch (endOf(life)) {
    case 'no answer':
      expect(life, where).toMatchObject({ messages: 0, creates: 0, jobs: [], videos: [] });
      expect(life.interaction.failedToRespond, where).toBe(true);
      break;
    case 'unconfirmed':
      expect(life, where).toMatchObject({
        messages: 1,
        videos: [],
        jobs: [{ status: 'unconfirmed', held: 180, charged: 0 }],
      });
      expect(life.creates, where).toBeLessThanOrEqual(1);
      expect(life.text, where).toContain("happyhorse.app didn't confirm this video");
      expect(life.text, where).toContain('180 credits on hold');
      break;
    case 'succeeded':
      expect(life, where).toMatchObject({
        messages: 1,
        creates: 1,
        jobs: [{ status: 'succeeded', held: 0, charged: 180 }],
      });
      expect(life.videos, where).toHaveLength(1);
      expect(life.text, where).toContain('180 credits · ');
  }
}

function endOf({ interaction, text }: Life): string {
  if (interaction.messageId === null) return 'no answer';
  if (text.includes('Your video is ready')) return 'succeeded';
  return text.includes("didn't confirm this video") ? 'unconfirmed' : text;
}

/** The one right end for where death fell; two where it fell while a write was on its way. */
function endsFor({ trace }: Life): readonly End[] {
  const begun = written(trace, 'jobs.save submitting');
  const answered = written(trace, 'jobs.save rendering');
  // Kept but not acknowledged: Discord has called the command dead, so nothing may come of it.
  const lines = trace.map(plain);
  if (lines.at(-1)?.endsWith(' inbox.keep') === true) return ['no answer'];
  // What the service does for itself, as reading a balance, may come before the acknowledgement.
  const own = lines.slice(lines.lastIndexOf('after inbox.keep') + 1);
  if (own.every((it) => it.includes(' rateLimiter.'))) return ['no answer', 'succeeded'];
  if (answered === 'yes' || begun === 'no') return ['succeeded'];
  return begun === 'yes' && answered === 'no' ? ['unconfirmed'] : ['unconfirmed', 'succeeded'];
}

function written(trace: readonly string[], call: string): 'yes' | 'no' | 'perhaps' {
  const lines = trace.map(plain);
  if (lines.includes(`after ${call}`)) return 'yes';
  const begun = lines.lastIndexOf(`before ${call}`);
  return begun === -1 || begun === lines.length - 1 ? 'no' : 'perhaps';
}
