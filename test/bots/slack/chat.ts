import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSlackEmulator } from '../../../sandbox/slack/emulator.ts';
import type { SlackEmulator } from '../../../sandbox/slack/emulator.ts';
import { msg } from '../../../src/core/messages/domain/message.ts';
import { createSlackClients } from '../../../src/bots/slack/installations/clients.ts';
import type { SlackTeam } from '../../../src/bots/slack/shared/slack-team.ts';
import { createHomeReplies } from '../../../src/bots/slack/rendering/home-replies.ts';
import { readMessageRef } from '../../../src/bots/slack/shared/message-ref.ts';
import type { SlackMessageRef } from '../../../src/bots/slack/shared/message-ref.ts';
import { createSlackMessages } from '../../../src/bots/slack/messages/messages.ts';
import { createSdkLogger } from '../../../src/bots/slack/shared/slack-logger.ts';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import { PlatformError } from '../../../src/core/shared/domain/errors.ts';
import type { CardVideo, ShownCard } from '../../../src/core/chat/ports/chat-platform.ts';
import type { Clock } from '../../../src/core/shared/ports/clock.ts';
import { aShownCard } from '../../contracts/chat-platform.ts';
import { silent } from '../../support/core.ts';
import { patience } from '../../support/patience.ts';

/** Waits of ours pass fifty times as fast; Slack itself is as fast as the test lets it be. */
const SPEED = 50;

const HALF_HOUR = 30 * 60 * 1000;

export type Chat = Awaited<ReturnType<typeof startChat>>;

/** What shows cards over the emulator, with handles as the listener makes them. */
export async function startChat(options: Parameters<typeof createSlackEmulator>[0] = {}) {
  let ahead = 0;
  let removed = false;
  const emulator = await createSlackEmulator({
    now: () => Date.now() + ahead,
    ...options,
    limits: { shareDelayMs: 40, ...options.limits },
  });
  const clock: Clock = {
    now: () => new Date(Date.now() + ahead),
    sleep: (ms, signal) => delay(ms / SPEED, undefined, { signal }).catch(() => undefined),
  };
  const workspace = emulator.addWorkspace({ name: 'Studio' });
  const token = workspace.botToken;
  const ada = workspace.addPerson({ name: 'Ada' });
  const channel = workspace.addChannel({ name: 'films' });
  const homeReplies = createHomeReplies();
  const revoked: SlackTeam[] = [];
  const api = emulator.apiUrl.replace(/\/$/, '');
  /** Another process is another one of these. */
  const aPlatform = () =>
    createSlackMessages({
      clients: createSlackClients({
        api,
        sdkLogger: createSdkLogger(silent),
        tokens: {
          tokenOf: () =>
            removed
              ? Promise.reject(new PlatformError('slack', 'gone', 'the app was removed'))
              : Promise.resolve({ token, forOrganisation: false }),
          installed: () => Promise.resolve(!removed),
          check: () => Promise.resolve(),
          identity: () => null,
          revoked(team) {
            revoked.push(team);
            removed = workspace.installation === null;
            return Promise.resolve();
          },
        },
      }),
      clock,
      homeReplies,
      api,
    });

  function responseUrl(channelId: string, sourceTs: string | null): string {
    const place = { workspaceId: workspace.id, channelId, userId: ada.id };
    const issued = emulator.world.responseUrls.issue({ ...place, sourceTs, threadTs: null });
    return emulator.url + issued;
  }

  return {
    emulator,
    workspace,
    ada,
    channel,
    homeReplies,
    revoked,
    platform: aPlatform(),
    aPlatform,
    skipAhead(ms: number) {
      ahead += ms;
    },
    /** A command that Ada typed, as the core keeps it. */
    aCommand(over: Partial<SlackMessageRef> = {}): SlackMessageRef {
      const channelId = over.channelId === undefined ? channel.id : over.channelId;
      return {
        kind: 'command',
        teamId: workspace.id,
        enterpriseId: null,
        channelId,
        userId: ada.id,
        responseUrl: channelId === null ? null : responseUrl(channelId, null),
        usesLeft: 5,
        expiresAt: clock.now().getTime() + HALF_HOUR,
        ts: null,
        threadTs: null,
        movedTo: null,
        upload: null,
        private: false,
        ...over,
      };
    },
    /** A press of Ada's on a button of the card, where it stands now. */
    aPress(message: MessageRef): SlackMessageRef {
      const { movedTo, channelId, ts, ...card } = readMessageRef(message);
      const place = movedTo ?? { channelId: channelId ?? '', ts: ts ?? '' };
      return {
        ...card,
        kind: 'press',
        ...place,
        movedTo: null,
        upload: null,
        responseUrl: responseUrl(place.channelId, place.ts),
        usesLeft: 5,
        expiresAt: clock.now().getTime() + HALF_HOUR,
      };
    },
    /** What Ada reads where the card is now. */
    textOf(message: MessageRef): string {
      const { channelId, ts } = standingAt(message);
      return emulator.text(emulator.message(channelId, ts));
    },
    /** What Ada reads in a conversation, the oldest first. */
    textsIn: (channelId: string): readonly string[] =>
      emulator.messages(channelId, ada).map((it) => emulator.text(it)),
    /** Hers and the app's. */
    direct: () => workspace.directMessage(ada),
    callsOf: (method: string) => emulator.calls.filter((it) => it.method === method),
    async [Symbol.asyncDispose]() {
      await emulator[Symbol.asyncDispose]();
    },
  };
}

