import type { PersonId, TeamId } from '../../shared/domain/ids.ts';

export interface Identity {
  readonly teamId: TeamId;
  readonly personId: PersonId;
}
