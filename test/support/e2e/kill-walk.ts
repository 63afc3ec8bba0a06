import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { aPicture, openWorld } from './harness/session.ts';
import type { DiscordInteraction, World } from './harness/session.ts';
import { lendDecoder } from './lent-decoder.ts';
import type { DecodeOrder } from './lent-decoder.ts';
import type { KillAt, KillOrder, KillReport, Skipped } from './kill-child.ts';

/** One life of a job: what was reached before the process died, and what stood there in the end. */
export interface Life {
  readonly killAt: KillAt | null;
  /** False: the life came to its end before that moment. */
  readonly killed: boolean;
  /** What the process reached, in order; it died at the last of them. */
  readonly trace: readonly string[];
  readonly interaction: DiscordInteraction;
  readonly text: string;
  readonly videos: readonly { readonly hash: string }[];
  /** How many messages the bot ever wrote to this person or in their channel. */
  readonly messages: number;
  /** Creates that the provider accepted. */
  readonly creates: number;
  /** With what their person's balance says. */
  readonly jobs: readonly {
    readonly status: string;
    readonly held: number;
    readonly charged: number;
  }[];
}

export type KillLane = Awaited<ReturnType<typeof openKillLane>>;

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
const IN_FLIGHT = 3;

/** A world in which processes are killed, one after the other, each in a guild of its own. */
export async function openKillLane() {
  // Links to pictures are served by a process that lives on, as behind every real PUBLIC_URL.
  const world = await openWorld({
    // Credits for one video and no more: a job that were held twice would be refused.
    environment: { ROLES: 'http', DEFAULT_ALLOWANCE: '180/week', DEFAULT_POOL: 'unlimited' },
    // Nobody hears anything in this world yet.
    asks: true,
  });
  const picture = await aPicture();
  return {
    world,
    async live(killAt: KillAt | null): Promise<Life> {
      const { chat, provider, database } = world;
      const guild = chat.addGuild();
      const channel = chat.addChannel(guild);
      const user = chat.addUser({ name: 'Ada' });
      const team = `discord:shared:${guild.id}`;
      // What is left of `/video settings`, so that a life begins with the request for a video.
      await database.sql`insert into people (team_id, person_id, preferences)
        values (${team}, ${`discord:${user.id}`}, '{"settings": {}, "confirmOver": "never"}')`;
      const createdBefore = provider.creates.length;
      const trace = path.join(world.folder, `trace-${guild.id}`);
      const { interaction, killed } = await liveAndDie(world, { killAt, trace }, () =>
        world.create({
          user,
          guild,
          channel,
          attachments: { image: { bytes: picture, filename: 'harbour.png' } },
        }),
      );
      if (killed) {
        const healthy = await world.open({ ROLES: 'bots,worker' });
        await world.hurried((rest) => rest());
        await healthy[Symbol.asyncDispose]();
      }
      // By now Discord has told the person if nobody answered.
      world.clock.skipTo(new Date(world.clock.now().getTime() + 4_000));
      const jobs = await database.sql<Life['jobs'][number][]>`
        select j.status, b.held::int, b.charged::int from jobs j
        join balances b on b.team_id = j.team_id and b.subject = j.person_id and b.per = 'week'
          and b.per = 'week'
        where j.team_id = ${team}`;
      const places = new Set([channel.id, chat.directMessages(user).id]);
      return {
        killAt,
        killed,
        interaction,
        jobs,
        trace: existsSync(trace) ? readFileSync(trace, 'utf8').trim().split('\n') : [],
        text: world.textOf(interaction),
        videos: world.videosOf(interaction).map(({ bytes }) => ({
          hash: createHash('sha256').update(bytes).digest('hex'),
        })),
        messages: chat.messages.all().filter((it) => places.has(it.channelId)).length,
        creates: provider.creates.length - createdBefore,
      };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function liveAndDie(
  world: World,
  { killAt, trace }: Pick<KillOrder, 'killAt' | 'trace'>,
  act: () => DiscordInteraction,
): Promise<{ readonly interaction: DiscordInteraction; readonly killed: boolean }> {
  const { clock, provider } = world;
  const order: KillOrder = {
    environment: { ...world.environment, ROLES: 'bots,worker' },
    clockOffsetMs: clock.offsetMs,
    clockSpeed: clock.speed,
    inFlight: IN_FLIGHT,
    killAt,
    trace,
  };
  const child = fork(CHILD, [JSON.stringify(order)], {
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      E2E_LOG: process.env.E2E_LOG,
      TEST_SLOWNESS: process.env.TEST_SLOWNESS,
    },
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const ready = Promise.withResolvers<undefined>();
  const rest = Promise.withResolvers<'rest'>();
  child.on('message', (report: KillReport | DecodeOrder) => {
    if ('decode' in report) void lendDecoder(child, report);
    else if ('skipTo' in report) void skip(report.skipTo);
    else if (report.kind === 'ready') ready.resolve(undefined);
    else rest.resolve('rest');
  });
  async function skip(moment: number): Promise<void> {
    await provider.rendered();
    clock.skipTo(new Date(moment));
    const skipped: Skipped = { skippedTo: moment };
    if (child.connected) child.send(skipped);
  }

  await Promise.race([
    ready.promise,
    exited.then(([code]) => {
      const reached = existsSync(trace) ? readFileSync(trace, 'utf8') : 'nothing';
      throw new Error(`The child ended with ${String(code)} before it listened: ${reached}`);
    }),
  ]);
  const interaction = act();
  const ended = await Promise.race([rest.promise, exited]);
  const killed = ended !== 'rest';
  if (killed && ended[1] !== 'SIGKILL') throw new Error(`The child ended by itself: ${ended[0]}`);
  if (!killed) {
    child.kill('SIGKILL');
    await exited;
  }
  return { interaction, killed };
}
