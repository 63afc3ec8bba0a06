import type { Interaction } from '../domain/interaction.ts';

/** Requests that were put aside until the person who asked agrees to what was changed in them. */
export interface PendingActionStore {
  /** Kept under a name of the caller's own; the same name twice is the same proposal. */
  put(name: string, interaction: Interaction, expiresAt: Date): Promise<void>;
  /** Null when there is none by that name, or its time is over. */
  find(name: string, now: Date): Promise<Interaction | null>;
  sweep(before: Date): Promise<void>;
}
