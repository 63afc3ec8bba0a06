import type { Note } from '../../../core/messages/domain/reply.ts';

/** Somebody's Home tab. */
export interface HomeOwner {
  readonly teamId: string;
  readonly userId: string;
}

/**
 * Answers to what was pressed on a Home tab: nothing can be said beside it, so they wait here for
 * its next showing, which follows every press.
 */
export interface HomeNotes {
  put(owner: HomeOwner, note: Note): void;
  /** What was put last, once. */
  take(owner: HomeOwner): Note | null;
}

const MOST_UNREAD = 1_000;

export function createHomeNotes(): HomeNotes {
  const kept = new Map<string, Note>();
  return {
    put(owner, note) {
      if (kept.size >= MOST_UNREAD) kept.clear();
      kept.set(keyOf(owner), note);
    },
    take(owner) {
      const note = kept.get(keyOf(owner)) ?? null;
      kept.delete(keyOf(owner));
      return note;
    },
  };
}

export function keyOf({ teamId, userId }: HomeOwner): string {
  return `${teamId}:${userId}`;
}
