import type { PendingInteraction } from '../domain/interaction.ts';

/** Commands that wait until the person confirms what was changed in them. */
export interface PendingActionStore {
  /** Kept under a name of the caller's own; the same name twice is the same action. */
  put(name: string, interaction: PendingInteraction, expiresAt: Date): Promise<void>;
  /** Null when there is none by that name, or its time is over. */
  find(name: string, now: Date): Promise<PendingInteraction | null>;
  sweep(before: Date): Promise<void>;
}
