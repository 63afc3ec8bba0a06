import { createHash, randomInt } from 'node:crypto';
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
import type { PlaceRow } from './link-channels.ts';
import { ensureBalances } from '../credits/periods.ts';
import { takeAdvisoryLock } from '../shared/advisory-lock.ts';

/** Without what looks alike: people read codes from one screen and type them on another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 10;

function newCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}

/** However it was typed. The code itself is nowhere in the database. */
function hashOf(code: string): string {
  const typed = code.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return createHash('sha256').update(typed).digest('base64url');
}

interface Code {
  readonly team_id: string;
  /** Null: for a place. */
  readonly person_id: string | null;
}

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
    async offer(who, requester, of, until, entry) {
      const code = newCode();
      await inTurn(who.teamId, async (tx) => {
        await tx`delete from link_codes where expires_at <= ${entry.at}`;
        await tx`
          insert into link_codes (code, team_id, person_id, platform, made_by, expires_at)
          values (${hashOf(code)}, ${who.teamId}, ${of === 'account' ? who.personId : null},
            ${requester.platform}, ${entry.actor}, ${until})`;
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
        if (found.person_id !== null) return { status: 'other-kind' };
        const team = teamId(found.team_id);
        if (current === team) return { status: 'same' };
        if (current !== own || (await joinedTo(tx, own)) > 0) return { status: 'linked-already' };
        const jobs = await openJobs(tx, own, {});
        if (jobs > 0) return { status: 'jobs-open', jobs };
        await use(tx, code);
        // Nobody is to join a team that its own place has left.
        await voidCodes(tx, own);
        await tx`
          insert into workspaces (team_id, platform, workspace_id)
          values (${team}, ${platform}, ${workspace.id})`;
        await note(tx, own, entry, { team });
        await noteElsewhere(tx, team, entry, { joined: own });
        return { status: 'done', team };
      });
    },

    async leaveTeam(requester, entry) {
      const own = ownTeam(requester.platform, requester.workspace);
      const team = await teamOf(sql, requester);
      return inTurn(team, async (tx) => {
        // Of the place that leaves, or of all that joined the one that sends them away.
        const places = await tx<PlaceRow[]>`
          select platform, workspace_id from workspaces where team_id = ${team}
            and (${team === own} or (platform = ${requester.platform}
              and workspace_id = ${requester.workspace.id}))`;
        if (places.length === 0) return { status: 'not-linked' };
        const jobs = await openJobs(tx, team, { platforms: places.map((it) => it.platform) });
        if (jobs > 0) return { status: 'jobs-open', jobs };
        for (const place of places) {
          await tx`
            delete from workspaces where team_id = ${team} and platform = ${place.platform}
              and workspace_id = ${place.workspace_id}`;
        }
        // Whoever leaves may have made one, and has no say in this team any more.
        await voidCodes(tx, team);
        // Accounts of a chat that has no place in the team any more are nobody's there.
        const kept = new Set([
          ...(
            await tx<{ platform: string }[]>`
            select platform from workspaces where team_id = ${team}`
          ).map((it) => it.platform),
          team.split(':')[0] ?? '',
        ]);
        await tx`
          delete from accounts where team_id = ${team} and platform <> all(${[...kept]}::text[])`;
        const closed = await closePlaces(tx, team, places);
        const left = places.map((it) => `${it.platform}:${it.workspace_id}`);
        await note(tx, team, entry, {}, { places: left, ...closed });
        if (team !== own) await noteElsewhere(tx, own, entry, { from: team });
        return { status: 'done', team: own };
      });
    },

    async joinPerson(requester, code, entry) {
      const team = await teamOf(sql, requester);
      const own = `${requester.platform}:${requester.person.id}`;
      const person = (await findCode(sql, code, entry.at))?.person_id;
      // Their rows have to be there before anything is added to them.
      const subjects = [own, ...(person == null ? [] : [person])];
      await ensureBalances(
        sql,
        subjects.map((subject) => ({ teamId: team, subject })),
        entry.at,
      );
      return inTurn(team, async (tx) => {
        const found = await findCode(tx, code, entry.at);
        const [mine] = await tx<{ person_id: string }[]>`
          select person_id from accounts where team_id = ${team}
            and platform = ${requester.platform} and account_id = ${requester.person.id}`;
        if (found === null) {
          return { status: mine === undefined ? 'unknown-code' : 'linked-already' };
        }
        if (found.person_id === null || found.person_id !== person) return { status: 'other-kind' };
        if (found.team_id !== team) return { status: 'other-team' };
        if (person === own || mine?.person_id === person) return { status: 'same' };
        if (mine !== undefined || (await isTaken(tx, team, own, person))) {
          return { status: 'linked-already' };
        }
        await lockBalances(tx, team, subjects);
        const jobs = await openJobs(tx, team, { person: own });
        if (jobs > 0) return { status: 'jobs-open', jobs };
        await use(tx, code);
        await tx`
          insert into accounts (team_id, platform, account_id, person_id)
          values (${team}, ${requester.platform}, ${requester.person.id}, ${person})`;
        await carryOver(tx, team, { from: own, to: person, at: entry.at });
        await note(tx, team, entry, { person });
        return { status: 'done', team };
      });
    },

    async leavePerson(requester, entry) {
      const team = await teamOf(sql, requester);
      const own = `${requester.platform}:${requester.person.id}`;
      return inTurn(team, async (tx) => {
        const [mine] = await tx<{ person_id: string }[]>`
          select person_id from accounts where team_id = ${team}
            and platform = ${requester.platform} and account_id = ${requester.person.id}`;
        const jobs = await openJobs(tx, team, { person: mine?.person_id ?? own });
        if (jobs > 0) return { status: 'jobs-open', jobs };
        const left = await tx`
          delete from accounts where team_id = ${team} and (person_id = ${own}
            or (platform = ${requester.platform} and account_id = ${requester.person.id}))`;
        if (left.count === 0) return { status: 'not-linked' };
        await note(tx, team, entry, { from: mine?.person_id ?? own });
        return { status: 'done', team };
      });
    },
  };
}

