import { ownTeam, teamId } from '../../core/shared/domain/ids.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Requester } from '../../core/teams/domain/requester.ts';
import type { Statements } from '../connection/connection.ts';
import { and, eq, or, sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { jobs } from '../schema/jobs.ts';
import { accounts, workspaces } from '../schema/teams.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import type { Params } from '../statements/statement.ts';
import { computed, statement } from '../statements/statement.ts';

const workspace = {
  team: workspaces.teamId,
  platform: workspaces.platform,
  workspaceId: workspaces.workspaceId,
};
const isWorkspace = (p: Params<Omit<typeof workspace, 'team'>>) =>
  and(eq(workspaces.platform, p.platform), eq(workspaces.workspaceId, p.workspaceId));

const account = {
  team: accounts.teamId,
  platform: accounts.platform,
  accountId: accounts.accountId,
};
const isAccount = (p: Params<Omit<typeof account, 'team'>>) =>
  and(eq(accounts.platform, p.platform), eq(accounts.accountId, p.accountId));

const counted = computed(kinds.int, sql`count(*)`);

const readTeam = statement(
  { platform: workspaces.platform, workspaceId: workspaces.workspaceId },
  (p) => db.select({ teamId: workspaces.teamId }).from(workspaces).where(isWorkspace(p)),
);

const countJoined = statement({ team: workspaces.teamId }, (p) =>
  db.select({ counted }).from(workspaces).where(eq(workspaces.teamId, p.team)),
);

export const addWorkspace = statement(workspace, (p) =>
  db
    .insert(workspaces)
    .values({ teamId: p.team, platform: p.platform, workspaceId: p.workspaceId }),
);

export const removeWorkspace = statement(workspace, (p) =>
  db.delete(workspaces).where(and(eq(workspaces.teamId, p.team), isWorkspace(p))),
);

/** The one that is named, or all that joined. */
export const readWorkspaces = statement({ ...workspace, all: kinds.boolean }, (p) =>
  db
    .select({ platform: workspaces.platform, workspaceId: workspaces.workspaceId })
    .from(workspaces)
    .where(and(eq(workspaces.teamId, p.team), or(p.all, isWorkspace(p)))),
);

export const readPlatforms = statement({ team: workspaces.teamId }, (p) =>
  db
    .select({ platform: workspaces.platform })
    .from(workspaces)
    .where(eq(workspaces.teamId, p.team)),
);

const readPerson = statement(account, (p) =>
  db
    .select({ personId: accounts.personId })
    .from(accounts)
    .where(and(eq(accounts.teamId, p.team), isAccount(p))),
);

export const addAccount = statement({ ...account, person: accounts.personId }, (p) =>
  db.insert(accounts).values({
    teamId: p.team,
    platform: p.platform,
    accountId: p.accountId,
    personId: p.person,
  }),
);

/** The account, or all that are this person. */
export const removeAccounts = statement({ ...account, own: accounts.personId }, (p) =>
  db
    .delete(accounts)
    .where(and(eq(accounts.teamId, p.team), or(eq(accounts.personId, p.own), isAccount(p)))),
);

export const removeAccountsElsewhere = statement(
  { team: accounts.teamId, platforms: kinds.texts },
  (p) =>
    db
      .delete(accounts)
      .where(and(eq(accounts.teamId, p.team), sql`${accounts.platform} <> all(${p.platforms})`)),
);

const readTaken = statement(
  { team: accounts.teamId, own: accounts.personId, person: kinds.text },
  (p) =>
    db
      .select({ personId: accounts.personId })
      .from(accounts)
      .where(
        and(
          eq(accounts.teamId, p.team),
          or(
            eq(accounts.personId, p.own),
            sql`${accounts.platform} || ':' || ${accounts.accountId} = ${p.person}`,
          ),
        ),
      ),
);

const isOpen = (p: { readonly team: SQL }) => and(eq(jobs.teamId, p.team), jobs.open);

const countOpen = statement({ team: jobs.teamId }, (p) =>
  db.select({ counted }).from(jobs).where(isOpen(p)),
);

const countOpenFrom = statement({ team: jobs.teamId, platforms: kinds.texts }, (p) =>
  db
    .select({ counted })
    .from(jobs)
    .where(and(isOpen(p), sql`${jobs.platform} = any(${p.platforms})`)),
);

const countOpenOf = statement({ team: jobs.teamId, person: jobs.personId }, (p) =>
  db
    .select({ counted })
    .from(jobs)
    .where(and(isOpen(p), eq(jobs.personId, p.person))),
);

export async function teamOf(
  on: Statements,
  { platform, workspace: place }: Requester,
): Promise<TeamId> {
  const [row] = await readTeam(on, { platform, workspaceId: place.id });
  return row === undefined ? ownTeam(platform, place) : teamId(row.teamId);
}

/** How many places joined this team. */
export async function joinedTo(tx: Statements, team: TeamId): Promise<number> {
  const [row] = await countJoined(tx, { team });
  return row?.counted ?? 0;
}

/** Whom an account was linked to; null: it is a person of its own. */
export async function personOf(
  on: Statements,
  team: TeamId,
  { platform, person }: Pick<Requester, 'platform' | 'person'>,
): Promise<string | null> {
  const [row] = await readPerson(on, { team, platform, accountId: person.id });
  return row?.personId ?? null;
}

/** True where the one account is somebody's main account, or the other is somebody else by now. */
export async function isTaken(
  tx: Statements,
  team: TeamId,
  own: string,
  person: string,
): Promise<boolean> {
  return (await readTaken(tx, { team, own, person })).length > 0;
}

/** How many jobs are on the way: of the team, of what it asked for in these chats, or of one person. */
export async function openJobs(
  tx: Statements,
  team: TeamId,
  { platforms, person }: { readonly platforms?: readonly string[]; readonly person?: string },
): Promise<number> {
  const [row] =
    platforms !== undefined
      ? await countOpenFrom(tx, { team, platforms })
      : person !== undefined
        ? await countOpenOf(tx, { team, person })
        : await countOpen(tx, { team });
  return row?.counted ?? 0;
}
