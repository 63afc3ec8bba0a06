import type { PersonId, TeamId } from '../../shared/domain/ids.ts';
import type { ConfirmOver } from '../../teams/domain/confirm-over.ts';
import type { VideoDraft } from '../../video/domain/video-request.ts';
import type { Identity } from '../../teams/domain/identity.ts';

/** What somebody likes best: where a request leaves it open, and for what they are told. */
export interface Preferences {
  readonly settings: VideoDraft['settings'];
  readonly confirmOver: ConfirmOver;
  /** What they are answered in; null: whatever their chat or their team says. */
  readonly language: string | null;
}

export interface PeopleStore {
  preferences(who: Identity): Promise<Preferences>;
  prefer(who: Identity, preferences: Preferences): Promise<void>;
  /** What somebody is called now. Costs nothing where that was kept here lately. */
  name(who: Identity, name: string, now: Date): Promise<void>;
  /** Those that are known. */
  names(team: TeamId, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>;
}
