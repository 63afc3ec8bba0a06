import type { Unreadable } from '../../providers/domain/check-failures.ts';
import type { CheckAdvice, RenderTimes } from '../../providers/domain/check-advice.ts';
import type { ModelCapabilities } from '../../video/domain/capabilities.ts';
import type { Balance } from '../../credits/domain/balance-words.ts';
import type { Message } from '../../messages/domain/message.ts';

/** What is said of the model that makes a video. */
export interface ModelFacts {
  readonly modelTitle: string;
  /** False where the shape stays as it was chosen, whatever picture is given. */
  readonly aspectFollowsImage: boolean;
}

export function factsOf({ title, aspectFollowsImage }: ModelCapabilities): ModelFacts {
  return { modelTitle: title, aspectFollowsImage };
}

/** What a card shows beside the job itself. */
export interface CardContext extends ModelFacts {
  readonly now: Date;
  readonly providerTitle: string;
  readonly checks: CheckAdvice;
  readonly seen: RenderTimes | null;
  /** Jobs that start before this one; null when it is not queued. */
  readonly ahead: number | null;
  /** Of the same person: those at the provider, and those before this one in the queue. */
  readonly mine: number;
  /** How long it will take from now on until it is made, while it is queued. */
  readonly waitMs: number | null;
  /**
   * Since when its provider fails, and until when its circuit is open, which nobody knows where
   * it tells nothing of its renders; null when that is well.
   */
  readonly circuitOpen: { readonly since: Date; readonly until: Date | null } | null;
  /** Why its provider tells nothing of what it renders; null where it does. */
  readonly unread: Unreadable | 'not-set-up' | null;
  readonly left: Balance;
}

/** What a card says of how its job stands. */
export interface CardWords {
  readonly headline: Message;
  readonly lines: readonly Message[];
}

/** When a render should be ready: by half of those seen, and by nearly all of them. */
export interface Estimate {
  readonly halfAt: Date;
  readonly mostAt: Date;
}
