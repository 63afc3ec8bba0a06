import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { aPicture } from '../../support/e2e/harness/session.ts';
import type { Session, SessionOptions } from '../../support/e2e/user.ts';
import type { Answer, VideoPrompt } from '../../support/user.ts';
import { sharedDecoder } from '../../support/fakes/shared-decoder.ts';
import { patience } from '../../support/patience.ts';

/** Something that happens between people and the service, and must not depend on their chat. */
export interface Scenario {
  /** Ends the sentence that begins with the chat. */
  readonly what: string;
  readonly options?: SessionOptions;
  readonly run: (session: Session) => Promise<void>;
}

const MIB = 1024 * 1024;
/** Real time. */
const SOON = { timeout: patience(15_000), interval: 5 };

/** One render at a time, and the first one keeps its place until it is let go. */
const ONE_AT_A_TIME = { environment: { HAPPYHORSE_APP_IN_FLIGHT: '1' } };
const KEEPS_ITS_PLACE = { prompt: 'a slow tide !verySlow' };

const STEPS = [
  ...['○ Queued', '◐ Starting', '◐ Rendering'],
  ...['◐ Rendered, downloading', '✓ Your video is ready'],
];

export const SCENARIOS: readonly Scenario[] = [
  {
    what: 'shows a video from a picture, playable and with its receipt, in one message',
    async run({ harness, user }) {
      const image = { name: 'harbour.png', bytes: await aPicture(640, 360) };
      const answer = await user.create({ prompt: 'the boats set sail', image });
      const text = await answer.end();
      // A step that is over at once may be left out, but none is shown twice or out of turn.
      const headlines = answer.headlines();
      expect(STEPS.filter((it) => headlines.includes(it))).toEqual(headlines);
      expect(headlines).toContain('◐ Rendering');
      expect(headlines.at(-1)).toBe(STEPS.at(-1));
      expect(text).toContain('the boats set sail');
      expect(text).toContain('180 credits · 2,820 left');
      expect(await probeOf(harness.folder, answer)).toMatchObject({
        container: 'MP4',
        codec: 'avc',
      });
      const [task] = harness.provider.tasks.values();
      expect(task?.images).toMatchObject([{ width: 640, height: 360 }]);
      expect(await ledgerOf(harness)).toEqual([
        { kind: 'hold', credits: 180 },
        { kind: 'charge', credits: 180 },
      ]);
      expect(user.messages()).toBe(1);
    },
  },
  {
    what: 'refuses what cannot be made in words that say why, and charges nothing',
    options: { environment: { DEFAULT_ALLOWANCE: '1000/week' } },
    async run({ harness, user }) {
      for (const { draft, words } of await refusedDrafts()) {
        const text = await (await user.create(draft)).shown(/Not started/);
        expect(text).toContain(words);
        expect(text).toContain('not charged');
      }
      expect(await harness.database.sql`select 1 from jobs`).toEqual([]);
      expect(await harness.database.sql`select 1 from ledger`).toEqual([]);
      const orders = harness.provider.requests.filter((it) => it.path === '/api/generate');
      expect(orders).toEqual([]);
    },
  },
  {
    what: 'lets only its owner and admins take a video out of the line, and returns its credits',
    options: ONE_AT_A_TIME,
    async run({ harness, user }) {
      const ahead = await user.create(KEEPS_ITS_PLACE);
      await ahead.shown(/Rendering/);
      const behind = await user.create({ prompt: 'a fox in the snow' });
      await behind.shown(/Queued[^]*Next up[^]*180 credits on hold/);

      const refused = await behind.press('Cancel', 'bob');
      expect(await refused()).toContain('Only the person who asked');
      expect(behind.text()).toContain('Queued');
      await behind.press('Cancel');
      const text = await behind.shown(/Cancelled/);
      expect(text).toContain('Not charged');
      expect(behind.buttons()).toEqual([]);

      const another = await user.create({ prompt: 'a kite over the dunes' });
      await another.shown(/Queued/);
      await another.press('Cancel', 'eve');
      await another.shown(/Cancelled/);
      expect(harness.provider.creates).toHaveLength(1);
      await harness.letGo();
      expect(await ahead.end()).toContain('Your video is ready');
    },
  },
  {
    what: 'takes out by a command what is in line, but not what is rendering',
    options: ONE_AT_A_TIME,
    async run({ harness, user }) {
      const ahead = await user.create(KEEPS_ITS_PLACE);
      await ahead.shown(/Rendering/);
      const behind = await user.create({ prompt: 'a fox in the snow' });
      await behind.shown(/Queued/);
      expect(await user.interaction('cancel')).toContain('Cancelled “a fox in the snow”');
      await behind.shown(/Cancelled/);
      expect(await user.interaction('cancel')).toContain('You have no queued videos');
      expect(ahead.text()).toContain('Rendering');
      await harness.letGo();
      expect(await ahead.end()).toContain('Your video is ready');
    },
  },
  {
    what: 'tells what is on the way, what was made, what is left and what there is',
    options: ONE_AT_A_TIME,
    async run({ user }) {
      expect(await user.interaction('status')).toContain('No videos in progress');
      expect(await user.interaction('history')).toContain('No videos yet');
      expect(await user.interaction('credits')).toContain('You have 3,000 credits left');

      await (await user.create({ prompt: 'a kite over the dunes' })).end();
      await (await user.create(KEEPS_ITS_PLACE)).shown(/Rendering/);
      await (await user.create({ prompt: 'a fox in the snow' })).shown(/Queued/);

      const status = await user.interaction('status');
      expect(status).toMatch(/Rendering.*a slow tide/);
      expect(status).toMatch(/next up.*a fox in the snow.*180 credits on hold/);
      expect(status).not.toContain('a kite over the dunes');
      expect(await user.interaction('history')).toMatch(/Done.*a kite over the dunes.*180 credits/);
      const credits = await user.interaction('credits');
      expect(credits).toContain('You have 2,460 credits left');
      expect(credits).toContain('Used 540 of 3,000');
      expect(credits).toMatch(/360 credits on hold for 2 videos in progress/);
      expect(await user.interaction('help')).toContain('Example: ');
    },
  },
  {
    what: 'fills what a request leaves open with the usual settings of who asks',
    async run({ user }) {
      const told = await user.prefer({ seconds: 4, quality: 'pro' });
      expect(told).toContain('Your defaults');
      expect(told).toContain('4 s · Pro');
      const usual = await user.create({ seconds: null });
      expect(await usual.end()).toMatch(/Pro · 4 s/);
      const other = await user.create({ seconds: 3, quality: 'std' });
      expect(await other.end()).toMatch(/Standard · 3 s/);
      const ofBob = await user.create({ seconds: null }, 'bob');
      expect(await ofBob.end()).toMatch(/Standard · 5 s/);
    },
  },
  {
    what: 'starts one video with one request, however often it is delivered',
    async run({ harness, user }) {
      const answer = await user.create({ deliveries: 3 });
      expect(await answer.end()).toContain('Your video is ready');
      expect(await harness.database.sql`select 1 from jobs`).toHaveLength(1);
      expect(harness.provider.creates).toHaveLength(1);
      expect(answer.videos()).toHaveLength(1);
      expect(user.messages()).toBe(1);
    },
  },
  {
    what: 'understands the buttons of a card that was shown before a restart',
    async run({ harness, user }) {
      const answer = await user.create({ prompt: 'a glacier !verySlow' });
      await answer.shown(/Rendering/);
      harness.passMinutes(16);
      await harness.hurried(() => answer.shown(/△ Slower than usual/));
      await harness.closeServices();
      await harness.open();

      const [task] = harness.provider.creates;
      const looks = () => harness.provider.statusCalls.get(task?.taskId ?? '') ?? 0;
      const before = looks();
      const told = await answer.press('Check now');
      expect(await told()).toContain('Checking with happyhorse.app.');
      await vi.waitUntil(() => looks() > before, SOON);
      await harness.letGo();
      await answer.press('Check now');
      expect(await answer.shown(/Your video is ready/)).toContain('180 credits · ');
      await harness.hurried((rest) => rest());
      expect(answer.videos()).toHaveLength(1);
    },
  },
  {
    what: 'ends in the same message long after a command could be answered',
    options: { provider: { renderMs: 40 * 60_000 } },
    async run({ harness, user }) {
      const answer = await user.create();
      await answer.shown(/Rendering/);
      const begun = harness.clock.now().getTime();
      expect(await answer.end()).toContain('Your video is ready');
      expect(harness.clock.now().getTime() - begun).toBeGreaterThan(39 * 60_000);
      expect(answer.text()).toContain('180 credits · ');
      expect(answer.videos()).toHaveLength(1);
      expect(user.messages()).toBe(1);
    },
  },
  {
    what: 'shows a smaller copy of what is too big for it, with a link to the whole',
    options: { slack: { settings: { maxFileBytes: 10 * MIB } } },
    async run({ harness, user }) {
      const answer = await user.create({ prompt: 'a storm at sea !big' });
      const text = await answer.end();
      expect(text).toContain('Your video is ready');
      const [video, ...more] = answer.videos();
      expect(more).toEqual([]);
      expect(video?.length).toBeLessThan(10 * MIB);
      const link = /<(?<url>http[^>]*\/media\/[^>]+)>/.exec(text)?.groups?.url ?? '';
      const whole = await (await fetch(link)).arrayBuffer();
      expect(whole.byteLength).toBeGreaterThan(12 * MIB);
      expect(harness.provider.creates).toHaveLength(1);
    },
  },
  {
    what: 'pings nobody and formats nothing, whatever a prompt says',
    async run({ harness, user }) {
      const prompt =
        '@everyone <!channel> @here *bold* _italic_ ~gone~ **loud** ||secret|| `code` [here](https://evil.example)';
      const answer = await user.create({ prompt });
      const text = await answer.end();
      expect(text).toContain('Your video is ready');
      expect(text).toContain('*bold* _italic_ ~gone~');
      expect(text).toContain('[here](https');
      expect(harness.provider.creates.at(-1)?.body.prompt).toContain('*bold* _italic_ ~gone~');
    },
  },
  {
    what: 'tells an order that the provider does not fill as it is, and returns the credits',
    async run({ harness, user }) {
      for (const [sentinel, headline] of UNFILLED) {
        const answer = await user.create({ prompt: `a crane over the marsh ${sentinel}` });
        const text = await answer.end();
        expect(text.split('\n')[0]).toBe(`✕ ${headline}`);
        expect(text).toContain('Not charged');
        expect(answer.videos()).toEqual([]);
      }
      expect(await harness.database.sql`select 1 from jobs where open`).toEqual([]);
    },
  },
  {
    what: 'leaves it to an admin to give back what was held for an order without an answer',
    async run({ user }) {
      const answer = await user.create({ prompt: 'a heron at dawn !drop' });
      const text = await answer.end();
      expect(text).toContain("happyhorse.app didn't confirm this video");
      const refused = await answer.press('Return the credits');
      expect(await refused()).toContain('Only admins can');
      await answer.press('Return the credits', 'eve');
      const closed = await answer.shown(/An admin closed this video/);
      expect(closed).toContain('Not charged');
      expect(answer.buttons()).toEqual([]);
    },
  },
];

