import { ownTeam, teamId } from '../../core/shared/domain/ids.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Requester } from '../../core/teams/domain/requester.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { Linked, LinkStore } from '../../core/people/ports/link-store.ts';
import type { NewAuditEntry } from '../../core/teams/domain/audit-entry.ts';
import { takeAuditTurn, writeAudit } from '../admin/audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { carryOver, lockBalances } from './link-balances.ts';
import { closePlaces } from './link-channels.ts';
import { findCode, keepCode, newCode, useCode, voidCodes } from './link-codes.ts';
import { addAccount, addWorkspace, isTaken, joinedTo, openJobs, personOf } from './link-rows.ts';
import { readPlatforms, readWorkspaces, removeAccounts } from './link-rows.ts';
import { removeAccountsElsewhere, removeWorkspace, teamOf } from './link-rows.ts';
import { ensureBalances } from '../credits/periods.ts';
import { takeAdvisoryLock } from '../shared/advisory-lock.ts';

export function createPostgresLinks(sql: Sql): LinkStore {
  /**
   * Links of all teams happen one after the other: they are rare, and each touches two logs. This
   * turn is taken before that of any log, so that nobody waits for each other.
   */
  async function inTurn(
    team: TeamId,
    change: (tx: Statements) => Promise<Linked>,
  ): Promise<Linked> {
    const [done] = await sql.begin(async (tx) => {
      await takeAdvisoryLock(tx, 'links');
      await takeAuditTurn(tx, team);
      return [await change(tx)];
    });
    return done;
  }

  return {
    isLinked: async (team) => (await joinedTo(sql, team)) > 0,

    async offer(who, requester, of, until, entry) {
      const code = newCode();
      await inTurn(who.teamId, async (tx) => {
        const row = {
          code,
          teamId: who.teamId,
          personId: of === 'account' ? who.personId : null,
          platform: requester.platform,
          madeBy: entry.actor,
          expiresAt: until,
        };
        await keepCode(tx, row, entry.at);
        await note(tx, who.teamId, entry, { until: until.toISOString() });
        return { status: 'done', team: who.teamId };
      });
      return code;
    },

    joinTeam(requester, code, entry) {
      const { platform, workspace } = requester;
      const own = ownTeam(platform, workspace);
      return inTurn(own, async (tx) => {
        const found = await findCode(tx, code, entry.at);
        const current = await teamOf(tx, requester);
        // Who is linked may give the code again that did it, which is not known any more.
        if (found === null) return { status: current === own ? 'unknown-code' : 'linked-already' };
        if (found.personId !== null) return { status: 'other-kind' };
        const team = teamId(found.teamId);
        if (current === team) return { status: 'same' };
        if (current !== own || (await joinedTo(tx, own)) > 0) return { status: 'linked-already' };
        const jobs = await openJobs(tx, own, {});
        if (jobs > 0) return { status: 'jobs-open', jobs };
        await useCode(tx, code);
        // Nobody is to join a team that its own place has left.
        await voidCodes(tx, own);
        await addWorkspace(tx, { teamId: team, platform, workspaceId: workspace.id });
        await note(tx, own, entry, { team });
        await noteElsewhere(tx, team, entry, { joined: own });
        return { status: 'done', team };
      });
    },

    async leaveTeam(requester, entry) {
      const { platform, workspace } = requester;
      const own = ownTeam(platform, workspace);
      const team = await teamOf(sql, requester);
      return inTurn(team, async (tx) => {
        // Of the place that leaves, or of all that joined the one that sends them away.
        const which = { teamId: team, platform, workspaceId: workspace.id, all: team === own };
        const places = await readWorkspaces(tx, which);
        if (places.length === 0) return { status: 'not-linked' };
        const jobs = await openJobs(tx, team, { platforms: places.map((it) => it.platform) });
        if (jobs > 0) return { status: 'jobs-open', jobs };
        for (const place of places) await removeWorkspace(tx, { teamId: team, ...place });
        // Whoever leaves may have made one, and has no say in this team any more.
        await voidCodes(tx, team);
        // Accounts of a chat that has no place in the team any more are nobody's there.
        const others = (await readPlatforms(tx, { teamId: team })).map((it) => it.platform);
        const platforms = [...new Set([...others, team.split(':')[0] ?? ''])];
        await removeAccountsElsewhere(tx, { teamId: team, platforms });
        const closed = await closePlaces(tx, team, places);
        const left = places.map((it) => `${it.platform}:${it.workspaceId}`);
        await note(tx, team, entry, {}, { places: left, ...closed });
        if (team !== own) await noteElsewhere(tx, own, entry, { from: team });
        return { status: 'done', team: own };
      });
    },

    async joinPerson(requester, code, entry) {
      const team = await teamOf(sql, requester);
      const { platform, accountId, own } = accountOf(requester);
      const person = (await findCode(sql, code, entry.at))?.personId;
      // Their rows have to be there before anything is added to them.
      const subjects = [own, ...(person == null ? [] : [person])];
      await ensureBalances(
        sql,
        subjects.map((subject) => ({ teamId: team, subject })),
        entry.at,
      );
      return inTurn(team, async (tx) => {
        const found = await findCode(tx, code, entry.at);
        const mine = await personOf(tx, team, requester);
        if (found === null) {
          return { status: mine === null ? 'unknown-code' : 'linked-already' };
        }
        if (found.personId === null || found.personId !== person) return { status: 'other-kind' };
        if (found.teamId !== team) return { status: 'other-team' };
        if (person === own || mine === person) return { status: 'same' };
        if (mine !== null || (await isTaken(tx, team, own, person))) {
          return { status: 'linked-already' };
        }
        await lockBalances(tx, team, subjects);
        const jobs = await openJobs(tx, team, { person: own });
        if (jobs > 0) return { status: 'jobs-open', jobs };
        await useCode(tx, code);
        await addAccount(tx, { teamId: team, platform, accountId, personId: person });
        await carryOver(tx, team, { from: own, to: person, at: entry.at });
        await note(tx, team, entry, { person });
        return { status: 'done', team };
      });
    },

    async leavePerson(requester, entry) {
      const team = await teamOf(sql, requester);
      const { platform, accountId, own } = accountOf(requester);
      return inTurn(team, async (tx) => {
        const mine = await personOf(tx, team, requester);
        const jobs = await openJobs(tx, team, { person: mine ?? own });
        if (jobs > 0) return { status: 'jobs-open', jobs };
        const left = await removeAccounts(tx, { teamId: team, platform, accountId, personId: own });
        if (left.count === 0) return { status: 'not-linked' };
        await note(tx, team, entry, { from: mine ?? own });
        return { status: 'done', team };
      });
    },
  };
}

/** The account, and the person that it is as long as it is linked to nobody. */
function accountOf({ platform, person }: Requester) {
  return { platform, accountId: person.id, own: `${platform}:${person.id}` };
}

function note(
  tx: Statements,
  team: TeamId,
  entry: NewAuditEntry,
  after: Json,
  before: Json = null,
): Promise<void> {
  return writeAudit(tx, team, { ...entry, outcome: 'done', before, after });
}

/** In the log of the other team as well. */
async function noteElsewhere(
  tx: Statements,
  team: TeamId,
  entry: NewAuditEntry,
  after: Json,
): Promise<void> {
  await takeAuditTurn(tx, team);
  await note(tx, team, entry, after);
}
