import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { msg } from '../../../src/core/messages/domain/message.ts';
import type { CardView } from '../../../src/core/chat/domain/card-view.ts';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import type { CardVideo, ShownCard } from '../../../src/core/chat/ports/chat-platform.ts';
import { aShownCard } from '../../contracts/chat-platform.ts';
import type { Bot } from './bot.ts';
import { patience } from '../../support/patience.ts';

export const JOB = aShownCard().jobId;

/** A showing that nobody calls off, and whose handle nobody keeps in between. */
export const atEase = () => ({ signal: anyTime(), keep: () => Promise.resolve() });

export const anyTime = (): AbortSignal => AbortSignal.timeout(patience(15_000));

export function rendering(progress = 0.4): ShownCard {
  return aShownCard({
    status: 'rendering',
    tone: 'working',
    headline: [msg('jobs.status-rendering')],
    progress,
    actions: [],
  });
}

export function unconfirmed(): ShownCard {
  return aShownCard({
    status: 'unconfirmed',
    tone: 'attention',
    headline: [msg('cards.unconfirmed', { provider: 'Kling' })],
    actions: ['give-back'],
  });
}

export function failed(view: Partial<CardView> = {}): ShownCard {
  return aShownCard({
    status: 'failed',
    tone: 'stopped',
    headline: [msg('cards.failed-provider-fault', { provider: 'Kling' })],
    receipt: [[msg('credits.not-charged')]],
    actions: [],
    ...view,
  });
}

export function done(video: CardVideo): ShownCard {
  return aShownCard(
    {
      status: 'succeeded',
      tone: 'done',
      headline: [msg('cards.ready')],
      lines: [],
      actions: [],
    },
    video,
  );
}

/** A file of so many bytes, gone with the folder that it lies in. */
export async function aFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'discord-'));
  return {
    async file(bytes: number): Promise<CardVideo> {
      const file = path.join(folder, `${bytes}.mp4`);
      await writeFile(file, Buffer.alloc(bytes, 7));
      const dispose = () => Promise.resolve();
      return {
        how: 'file',
        file: { path: file, bytes, [Symbol.asyncDispose]: dispose },
        fullSize: null,
      };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

interface Ref {
  readonly messageId: string | null;
  readonly channelId: string;
  readonly token: string;
  readonly tokenExpiresAt: number;
  readonly reach: string;
  readonly ephemeral: boolean;
  readonly movedTo: { readonly channelId: string; readonly messageId: string } | null;
}

export function refOf(message: MessageRef): Ref {
  return message as unknown as Ref;
}

export function shownIn(message: MessageRef): string {
  const { movedTo, messageId } = refOf(message);
  return movedTo?.messageId ?? messageId ?? '';
}

/** What a person reads where the card is now. */
export function textOf(bot: Bot, message: MessageRef): string {
  return bot.emulator.text(bot.emulator.messages.json(shownIn(message)));
}

export interface Component {
  readonly type: number;
  readonly content?: string;
  readonly label?: string;
  readonly url?: string;
  readonly custom_id?: string;
  readonly components?: readonly Component[];
  readonly items?: readonly { readonly media: { readonly url: string } }[];
}

export function allComponents(components: unknown): readonly Component[] {
  const flat = (component: Component): readonly Component[] => [
    component,
    ...(component.components ?? []).flatMap(flat),
  ];
  return (components as readonly Component[]).flatMap(flat);
}

export function componentsOf(bot: Bot, message: MessageRef): readonly Component[] {
  return allComponents(bot.emulator.messages.json(shownIn(message)).components);
}

export function buttonIds(bot: Bot, message: MessageRef): readonly string[] {
  return componentsOf(bot, message).flatMap((it) => it.custom_id ?? []);
}

/** Every file that is there is to be seen, and every one that is to be seen is there. */
export function videosIn(bot: Bot, message: MessageRef): readonly string[] {
  const { attachments } = bot.emulator.messages.get(shownIn(message));
  const names = attachments.map((it) => it.filename);
  const items = componentsOf(bot, message).flatMap((it) => it.items ?? []);
  if (items.length !== names.length) {
    throw new Error(`${names.length} files and ${items.length} of them to be seen`);
  }
  return names;
}
