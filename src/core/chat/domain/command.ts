import type { AdminAct } from './admin-command.ts';
import type { CardAction } from './card-view.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { ConfirmOver } from '../../teams/domain/confirm-over.ts';
import type { VideoDraft } from '../../video/domain/video-request.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';

/** A video, as it was asked for. */
export interface CreateCommand {
  readonly type: 'create';
  readonly draft: VideoDraft;
  /** Makes these settings the person's usual ones. */
  readonly remember?: boolean;
  /** It is asked first whether a video is meant, since it was typed like this other command. */
  readonly perhapsMeant?: string;
  /** The price the person saw and agreed to: it never starts for more. */
  readonly agreed?: number;
  /** Where its provider isn't available, it is queued until that is back. */
  readonly whenBack?: boolean;
}

/** A button on a reply confirms the pending action of that name. */
export interface AcceptCommand {
  readonly type: 'accept';
  readonly pendingAction: string;
  /** What the button asked for, where it asks for credits. */
  readonly credits?: number;
}

/** All that can wait for a confirmation. */
export type PendingCommand =
  | CreateCommand
  /** What the person likes from now on; a part left out stays as it is. */
  | {
      readonly type: 'prefer';
      /** All left open: whatever a model does by itself. */
      readonly settings?: VideoDraft['settings'];
      /** What is left open in them stays as it is; else it is reset. */
      readonly keep?: true;
      readonly confirmOver?: ConfirmOver;
      /** What they are answered in, by its tag or a name; null: whatever their chat says. */
      readonly language?: string | null;
    }
  | { readonly type: 'status' }
  | { readonly type: 'history' }
  | { readonly type: 'help' }
  | { readonly type: 'credits' }
  /** Null: whichever of theirs is queued. */
  | { readonly type: 'cancel'; readonly job: JobId | null }
  /** What only admins may do; others are refused, and that is written down. */
  | { readonly type: 'admin'; readonly act: AdminAct }
  /** An admin's answer to somebody who asked for credits. Null: denied. */
  | { readonly type: 'decide'; readonly request: string; readonly credits: number | null }
  /** Asks the admins for credits for a request that waits for them. */
  | { readonly type: 'ask-credits'; readonly request: string; readonly short: Shortage }
  /** Takes up nothing of what an answer offered. */
  | { readonly type: 'dismiss'; readonly of?: 'forget' }
  /** Null: makes a code; else makes the account of this chat and that of the code one person. */
  | { readonly type: 'link'; readonly code: string | null }
  | { readonly type: 'unlink' }
  /** Forgets a person's prompts and media. Not sure: asks whether they mean it. */
  | { readonly type: 'forget'; readonly sure: boolean }
  /** A button on the card of a job; anyone who sees the card can press it. */
  | { readonly type: 'press'; readonly action: CardAction | 'refresh'; readonly job: JobId };

export type Command = PendingCommand | AcceptCommand;

/** The command of a kind. */
export type CommandOf<type extends Command['type']> = Extract<Command, { readonly type: type }>;
