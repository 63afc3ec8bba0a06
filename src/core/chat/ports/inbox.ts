import type { Interaction } from '../domain/interaction.ts';

/** What people asked for, kept until it is answered. */
export interface Inbox {
  /** False when the same request was kept before. */
  keep(interaction: Interaction, dueAt: Date): Promise<boolean>;
  /** Whether it was kept before, is being kept just now or never was: it is not handled any more. */
  answered(interaction: Interaction): Promise<void>;
  /** Requests whose time to be answered is over: whoever took them is gone. */
  claim(
    room: number,
    leaseMs: number,
    now: Date,
  ): Promise<readonly { readonly interaction: Interaction; readonly attempts: number }[]>;
  /** Forgets answered requests that were received before. */
  sweep(before: Date): Promise<void>;
}