async function findCode(sql: Statements, code: string, now: Date): Promise<Code | null> {
  const [found] = await sql<Code[]>`
    select team_id, person_id from link_codes
    where code = ${hashOf(code)} and expires_at > ${now}`;
  return found ?? null;
}

async function use(tx: Statements, code: string): Promise<void> {
  await tx`delete from link_codes where code = ${hashOf(code)}`;
}

async function voidCodes(tx: Statements, team: TeamId): Promise<void> {
  await tx`delete from link_codes where team_id = ${team}`;
}

async function teamOf(sql: Statements, { platform, workspace }: Requester): Promise<TeamId> {
  const [row] = await sql<{ team_id: string }[]>`
    select team_id from workspaces where platform = ${platform} and workspace_id = ${workspace.id}`;
  return row === undefined ? ownTeam(platform, workspace) : teamId(row.team_id);
}

/** Places that joined this team. */
async function joinedTo(tx: Statements, team: TeamId): Promise<number> {
  const [row] = await tx<{ joined: number }[]>`
    select count(*)::int as joined from workspaces where team_id = ${team}`;
  return row?.joined ?? 0;
}

/** True where the one account is somebody's main account, or the other is somebody else by now. */
async function isTaken(
  tx: Statements,
  team: TeamId,
  own: string,
  person: string,
): Promise<boolean> {
  const taken = await tx`
    select 1 from accounts where team_id = ${team}
      and (person_id = ${own} or platform || ':' || account_id = ${person})`;
  return taken.length > 0;
}

async function openJobs(
  tx: Statements,
  team: TeamId,
  { platforms, person }: { readonly platforms?: readonly string[]; readonly person?: string },
): Promise<number> {
  const [row] = await tx<{ jobs: number }[]>`
    select count(*)::int as jobs from jobs where team_id = ${team} and open
      ${platforms === undefined ? tx`` : tx`and platform = any(${[...platforms]}::text[])`}
      ${person === undefined ? tx`` : tx`and person_id = ${person}`}`;
  return row?.jobs ?? 0;
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
