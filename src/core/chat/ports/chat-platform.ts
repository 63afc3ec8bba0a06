import type { CardView } from '../domain/card-view.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Attachment, MediaSource } from '../../media/domain/media.ts';
import type { MediaFile } from '../../media/ports/media-store.ts';

/** How the finished video goes into the message. */
export type CardVideo =
  | {
      readonly how: 'file';
      readonly file: MediaFile;
      /** Where the full-size video is, when the file is a smaller copy of it. */
      readonly fullSize: string | null;
    }
  /** It cannot be uploaded here; without a link it can only be spoken of. */
  | { readonly how: 'link'; readonly url: string | null; readonly bytes: number };

/** Where the finished video can be watched outside of the chat, for as long as the links work. */
export interface CardPlayer {
  /** Plays it inside of other pages. */
  readonly page: string;
  readonly poster: string | null;
}

export interface ShownCard {
  readonly jobId: JobId;
  readonly view: CardView;
  /** Only where the view has a video. */
  readonly video: CardVideo | null;
  /** Only where the view has a video and this service can be reached from outside. */
  readonly player: CardPlayer | null;
}

export interface ShowOptions {
  readonly signal: AbortSignal;
  /**
   * Keeps a handle before the showing is over, for a chat that needs several calls for it: should
   * the process die in between, the next showing gets this one.
   */
  readonly keep: (message: MessageRef) => Promise<void>;
}

/** How many edits a chat allows, counted over all processes. */
export interface EditBudget {
  /** Messages with the same key share it. */
  readonly key: string;
  readonly perMinute: number;
}

/** A file somebody attached, ready to be fetched, or why the chat does not give it to us. */
export type AttachmentSource =
  | { readonly status: 'ready'; readonly source: MediaSource }
  | { readonly status: 'withheld' | 'unreachable' };

/** A chat. Its messages are named by handles that only it can read. */
export interface ChatPlatform {
  readonly name: string;
  /**
   * Makes the message show this card, by whatever way is still open to it: one way may end
   * (a token expires) while another is left (the bot's own rights, a direct message).
   * @returns the handle to use from now on, the same one unless the way or the message changed
   * @throws {PlatformError}
   */
  show(message: MessageRef, card: ShownCard, options: ShowOptions): Promise<MessageRef>;
  /**
   * Answers a request with something that is not a card.
   * @throws {PlatformError}
   */
  reply(message: MessageRef, reply: Reply, signal: AbortSignal): Promise<void>;
  /**
   * Makes the message whose button was pressed show this from now on.
   * @throws {PlatformError}
   */
  replace(pressed: MessageRef, reply: Reply, signal: AbortSignal): Promise<void>;
  /**
   * Says something of its own accord, in a place as the platform names it to people.
   * @param once said again with the same word soon after, it is the same message
   * @throws {PlatformError}
   */
  post(address: string, reply: Reply, signal: AbortSignal, once?: string): Promise<void>;
  /** How `post` calls a channel of a guild or workspace; null: whichever knows the channel. */
  addressOf(workspace: string | null, channel: string): string;
  /** Bytes one file may have in this message as things stand. */
  uploadLimit(message: MessageRef): Promise<number>;
  /** The handle of the same card after somebody pressed a button on it, which renews the way to it. */
  renewed(known: MessageRef, pressed: MessageRef): MessageRef;
  /** What an edit of this message counts against; null where the chat's own pacing is enough. */
  editBudget(message: MessageRef): EditBudget | null;
  /** Where a file that came with this message can be fetched. */
  sourceOf(
    message: MessageRef,
    attachment: Attachment,
    signal: AbortSignal,
  ): Promise<AttachmentSource>;
  /** Whether nobody but the person who asked sees what this message shows. */
  isPrivate(message: MessageRef): boolean;
  /** A link that opens the message in the chat. */
  linkTo(message: MessageRef): string | null;
}

/** Those that are set up, by their names. */
export type ChatPlatforms = ReadonlyMap<string, ChatPlatform>;
