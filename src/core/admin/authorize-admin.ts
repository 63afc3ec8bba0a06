import { notAdminReply, personalReply } from './domain/admin-replies.ts';
import type { Requester } from '../teams/domain/requester.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { mayAdminister } from '../teams/domain/team-settings.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Wallet } from '../credits/ports/wallet.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface AuthorizeAdminDependencies {
  readonly wallet: Wallet;
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
  | { readonly status: 'admitted'; readonly who: Identity; readonly team: TeamSettings }
  | { readonly status: 'refused'; readonly note: Reply };

/**
 * Lets admins do what only they may, by what the chat says of them in this very request and what
 * the team's settings say now. Anybody else is refused, and that is written down; so is everybody
 * in a space of their own, where they would only give themselves what is the operator's.
 */
export async function authorizeAdmin(
  deps: AuthorizeAdminDependencies,
  requester: Requester,
  attempt: Attempt,
): Promise<AdminAuthorization> {
  const who = await deps.wallet.resolveIdentity(requester);
  const team = await deps.teams.settings(who.teamId);
  const personal = isPersonal(who.teamId);
  if (!personal && mayAdminister(requester, team)) return { status: 'admitted', who, team };
  const { teamId, personId: actor } = who;
  await deps.teams.refused(teamId, { ...attempt, at: deps.clock.now(), actor });
  return { status: 'refused', note: personal ? personalReply() : notAdminReply() };
}
