declare const brand: unique symbol;
type Branded<value, name extends string> = value & { readonly [brand]: name };

/** One or more workspaces that share a wallet; the first part of every table's primary key. */
export type TeamId = Branded<string, 'TeamId'>;
/** A person within a team. Their accounts on the chat platforms point here. */
export type PersonId = Branded<string, 'PersonId'>;
/** One video request, from the command to the final message. */
export type JobId = Branded<string, 'JobId'>;

/* eslint-disable @typescript-eslint/no-unsafe-type-assertion --
   the one forge of ids: strings become ids here, where they were minted or read back */
export const teamId = (text: string): TeamId => text as TeamId;
export const personId = (text: string): PersonId => text as PersonId;
export const jobId = (text: string): JobId => text as JobId;
/* eslint-enable @typescript-eslint/no-unsafe-type-assertion */

export interface JobKey {
  readonly teamId: TeamId;
  readonly jobId: JobId;
}

/** The team that a guild or workspace is by itself, and the one that a person's own space is. */
export function ownTeam(
  platform: string,
  workspace: { readonly id: string; readonly kind: 'shared' | 'personal' },
): TeamId {
  return teamId(`${platform}:${workspace.kind}:${workspace.id}`);
}

/** True for one person's own space: direct messages, an app installed for oneself. */
export function isPersonal(team: TeamId): boolean {
  return team.split(':')[1] === 'personal';
}
