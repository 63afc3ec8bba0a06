import { grouped } from '../../messages/domain/rich-text.ts';

/** What a person and their team may still use; null: as much as they like. */
export interface Balance {
  readonly own: number | null;
  readonly team: number | null;
}

export function balanceWords({ own, team }: Balance): string {
  const yours = own === null ? 'You have no limit' : `You have ${grouped(own)} left`;
  return team === null ? `${yours}.` : `${yours}, the team ${grouped(team)}.`;
}
