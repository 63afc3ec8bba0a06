import { expect, vi } from 'vitest';
import { msg } from '../../../src/core/messages/domain/message.ts';
import { aPicture } from '../../support/e2e/harness/session.ts';
import type { Session, SessionOptions } from '../../support/e2e/user.ts';
import { patience } from '../../support/patience.ts';
import { HAPPYHORSE, ledgerOf, probeOf, refusedDrafts, UNFILLED } from './scenario-steps.ts';

/** Something that happens between people and the service, and must not depend on their chat. */
export interface Scenario {
  /** Ends the sentence that begins with the chat. */
  readonly what: string;
  /** Played in English alone: what it would say in another language, others say too. */
  readonly once?: true;
  readonly options?: SessionOptions;
  readonly run: (session: Session) => Promise<void>;
}

const MIB = 1024 * 1024;
/** Real time. */
const SOON = { timeout: patience(15_000), interval: 5 };

/** One render at a time, and the first one keeps its place until it is let go. */
const ONE_AT_A_TIME = { environment: { HAPPYHORSE_APP_IN_FLIGHT: '1' } };
const KEEPS_ITS_PLACE = { prompt: 'a slow tide !verySlow' };

const RENDERING = msg('jobs.status-rendering');
const QUEUED = msg('jobs.status-waiting');
const READY = msg('cards.ready');
const CANCELLED = msg('jobs.status-cancelled');
const NOT_CHARGED = msg('credits.not-charged');
const CANCEL = msg('chat.cancel');
const ON_HOLD = msg('credits.on-hold', { amount: 180 });
const CHARGED = msg('credits.amount', { amount: 180 });

