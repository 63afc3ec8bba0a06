import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '../../../src/core/shared/domain/errors.ts';
import type { PlatformErrorCode } from '../../../src/core/shared/domain/errors.ts';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { CardView } from '../../../src/core/chat/domain/card-view.ts';
import type {
  ChatPlatform,
  EditBudget,
  ShownCard,
} from '../../../src/core/chat/ports/chat-platform.ts';

/** A card as it was shown: the file of a video is noted by its size, for it is released after. */
export interface FakeShow {
  readonly message: string;
  readonly jobId: string;
  readonly view: CardView;
  readonly video:
    | { readonly how: 'file'; readonly bytes: number; readonly fullSize: string | null }
    | { readonly how: 'link'; readonly url: string | null; readonly bytes: number }
    | null;
}

export interface FakeReply {
  readonly message: string;
  readonly reply: Reply;
}

export interface FakeFailure {
  readonly code: PlatformErrorCode;
  readonly retryAfterMs?: number;
  /** How many calls fail; one when left out. */
  readonly times?: number;
  /** Only for this message. */
  readonly message?: MessageRef;
  /** Only when the card is in this state. */
  readonly status?: CardView['status'];
}

/** A chat in memory. Messages are named by any JSON object with an `id`. */
export interface FakePlatform extends ChatPlatform {
  /** Everything that was shown, oldest first. */
  readonly shows: readonly FakeShow[];
  readonly replies: readonly FakeReply[];
  /** Calls of `show` and `say`, those that failed too. */
  readonly calls: number;
  /** A new message that answers a command. */
  aMessage(seenBy?: 'one-person'): MessageRef;
  /** What the message shows now. */
  shown(message: MessageRef): FakeShow | null;
  replyIn(message: MessageRef): Reply | null;
  /** The next calls fail like this; failures are used up in the order in which they were given. */
  fail(failure: FakeFailure): void;
  limitUploads(bytes: number): void;
  /** All messages share so many edits a minute. */
  limitEdits(perMinute: number): void;
  /** Every call takes this long. */
  slowDown(ms: number): void;
  /** Deletes the message: from now on it is gone. */
  remove(message: MessageRef): void;
  /** The handle that comes with a press on a button of the message. */
  press(message: MessageRef): MessageRef;
}

const TEN_MIB = 10 * 1024 * 1024;

export function createFakePlatform(options: { readonly name?: string } = {}): FakePlatform {
  const name = options.name ?? 'fake';
  const shows: FakeShow[] = [];
  const replies: FakeReply[] = [];
  const removed = new Set<string>();
  const privately = new Set<string>();
  const announced = new Set<string>();
  /** Messages that a note took the place of, and how much had been shown by then. */
  const covered = new Map<string, number>();
  const failures: (FakeFailure & { left: number })[] = [];
  let calls = 0;
  let minted = 0;
  let limit = TEN_MIB;
  let slowMs = 0;
  let budget: EditBudget | null = null;

  async function reach(message: MessageRef, card: ShownCard | null, signal: AbortSignal) {
    calls += 1;
    if (slowMs > 0) await delay(slowMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new PlatformError(name, 'unreachable', 'the call was called off');
    const failure = failures.find(
      (it) =>
        it.left > 0 &&
        (it.message === undefined || idOf(it.message) === idOf(message)) &&
        (it.status === undefined || it.status === card?.view.status),
    );
    if (failure !== undefined) {
      failure.left -= 1;
      throw new PlatformError(name, failure.code, 'failing on demand', {
        retryAfterMs: failure.retryAfterMs ?? null,
      });
    }
    if (removed.has(idOf(message))) throw new PlatformError(name, 'gone', 'the message is gone');
  }

  return {
    name,
    shows,
    replies,
    get calls() {
      return calls;
    },
    async show(message, card, { signal }) {
      await reach(message, card, signal);
      const { video } = card;
      if (video?.how === 'file' && video.file.bytes > limit) {
        throw new PlatformError(name, 'too-large', `${video.file.bytes} of ${limit} bytes`);
      }
      shows.push({
        message: idOf(message),
        jobId: card.jobId,
        view: card.view,
        video:
          video?.how === 'file'
            ? { how: 'file', bytes: video.file.bytes, fullSize: video.fullSize }
            : video,
      });
      return message;
    },
    async reply(message, reply, signal) {
      await reach(message, null, signal);
      replies.push({ message: idOf(message), reply });
    },
    uploadLimit: () => Promise.resolve(limit),
    renewed: (known, pressed) =>
      idOf(known) === idOf(pressed) ? { id: idOf(known), way: wayOf(pressed) } : known,
    async replace(pressed, reply, signal) {
      await reach(pressed, null, signal);
      replies.push({ message: idOf(pressed), reply });
      covered.set(idOf(pressed), shows.length);
    },
    async post(address, reply, signal, once) {
      await reach({ id: address }, null, signal);
      const said = JSON.stringify([address, once]);
      if (once !== undefined && announced.has(said)) return;
      announced.add(said);
      replies.push({ message: address, reply });
    },
    addressOf: (_workspace, channel) => channel,
    editBudget: () => budget,
    sourceOf: (_message, attachment) => Promise.resolve({ status: 'ready', source: attachment }),
    isPrivate: (message) => privately.has(idOf(message)),
    linkTo: (message) => `https://${name}.example/${idOf(message)}`,
    aMessage(seenBy) {
      minted += 1;
      if (seenBy === 'one-person') privately.add(`m${minted}`);
      return { id: `m${minted}`, way: 1 };
    },
    shown(message) {
      const id = idOf(message);
      return shows.slice(covered.get(id) ?? 0).findLast((it) => it.message === id) ?? null;
    },
    replyIn: (message) => replies.findLast((it) => it.message === idOf(message))?.reply ?? null,
    fail(failure) {
      failures.push({ ...failure, left: failure.times ?? 1 });
    },
    limitUploads(bytes) {
      limit = bytes;
    },
    limitEdits(perMinute) {
      budget = { key: 'all', perMinute };
    },
    slowDown(ms) {
      slowMs = ms;
    },
    remove(message) {
      removed.add(idOf(message));
    },
    press(message) {
      minted += 1;
      return { id: idOf(message), way: minted };
    },
  };
}

function idOf(message: MessageRef): string {
  return String((message as { readonly id: string | number }).id);
}

function wayOf(message: MessageRef): number {
  return (message as { readonly way?: number }).way ?? 1;
}
