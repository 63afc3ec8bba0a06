import { notAdminNote, personalNote } from './domain/admin-replies.ts';
import type { Asker } from '../teams/domain/requester.ts';
import type { Note } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { mayAdminister } from '../teams/domain/team-settings.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Core } from '../core.ts';

/** What somebody wants to do that only admins may. */
export interface Attempt {
  readonly action: string;
  readonly target: string;
  readonly reason: string;
}

export type Admission =
  | { readonly status: 'admitted'; readonly who: Identity; readonly team: TeamSettings }
  | { readonly status: 'refused'; readonly note: Note };

/**
 * Lets admins do what only they may, by what the chat says of them in this very request and what
 * the team's settings say now. Anybody else is refused, and that is written down; so is everybody
 * in a space of their own, where they would only give themselves what is the operator's.
 */
export async function admit(core: Core, asker: Asker, attempt: Attempt): Promise<Admission> {
  const who = await core.wallet.whoIs(asker);
  const team = await core.teams.settings(who.teamId);
  const personal = isPersonal(who.teamId);
  if (!personal && mayAdminister(asker, team)) return { status: 'admitted', who, team };
  const { teamId, personId: actor } = who;
  await core.teams.refused(teamId, { ...attempt, at: core.clock.now(), actor });
  return { status: 'refused', note: personal ? personalNote() : notAdminNote() };
}