const UNFILLED = [
  ['!refuse', 'happyhorse.app refused this video'],
  ['!fail', "happyhorse.app couldn't render this video"],
  ['!private', "Showrunner couldn't download this video"],
] as const;

async function refusedDrafts(): Promise<readonly { draft: VideoPrompt; words: string }[]> {
  const name = 'picture.png';
  const noPicture = Buffer.from('Dear Sir or Madam,\nthis is no picture.\n'.repeat(50));
  return [
    { draft: { image: { name, bytes: noPicture } }, words: 'picture.png is a text file. Use' },
    {
      draft: { image: { name, bytes: await aPicture(1, 1) } },
      words: 'picture.png is 1 × 1 pixels. Each side needs at least 300.',
    },
    {
      draft: { prompt: 'x'.repeat(2_501) },
      words: 'The prompt can have up to 2,500 characters. This one has 2,501.',
    },
    { draft: { seconds: 2 }, words: 'Length must be 3–15 s.' },
    { draft: { seconds: 16 }, words: 'Length must be 3–15 s.' },
    {
      draft: { seconds: 15, quality: 'pro' },
      words: 'You have 1,000 left until your limit resets',
    },
  ];
}

async function probeOf(folder: string, answer: Answer) {
  const file = path.join(folder, 'shown.mp4');
  await writeFile(file, answer.videos()[0] ?? '');
  return await sharedDecoder.probeVideo(file, AbortSignal.timeout(patience(20_000)));
}

function ledgerOf({ database }: Session['harness']) {
  return database.sql`select kind, credits::int from ledger order by at, kind = 'hold' desc`;
}
