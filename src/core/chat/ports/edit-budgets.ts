import type { EditBudget } from './chat-platform.ts';

/** How urgent an edit is: what is left of a budget is kept for those that matter more. */
export type Urgency = 'ending' | 'step' | 'progress';

/** Counts edits over all processes, where a chat allows so many a minute. */
export interface EditBudgets {
  /**
   * Takes one edit, or says when there should be room for one of this urgency.
   * @returns null when it was taken
   */
  take(platform: string, budget: EditBudget, urgency: Urgency, now: Date): Promise<Date | null>;
}
