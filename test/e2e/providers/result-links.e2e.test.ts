import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDERS, PROVIDER_TITLES } from '../../../sandbox/demo/providers.ts';
import type { ProviderName } from '../../../sandbox/demo/providers.ts';
import { probeSource } from '../../../sandbox/video/source.ts';
import type { DiscordInteraction } from '../../support/e2e/harness/session.ts';
import { aClip, openWorldOfAll } from '../../support/e2e/providers.ts';
import { patience } from '../../support/patience.ts';

type World = Awaited<ReturnType<typeof openWorldOfAll>>;

const MINUTE = 60_000;
const LENGTH = 3;
/** Real time: many videos are made, fetched and shown. */
const ALL_MS = patience(50_000);

/** What the link to a result does in the first eight minutes, and what makes the emulator do it. */
const AT_FIRST = [
  ['answers 403, until a fresh one is told', '!linkForbidden'],
  ['answers 404', '!linkMissing'],
  ['answers 410, until a fresh one is told', '!linkGone'],
  ['answers 429', '!linkBusy'],
  ['answers 500', '!linkError'],
  ['answers 502', '!linkGateway'],
  ['gives nothing', '!linkEmpty'],
  ['gives a page', '!linkPage'],
  ['gives JSON', '!linkJson'],
  ['gives a picture', '!linkPicture'],
  ['gives half of the video', '!linkHalf'],
  ['gives less than it promised', '!linkShort'],
  ['is cut off', '!linkDropped'],
  ['leads to a private address', '!linkInward'],
  ['leads to itself', '!linkLoop'],
  ['names no host that exists', '!linkNowhere'],
] as const;

/** How a link that works is told. */
const TOLD = [
  ['as plain http', '!linkPlain'],
  ['as a path', '!linkRelative'],
  ['without a protocol', '!linkHostless'],
  ['as the second of two, after a dead one', '!linkFirst'],
] as const;

/** Which never works. */
const NEVER = ['!linkMissing !forever', '!linkPage !forever', '!linkInward !forever'] as const;

/** The Customer API tells one link, never several. */
const NOT_AT: Readonly<Partial<Record<ProviderName, string>>> = {
  'happyhorse-customer': '!linkFirst',
};

const asked = new Map<string, DiscordInteraction>();
let world: World;
let operators: () => string[];

// All at once: the time that is skipped is the same for all.
beforeAll(async () => {
  const clip = await aClip(LENGTH);
  world = await openWorldOfAll({ environment: ROOMY });
  operators = await withOperators(world);
  for (const name of PROVIDERS) {
    for (const word of wordsFor(name)) asked.set(`${name} ${word}`, ask(world, name, word, clip));
  }
  await Promise.all([...asked.values()].map((it) => it.message()));
  await world.hurried((rest) => rest(ALL_MS));
}, 2 * ALL_MS);
afterAll(() => world[Symbol.asyncDispose]());

const TRIED_AGAIN = /its link doesn't work yet|Downloading from .* failed/;