export function standingAt(message: MessageRef): {
  readonly channelId: string;
  readonly ts: string;
} {
  const { movedTo, channelId, ts } = readMessageRef(message);
  return movedTo ?? { channelId: channelId ?? '', ts: ts ?? '' };
}

/** Videos of the card and its thread. */
export function videosOf(emulator: SlackEmulator, message: MessageRef): readonly string[] {
  const { channelId, ts } = standingAt(message);
  return emulator.videos(channelId, ts).map((it) => it.name);
}

export const anyTime = (): AbortSignal => AbortSignal.timeout(patience(15_000));

export const forgetting = () => ({ signal: anyTime(), keep: () => Promise.resolve() });

/** Remembers the handle that was kept last, as the database does. */
export function keeping(first: MessageRef) {
  let kept = first;
  return {
    last: () => JSON.parse(JSON.stringify(kept)) as MessageRef,
    options: {
      signal: anyTime(),
      keep(message: MessageRef) {
        kept = message;
        return Promise.resolve();
      },
    },
  };
}

export function rendering(progress = 0.4): ShownCard {
  return aShownCard({
    status: 'rendering',
    tone: 'working',
    headline: [msg('jobs.status-rendering')],
    progress,
    lines: [[msg('cards.ready-in', { wait: 60_000 })]],
    actions: [],
  });
}

export function failed(): ShownCard {
  return aShownCard({
    status: 'failed',
    tone: 'stopped',
    headline: [msg('cards.failed-provider-fault', { provider: 'Kling' })],
    receipt: [[msg('credits.not-charged')]],
    actions: [],
  });
}

export function done(video: CardVideo, player: ShownCard['player'] = null): ShownCard {
  const card = aShownCard(
    {
      status: 'succeeded',
      tone: 'done',
      headline: [msg('cards.ready')],
      lines: [],
      receipt: [[msg('credits.amount', { amount: 140 })]],
      actions: [],
    },
    video,
  );
  return { ...card, player };
}

/** Files of so many bytes, gone with the folder that they lie in. */
export async function aFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'slack-'));
  return {
    async file(bytes: number, fullSize: string | null = null): Promise<CardVideo> {
      const file = path.join(folder, `${bytes}.mp4`);
      await writeFile(file, Buffer.alloc(bytes, 7));
      const dispose = () => Promise.resolve();
      return { how: 'file', file: { path: file, bytes, [Symbol.asyncDispose]: dispose }, fullSize };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
