import type { Reply } from '../../../core/messages/domain/reply.ts';

/** Somebody's Home tab. */
export interface HomeOwner {
  readonly teamId: string;
  readonly userId: string;
}

/**
 * Answers to what was pressed on a Home tab: nothing can be said beside it, so they wait here for
 * its next showing, which follows every press.
 */
export interface HomeReplies {
  put(owner: HomeOwner, reply: Reply): void;
  /** What was put last, once. */
  take(owner: HomeOwner): Reply | null;
}

const MOST_UNREAD = 1_000;

export function createHomeReplies(): HomeReplies {
  const kept = new Map<string, Reply>();
  return {
    put(owner, reply) {
      if (kept.size >= MOST_UNREAD) kept.clear();
      kept.set(keyOf(owner), reply);
    },
    take(owner) {
      const reply = kept.get(keyOf(owner)) ?? null;
      kept.delete(keyOf(owner));
      return reply;
    },
  };
}

export function keyOf({ teamId, userId }: HomeOwner): string {
  return `${teamId}:${userId}`;
}