describe.each(PROVIDERS)('A finished video of %s', (name) => {
  /** What the person reads in the end, and everything that they read before it. */
  function shown(word: string) {
    const interaction = asked.get(`${name} ${word}`);
    if (interaction === undefined) throw new Error(`Nobody asked ${name} for ${word}`);
    return {
      text: world.textOf(interaction),
      before: world.saidBy(interaction),
      videos: world.videosOf(interaction),
    };
  }

  /** From the moment when the render was seen to be over to the one when its video was here. */
  async function tookMinutes(word: string): Promise<number> {
    const [row] = await world.database.sql<{ minutes: number }[]>`
      select extract(epoch from (state ->> 'at')::timestamptz
        - (state ->> 'renderedAt')::timestamptz)::float / 60 as minutes
      from jobs
      where provider = ${name} and request -> 'scene' ->> 'prompt' like ${`% ${word}`}`;
    return row?.minutes ?? Number.NaN;
  }

  async function expectDelivered(word: string): Promise<void> {
    const { text, videos } = shown(word);
    expect(text).toContain('Your video is ready');
    expect(text).toMatch(/[\d,]+ credits · /);
    const [video, ...more] = videos;
    expect(more).toEqual([]);
    const facts = await probeSource({ bytes: video?.bytes ?? Buffer.alloc(0) });
    expect(facts).toMatchObject({ container: 'mp4', codec: 'h264' });
    expect(facts.seconds).toBeCloseTo(LENGTH, 0);
  }

  it.each(AT_FIRST)('is delivered though its link %s', async (_, word) => {
    await expectDelivered(word);
    expect(await tookMinutes(word)).toBeGreaterThan(7.9);
    expect(shown(word).before.join('\n')).toMatch(TRIED_AGAIN);
  });

  it.each(told(name))('is delivered at once where its link is told %s', async (_, word) => {
    await expectDelivered(word);
    expect(await tookMinutes(word)).toBeLessThan(3);
  });

  it.each(NEVER)(
    'is lost where its link never works, and costs nobody anything: %s',
    async (word) => {
      const { text, before, videos } = shown(word);
      expect(before.join('\n')).toMatch(TRIED_AGAIN);
      expect(text).toContain("Showrunner couldn't download this video");
      expect(text).toContain('Not charged');
      expect(`${before.join('\n')}${text}`).not.toContain('169.254');
      expect(videos).toEqual([]);
      expect(await lostAfterMinutes(world, name, word)).toBeGreaterThan(10);
    },
  );

  it('is told of to the operators where it is lost, each once', () => {
    const title = PROVIDER_TITLES[name].replace(/^the /, '');
    const replies = operators().filter(
      (it) => it.includes("couldn't be downloaded from") && it.includes(title),
    );
    expect(replies).toHaveLength(NEVER.length);
    for (const reply of replies) expect(reply).toContain("The team wasn't charged.");
  });

  it('was ordered once, whatever became of it, and the books balance', async () => {
    expect(world.emulators[name].creates).toHaveLength(wordsFor(name).length);
    await world.expectInOrder();
  });
});

function wordsFor(name: ProviderName): readonly string[] {
  return [...AT_FIRST.map(([, word]) => word), ...told(name).map(([, it]) => it), ...NEVER];
}

function told(name: ProviderName) {
  return TOLD.filter(([, word]) => word !== NOT_AT[name]);
}

const ROOMY = {
  DEFAULT_ALLOWANCE: 'unlimited',
  HAPPYHORSE_APP_IN_FLIGHT: '100',
  HAPPYHORSE_IN_FLIGHT: '100',
  CRUN_IN_FLIGHT: '100',
};

const MODELS: Readonly<Record<ProviderName, string>> = {
  'happyhorse-app': 'happyhorse-app/happyhorse-1.0/video',
  'happyhorse-customer': 'happyhorse-customer/happyhorse',
  crun: 'crun/happyhorse-1-0-video-edit',
  acedata: 'acedata/happyhorse-1.1-t2v',
};

/** Asks for a video, in whatever way the provider makes one. */
function ask(world: World, name: ProviderName, words: string, clip: Buffer): DiscordInteraction {
  const prompt = `a kite over the dunes ${words}`;
  const model = MODELS[name];
  if (name !== 'crun') return world.create({ options: { prompt, model, seconds: LENGTH } });
  const attachments = { video: { bytes: clip, filename: 'street.mp4' } };
  const options = { prompt, model };
  return world.command({ name: 'video', subcommand: 'edit', options, attachments });
}

/** What whoever runs the service reads. */
async function withOperators({ chat, guild, closeServices, open }: World) {
  const place = chat.addChannel(guild, { name: 'operators' });
  await closeServices();
  await open({ OPERATORS: `discord:${place.id}` });
  return () =>
    chat.messages
      .all()
      .filter((it) => it.channelId === place.id)
      .map((it) => chat.text(chat.messages.json(it.id)));
}

/** From the end of the render to the end of the job; the first by the emulator's own clock. */
async function lostAfterMinutes(
  { database, emulators }: World,
  name: ProviderName,
  word: string,
): Promise<number> {
  const [row] = await database.sql<{ at: string; task: string }[]>`
    select state ->> 'at' as at,
      coalesce(state #>> '{operation,taskId}', state #>> '{operation,videoId}') as task
    from jobs
    where provider = ${name} and request -> 'scene' ->> 'prompt' like ${`% ${word}`}`;
  const task = emulators[name].tasks.get(row?.task ?? '');
  if (row === undefined || task === undefined) throw new Error(`There is no job for ${word}`);
  return (Date.parse(row.at) - task.readyAt) / MINUTE;
}