const STEPS = [
  ['○', QUEUED],
  ['◐', msg('jobs.status-submitting')],
  ['◐', RENDERING],
  ['◐', msg('cards.downloading')],
  ['✓', READY],
] as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    what: 'shows a video from a picture, playable and with its receipt, in one message',
    async run({ harness, user, said, saying }) {
      const image = { name: 'harbour.png', bytes: await aPicture(640, 360) };
      const answer = await user.create({ prompt: 'the boats set sail', image });
      const text = await answer.end();
      // A step that is over at once may be left out, but none is shown twice or out of turn.
      const headlines = answer.headlines();
      const steps = STEPS.map(([mark, message]) => `${mark} ${said(message)}`);
      expect(steps.filter((it) => headlines.includes(it))).toEqual(headlines);
      expect(headlines).toContain(`◐ ${said(RENDERING)}`);
      expect(headlines.at(-1)).toBe(steps.at(-1));
      expect(text).toContain('the boats set sail');
      const left = msg('credits.left', { left: 2_820 });
      expect(text).toContain(`${said(CHARGED)} · ${said(left)}`);
      expect(text).toMatch(saying(READY, 'the boats set sail'));
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
    async run({ harness, user, saying }) {
      for (const { draft, why } of await refusedDrafts()) {
        const text = await (await user.create(draft)).shown(saying(msg('requests.not-started')));
        expect(text).toMatch(saying(why));
      }
      expect(await harness.database.sql`select 1 from jobs`).toEqual([]);
      expect(await harness.database.sql`select 1 from ledger`).toEqual([]);
      const orders = harness.provider.requests.filter((it) => it.path === '/api/generate');
      expect(orders).toEqual([]);
    },
  },
  {
    what: 'lets only its owner and admins take a video out of the line, and returns its credits',
    once: true,
    options: ONE_AT_A_TIME,
    async run({ harness, user, said, saying }) {
      const ahead = await user.create(KEEPS_ITS_PLACE);
      await ahead.shown(saying(RENDERING));
      const behind = await user.create({ prompt: 'a fox in the snow' });
      await behind.shown(saying(QUEUED, ON_HOLD));

      const refused = await behind.press(said(CANCEL), 'bob');
      expect(await refused()).toMatch(saying(msg('cards.cancel-not-yours')));
      expect(behind.text()).toMatch(saying(QUEUED));
      await behind.press(said(CANCEL));
      expect(await behind.shown(saying(CANCELLED))).toMatch(saying(NOT_CHARGED));
      expect(behind.buttons()).toEqual([]);

      const another = await user.create({ prompt: 'a kite over the dunes' });
      await another.shown(saying(QUEUED));
      await another.press(said(CANCEL), 'eve');
      await another.shown(saying(CANCELLED));
      expect(harness.provider.creates).toHaveLength(1);
      await harness.letGo();
      expect(await ahead.end()).toMatch(saying(READY));
    },
  },
  {
    what: 'takes out by a command what is in line, but not what is rendering',
    once: true,
    options: ONE_AT_A_TIME,
    async run({ harness, user, saying }) {
      const ahead = await user.create(KEEPS_ITS_PLACE);
      await ahead.shown(saying(RENDERING));
      const behind = await user.create({ prompt: 'a fox in the snow' });
      await behind.shown(saying(QUEUED));
      const cancelled = msg('cards.cancel-done', { prompt: { quote: 'a fox in the snow' } });
      expect(await user.interaction('cancel')).toMatch(saying(cancelled));
      await behind.shown(saying(CANCELLED));
      expect(await user.interaction('cancel')).toMatch(saying(msg('cards.cancel-none')));
      expect(ahead.text()).toMatch(saying(RENDERING));
      await harness.letGo();
      expect(await ahead.end()).toMatch(saying(READY));
    },
  },
  {
    what: 'tells what is on the way, what was made, what is left and what there is',
    options: ONE_AT_A_TIME,
    async run({ user, saying }) {
      expect(await user.interaction('status')).toMatch(saying(msg('chat.none-in-progress')));
      expect(await user.interaction('history')).toMatch(saying(msg('chat.no-videos')));
      const untouched = msg('credits.you-have', { left: 3_000 });
      expect(await user.interaction('credits')).toMatch(saying(untouched));

      await (await user.create({ prompt: 'a kite over the dunes' })).end();
      await (await user.create(KEEPS_ITS_PLACE)).shown(saying(RENDERING));
      await (await user.create({ prompt: 'a fox in the snow' })).shown(saying(QUEUED));

      const status = await user.interaction('status');
      expect(status).toMatch(saying(RENDERING, 'a slow tide'));
      expect(status).toMatch(
        saying(msg('chat.position', { ahead: 0 }), 'a fox in the snow', ON_HOLD),
      );
      expect(status).not.toContain('a kite over the dunes');
      const done = msg('jobs.status-succeeded');
      expect(await user.interaction('history')).toMatch(
        saying(done, 'a kite over the dunes', CHARGED),
      );
      const credits = await user.interaction('credits');
      expect(credits).toMatch(saying(msg('credits.you-have', { left: 2_460 })));
      const at = { time: 0, as: 'day' } as const;
      expect(credits).toMatch(saying(msg('credits.used', { used: 540, limit: 3_000, at })));
      expect(credits).toMatch(saying(msg('credits.on-hold-for', { held: 360, count: 2 })));
      const prompt = msg('commands.help-example-prompt');
      expect(await user.interaction('help')).toMatch(
        saying(msg('commands.help-example', { command: 'video create', prompt })),
      );
    },
  },
  {
    what: 'fills what a request leaves open with the usual settings of who asks',
    async run({ user, said, saying }) {
      const [pro, standard] = [said(msg('video.quality-pro')), said(msg('video.quality-std'))];
      const seconds = (count: number) => said(msg('chat.seconds', { count }));
      const told = await user.prefer({ seconds: 4, quality: 'pro' });
      expect(told).toMatch(saying(msg('chat.defaults')));
      expect(told).toContain(`${seconds(4)} · ${pro}`);
      const usual = await user.create({ seconds: null });
      expect(await usual.end()).toContain(`${pro} · ${seconds(4)}`);
      const other = await user.create({ seconds: 3, quality: 'std' });
      expect(await other.end()).toContain(`${standard} · ${seconds(3)}`);
      const ofBob = await user.create({ seconds: null }, 'bob');
      expect(await ofBob.end()).toContain(`${standard} · ${seconds(5)}`);
    },
  },
  {
    what: 'starts one video with one request, however often it is delivered',
    once: true,
    async run({ harness, user, saying }) {
      const answer = await user.create({ deliveries: 3 });
      expect(await answer.end()).toMatch(saying(READY));
      expect(await harness.database.sql`select 1 from jobs`).toHaveLength(1);
      expect(harness.provider.creates).toHaveLength(1);
      expect(answer.videos()).toHaveLength(1);
      expect(user.messages()).toBe(1);
    },
  },
  {
    what: 'understands the buttons of a card that was shown before a restart',
    once: true,
    async run({ harness, user, said, saying }) {
      const answer = await user.create({ prompt: 'a glacier !verySlow' });
      await answer.shown(saying(RENDERING));
      harness.passMinutes(16);
      await harness.hurried(() => answer.shown(saying('△ ', msg('jobs.status-overdue'))));
      await harness.closeServices();
      await harness.open();

      const [task] = harness.provider.creates;
      const looks = () => harness.provider.statusCalls.get(task?.taskId ?? '') ?? 0;
      const before = looks();
      const check = said(msg('cards.button-check-now'));
      const told = await answer.press(check);
      expect(await told()).toMatch(saying(msg('cards.checking', HAPPYHORSE)));
      await vi.waitUntil(() => looks() > before, SOON);
      await harness.letGo();
      await answer.press(check);
      expect(await answer.shown(saying(READY))).toMatch(saying(CHARGED, ' · '));
      await harness.hurried((rest) => rest());
      expect(answer.videos()).toHaveLength(1);
    },
  },
  {
    what: 'ends in the same message long after a command could be answered',
    once: true,
    options: { provider: { renderMs: 40 * 60_000 } },
    async run({ harness, user, saying }) {
      const answer = await user.create();
      await answer.shown(saying(RENDERING));
      const begun = harness.clock.now().getTime();
      expect(await answer.end()).toMatch(saying(READY));
      expect(harness.clock.now().getTime() - begun).toBeGreaterThan(39 * 60_000);
      expect(answer.text()).toMatch(saying(CHARGED, ' · '));
      expect(answer.videos()).toHaveLength(1);
      expect(user.messages()).toBe(1);
    },
  },
  {
    what: 'shows a smaller copy of what is too big for it, with a link to the whole',
    once: true,
    options: { slack: { settings: { maxFileBytes: 10 * MIB } } },
    async run({ harness, user, saying }) {
      const answer = await user.create({ prompt: 'a storm at sea !big' });
      const text = await answer.end();
      expect(text).toMatch(saying(READY));
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
    once: true,
    async run({ harness, user, saying }) {
      const prompt =
        '@everyone <!channel> @here *bold* _italic_ ~gone~ **loud** ||secret|| `code` [here](https://evil.example)';
      const answer = await user.create({ prompt });
      const text = await answer.end();
      expect(text).toMatch(saying(READY));
      expect(text).toContain('*bold* _italic_ ~gone~');
      expect(text).toContain('[here](https');
      expect(harness.provider.creates.at(-1)?.body.prompt).toContain('*bold* _italic_ ~gone~');
    },
  },
  {
    what: 'tells an order that the provider does not fill as it is, and returns the credits',
    once: true,
    async run({ harness, user, said, saying }) {
      for (const [sentinel, headline] of UNFILLED) {
        const answer = await user.create({ prompt: `a crane over the marsh ${sentinel}` });
        const text = await answer.end();
        expect(text.split('\n')[0]).toBe(`✕ ${said(headline)}`);
        expect(text).toMatch(saying(NOT_CHARGED));
        expect(answer.videos()).toEqual([]);
      }
      expect(await harness.database.sql`select 1 from jobs where open`).toEqual([]);
    },
  },
  {
    what: 'leaves it to an admin to give back what was held for an order without an answer',
    async run({ user, said, saying }) {
      const answer = await user.create({ prompt: 'a heron at dawn !drop' });
      expect(await answer.end()).toMatch(saying(msg('cards.unconfirmed', HAPPYHORSE)));
      const giveBack = said(msg('cards.button-give-back'));
      const refused = await answer.press(giveBack);
      expect(await refused()).toMatch(saying(msg('admin.only-admins')));
      await answer.press(giveBack, 'eve');
      const closed = await answer.shown(saying(msg('cards.failed-never-confirmed')));
      expect(closed).toMatch(saying(NOT_CHARGED));
      expect(answer.buttons()).toEqual([]);
    },
  },
];
