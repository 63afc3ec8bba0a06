import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { JobKey } from '../../shared/domain/ids.ts';

export interface DueCard extends JobKey {
  readonly platform: string;
  readonly message: MessageRef;
  /** What it is read in; null: English. */
  readonly language: string | null;
  /** The fingerprint of the view that was shown last. */
  readonly shown: string | null;
  /** Another one with each who takes it: a former holder's writes are refused. */
  readonly fence: number;
  readonly takenAt: Date;
  readonly attempts: number;
  /** True when it is due because the job moved, not only because time passed. */
  readonly moved: boolean;
}

/** Which message shows which job, and whether it shows what is true. */
export interface CardStore {
  /** Takes cards that are due, those of jobs that moved first. One worker holds a card at a time. */
  claim(
    platforms: readonly string[],
    room: number,
    leaseMs: number,
    now: Date,
  ): Promise<readonly DueCard[]>;
  /** The same for one card, due or not; null while somebody else holds it. */
  take(key: JobKey, leaseMs: number, now: Date): Promise<DueCard | null>;
  /**
   * Hands a card back that shows the job as it was at `version`. It stays due if the job moved on
   * meanwhile; else it is due again at `nextLook`, or never. False, and nothing written, when
   * somebody else has taken the card since.
   */
  shown(
    card: DueCard,
    outcome: {
      readonly version: number;
      readonly fingerprint: string;
      readonly message: MessageRef;
      readonly nextLook: Date | null;
    },
  ): Promise<boolean>;
  /**
   * Keeps a handle while the card is held: whoever shows it next begins with it. False, and
   * nothing kept, when somebody else has taken the card since.
   */
  keep(card: DueCard, message: MessageRef): Promise<boolean>;
  /** Renews the lease of a card that was taken; false when somebody else has taken it since. */
  renew(card: DueCard, leaseMs: number, now: Date): Promise<boolean>;
  /** Hands a card back that could not be shown; false when somebody else has taken it since. */
  postpone(card: DueCard, until: Date): Promise<boolean>;
  /** Hands a card back that has to wait for a slot: nothing failed. */
  queue(card: DueCard, until: Date): Promise<void>;
  /**
   * Gives up on showing the job as it was at `version`, null for good: there is no way to the
   * message, or the chat will not have it. The card is due again when the job moves on.
   */
  abandon(card: DueCard, version: number | null): Promise<void>;
  /** What its message shows is not known any more: it is due now, also to who holds it. */
  doubt(key: JobKey, now: Date): Promise<void>;
  /** The card's message can be reached in a new way: it is due now. */
  rebind(key: JobKey, renew: (known: MessageRef) => MessageRef, now: Date): Promise<void>;
  messageOf(keys: readonly JobKey[]): Promise<ReadonlyMap<string, MessageRef>>;
}
