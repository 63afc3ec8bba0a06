import { ownTeam, teamId as asTeam } from '../../core/shared/domain/ids.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Requester } from '../../core/teams/domain/requester.ts';
import type { Statements } from '../connection/connection.ts';
import { and, eq, or, sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { jobs } from '../schema/jobs.ts';
import { accounts, workspaces } from '../schema/teams.ts';
import { db, equal } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { computed, statement } from '../statements/statement.ts';

const { teamId, personId } = accounts;
const { platform } = workspaces;
const place = { platform, workspaceId: workspaces.workspaceId };
const joined = { teamId: workspaces.teamId, ...place };

const account = { platform: accounts.platform, accountId: accounts.accountId };
const linked = { teamId, ...account };

const counted = computed(kinds.int, sql`count(*)`);

const readTeam = statement(place, (p) =>
  db.select({ teamId: workspaces.teamId }).from(workspaces).where(equal(place, p)),
);

const countJoined = statement({ teamId: workspaces.teamId }, (p) =>
  db.select({ counted }).from(workspaces).where(eq(workspaces.teamId, p.teamId)),
);

export const addWorkspace = statement(joined, (p) => db.insert(workspaces).values(p));

export const removeWorkspace = statement(joined, (p) =>
  db.delete(workspaces).where(equal(joined, p)),
);

/** The one that is named, or all that joined. */
export const readWorkspaces = statement({ ...joined, all: kinds.boolean }, (p) =>
  db
    .select(place)
    .from(workspaces)
    .where(and(eq(workspaces.teamId, p.teamId), or(p.all, equal(place, p)))),
);

export const readPlatforms = statement({ teamId: workspaces.teamId }, (p) =>
  db.select({ platform }).from(workspaces).where(eq(workspaces.teamId, p.teamId)),
);

const readPerson = statement(linked, (p) =>
  db.select({ personId }).from(accounts).where(equal(linked, p)),
);

export const addAccount = statement({ ...linked, personId }, (p) => db.insert(accounts).values(p));

/** The account, or all that are this person. */
export const removeAccounts = statement({ ...linked, personId }, (p) =>
  db
    .delete(accounts)
    .where(and(eq(teamId, p.teamId), or(eq(personId, p.personId), equal(account, p)))),
);

export const removeAccountsElsewhere = statement({ teamId, platforms: kinds.texts }, (p) =>
  db
    .delete(accounts)
    .where(and(eq(teamId, p.teamId), sql`${accounts.platform} <> all(${p.platforms})`)),
);

const readTaken = statement({ teamId, personId, person: kinds.text }, (p) => {
  const isPerson = sql`${accounts.platform} || ':' || ${accounts.accountId} = ${p.person}`;
  return db
    .select({ personId })
    .from(accounts)
    .where(and(eq(teamId, p.teamId), or(eq(personId, p.personId), isPerson)));
});

const isOpen = (p: { readonly teamId: SQL }) => and(eq(jobs.teamId, p.teamId), jobs.open);

const countOpen = statement({ teamId: jobs.teamId }, (p) =>
  db.select({ counted }).from(jobs).where(isOpen(p)),
);

const countOpenFrom = statement({ teamId: jobs.teamId, platforms: kinds.texts }, (p) =>
  db
    .select({ counted })
    .from(jobs)
    .where(and(isOpen(p), sql`${jobs.platform} = any(${p.platforms})`)),
);

const countOpenOf = statement({ teamId: jobs.teamId, person: jobs.personId }, (p) =>
  db
    .select({ counted })
    .from(jobs)
    .where(and(isOpen(p), eq(jobs.personId, p.person))),
);

export async function teamOf(
  on: Statements,
  { platform: chat, workspace }: Requester,
): Promise<TeamId> {
  const [row] = await readTeam(on, { platform: chat, workspaceId: workspace.id });
  return row === undefined ? ownTeam(chat, workspace) : asTeam(row.teamId);
}

/** How many places joined this team. */
export async function joinedTo(tx: Statements, team: TeamId): Promise<number> {
  const [row] = await countJoined(tx, { teamId: team });
  return row?.counted ?? 0;
}

/** Whom an account was linked to; null: it is a person of its own. */
export async function personOf(
  on: Statements,
  team: TeamId,
  { platform: chat, person }: Pick<Requester, 'platform' | 'person'>,
): Promise<string | null> {
  const [row] = await readPerson(on, { teamId: team, platform: chat, accountId: person.id });
  return row?.personId ?? null;
}

/** True where the one account is somebody's main account, or the other is somebody else by now. */
export async function isTaken(
  tx: Statements,
  team: TeamId,
  own: string,
  person: string,
): Promise<boolean> {
  return (await readTaken(tx, { teamId: team, personId: own, person })).length > 0;
}

/** How many jobs are on the way: of the team, of what it asked for in these chats, or of one person. */
export async function openJobs(
  tx: Statements,
  team: TeamId,
  { platforms, person }: { readonly platforms?: readonly string[]; readonly person?: string },
): Promise<number> {
  const [row] =
    platforms !== undefined
      ? await countOpenFrom(tx, { teamId: team, platforms })
      : person !== undefined
        ? await countOpenOf(tx, { teamId: team, person })
        : await countOpen(tx, { teamId: team });
  return row?.counted ?? 0;
}
