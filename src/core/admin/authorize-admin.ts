import { notAdminReply, personalReply } from './domain/admin-replies.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { mayAdminister } from '../teams/domain/team-settings.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface AuthorizeAdminDependencies {
  readonly teams: TeamStore;
  readonly clock: Clock;
}

/** What somebody wants to do that only admins may. */
export interface Attempt {
  readonly action: string;
  readonly target: string;
  readonly reason: string;
}

export type AdminAuthorization =
  | { readonly status: 'admitted'; readonly team: TeamSettings }
  | { readonly status: 'refused'; readonly note: Reply };

/**
 * Lets admins do what only they may, by what the chat says of them in this very request and what
 * the team's settings say now. Anybody else is refused, and that is written down; so is everybody
 * in a space of their own, where they would only give themselves what is the operator's.
 */
export async function authorizeAdmin(
  deps: AuthorizeAdminDependencies,
  { asker, who }: InteractionContext,
  attempt: Attempt,
): Promise<AdminAuthorization> {
  const team = await deps.teams.settings(who.teamId);
  const personal = isPersonal(who.teamId);
  if (!personal && mayAdminister(asker, team)) return { status: 'admitted', team };
  const { teamId, personId: actor } = who;
  await deps.teams.refused(teamId, { ...attempt, at: deps.clock.now(), actor });
  return { status: 'refused', note: personal ? personalReply() : notAdminReply() };
}
