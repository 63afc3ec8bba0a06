import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';

/** What a person and their team may still use; null: as much as they like. */
export interface Balance {
  readonly own: number | null;
  readonly team: number | null;
}

/** What is left of the one that ends first; null where neither does. */
export function leftWords({ own, team }: Balance): Message | null {
  if (team !== null && (own === null || team < own)) {
    return msg('credits.left-in-team', { left: team });
  }
  return own === null ? null : msg('credits.left', { left: own });
}
