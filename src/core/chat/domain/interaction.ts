import type { AdminAct } from './admin-command.ts';
import type { CardAction } from '../../cards/domain/card.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { Text } from '../../messages/domain/rich-text.ts';
import type { VideoWish } from '../../video/domain/video-request.ts';

/** Who asks, as the chat vouches for it in this very request. */
export interface Asker {
  readonly platform: string;
  readonly workspace: {
    /** The platform's id of the guild or workspace, or of the person for a space of their own. */
    readonly id: string;
    readonly kind: 'shared' | 'personal';
  };
  readonly person: {
    readonly id: string;
    /** What the chat calls them just now. */
    readonly name?: string;
  };
  /** The channel that was asked in, where the chat says so. */
  readonly channel?: string;
  readonly roles: readonly string[];
  /** May change what the team has: decided by the platform for every request anew. */
  readonly admin: boolean;
}

/** Where an answer goes: the platform's own handle on a message. Only the platform reads it. */
export type MessageRef = Json;

export type Want =
  | {
      readonly type: 'create';
      readonly wish: VideoWish;
      /** Makes these settings the person's usual ones. */
      readonly remember?: boolean;
      /** The price the person saw and agreed to: it never starts for more. */
      readonly agreed?: number;
    }
  /** The person's usual settings from now on; all left open: whatever a model does by itself. */
  | {
      readonly type: 'prefer';
      readonly settings: VideoWish['settings'];
      /** From how many credits on a video asks first, null: never; left out, it stays as it is. */
      readonly confirmOver?: number | null;
    }
  | { readonly type: 'status' }
  | { readonly type: 'history' }
  | { readonly type: 'help' }
  | { readonly type: 'credits' }
  /** Null: whichever of theirs is in line. */
  | { readonly type: 'cancel'; readonly job: JobId | null }
  /** A button on an answer. */
  | {
      readonly type: 'accept';
      readonly proposal: string;
      /** What the button asked for, where it asks for credits. */
      readonly credits?: number;
    }
  /** What only admins may do; others are refused, and that is written down. */
  | { readonly type: 'admin'; readonly act: AdminAct }
  /** An admin's answer to somebody who asked for credits. Null: denied. */
  | { readonly type: 'decide'; readonly request: string; readonly credits: number | null }
  /** Asks the admins for credits for a request that was put aside. */
  | { readonly type: 'ask-credits'; readonly request: string; readonly short: Shortage }
  /** Takes up nothing of what an answer offered. */
  | { readonly type: 'dismiss'; readonly of?: 'forget' }
  /** Null: makes a code; else makes the account of this chat and that of the code one person. */
  | { readonly type: 'link'; readonly code: string | null }
  | { readonly type: 'unlink' }
  /** Forgets a person's prompts and media. Not sure: asks whether they mean it. */
  | { readonly type: 'forget'; readonly sure: boolean }
  /** From how many credits on a video asks before it starts; null: never. */
  | { readonly type: 'confirm-over'; readonly credits: number | null }
  /** A button on the card of a job; anyone who sees the card can press it. */
  | { readonly type: 'press'; readonly action: CardAction | 'refresh'; readonly job: JobId };

/** What is missing for a video. */
export interface Shortage {
  /** Whose credits do not suffice. */
  readonly of: 'person' | 'pool' | 'both';
  readonly credits: number;
  /** What the video costs. */
  readonly price: number;
}

/** One thing a person asked for in a chat. Plain data: it is kept until it is answered. */
export interface Ask {
  /** The platform's id of the request: the same when it is delivered twice. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly asker: Asker;
  readonly message: MessageRef;
  readonly want: Want;
}

/** An answer that is not a card. */
export interface Note {
  readonly tone: 'plain' | 'refused' | 'trouble';
  readonly headline: Text;
  readonly lines: readonly Text[];
  /** What the person may do next, each a button. */
  readonly choices?: readonly Choice[];
  /** What goes with it: pictures are shown, others are offered. */
  readonly files?: readonly NoteFile[];
}

export interface NoteFile {
  readonly name: string;
  readonly type: 'image/png' | 'text/csv';
  readonly content: Uint8Array;
  /** For those who cannot see it. */
  readonly alt: string;
}

/** A button on an answer: it takes up a request that was put aside. */
export interface Choice {
  readonly label: string;
  readonly style: 'main' | 'plain';
  /** Names what was put aside: letters, digits, `-` and `_`, 64 at most. */
  readonly proposal: string;
  /** Opens a small form first that asks for a number of credits, filled with this. */
  readonly asksCredits?: number;
}
