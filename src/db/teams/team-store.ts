import type { TeamId } from '../../core/shared/domain/ids.ts';
import { sameJson } from '../../core/shared/domain/json.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { TeamSettings } from '../../core/teams/domain/team-settings.ts';
import type { NewAuditEntry, AuditEntry } from '../../core/teams/domain/audit-entry.ts';
import type { TeamStore } from '../../core/teams/ports/team-store.ts';
import { inTurnOf, writeAudit } from '../admin/audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { eq, sql } from '../drizzle.cjs';
import { auditLog, teams } from '../schema/teams.ts';
import { asJson, jsonSchema } from '../shared/json-text.ts';
import { takeAdvisoryLock } from '../shared/advisory-lock.ts';
import { db, excluded } from '../statements/builder.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import { sqlStatement, statement } from '../statements/statement.ts';
import { settingsOf } from './team-settings-json.ts';

const { teamId, timeZone, settings } = teams;

const readTeam = statement({ teamId }, (p) =>
  db.select({ timeZone, settings }).from(teams).where(eq(teamId, p.teamId)),
);

const writeTeam = statement({ teamId, timeZone, settings }, (p) =>
  db
    .insert(teams)
    .values(p)
    .onConflictDoUpdate({
      target: teamId,
      set: { timeZone: excluded(timeZone), settings: excluded(settings) },
    }),
);

const tryZone = sqlStatement(
  { at: kinds.moment, timeZone },
  { there: kinds.text },
  (p) => sql`select (${p.at} at time zone ${p.timeZone})::text as there`,
);

const { seq, at, actor, action, outcome, target, before, after, reason } = auditLog;
const lines = { seq, at, actor, action, outcome, target, before, after, reason };

const readLines = sqlStatement(
  { teamId: auditLog.teamId, from: maybe(seq), most: kinds.int },
  lines,
  (p) => sql`
    select seq, at, actor, action, outcome, target, before, after, reason
    from audit_log
    where team_id = ${p.teamId} and seq <= coalesce(${p.from}, 9223372036854775807)
    order by seq desc limit ${p.most}`,
);

/** The settings of teams. A change that changes nothing writes nothing either, as with quotas. */
export function createPostgresTeams(on: Sql): TeamStore {
  const append = (team: TeamId, entry: NewAuditEntry, outcome: AuditEntry['outcome']) =>
    inTurnOf(on, team, (tx) =>
      writeAudit(tx, team, { ...entry, outcome, before: null, after: null }),
    );
  return {
    settings: (team) => readSettings(on, team),
    change(team, to, entry) {
      return inTurnOf(on, team, async (tx) => {
        const before = await readSettings(tx, team);
        const after = to(before);
        const changed = changedParts(before, after);
        if (changed === null) return { before, after };
        if (before.timeZone !== after.timeZone) await moveMidnight(tx, team, after, entry);
        await writeSettings(tx, team, after);
        await writeAudit(tx, team, { ...entry, ...changed, outcome: 'done' });
        return { before, after };
      });
    },
    did: (team, entry) => append(team, entry, 'done'),
    refused: (team, entry) => append(team, entry, 'refused'),
    auditLog: (team, page) => readAuditLog(on, team, page),
  };
}

async function readSettings(on: Statements, team: TeamId): Promise<TeamSettings> {
  const [row] = await readTeam(on, { teamId: team });
  return settingsOf(row);
}

async function writeSettings(
  tx: Statements,
  team: TeamId,
  { timeZone: zone, ...set }: TeamSettings,
): Promise<void> {
  await writeTeam(tx, { teamId: team, timeZone: zone, settings: set });
}

/** Running periods end when they were to end; those that follow begin there, by the new zone. */
async function moveMidnight(
  tx: Statements,
  team: TeamId,
  next: TeamSettings,
  entry: NewAuditEntry,
): Promise<void> {
  // A zone that the database does not know must fail here, and not with every hold from now on.
  await tryZone(tx, { at: entry.at, timeZone: next.timeZone });
  // Nobody begins a period by the old zone while another begins the same one by the new.
  await takeAdvisoryLock(tx, `periods ${team}`);
}

/** Only what is not as before, so that the log can be read; null: all is. */
function changedParts(
  before: TeamSettings,
  after: TeamSettings,
): { readonly before: Json; readonly after: Json } | null {
  const now = new Map(Object.entries(after));
  const changed = Object.entries(before)
    .map(([name, value]) => [name, asJson(value), asJson(now.get(name))] as const)
    .filter(([, one, other]) => !sameJson(one, other));
  if (changed.length === 0) return null;
  return {
    before: Object.fromEntries(changed.map(([name, value]) => [name, value])),
    after: Object.fromEntries(changed.map(([name, , value]) => [name, value])),
  };
}

async function readAuditLog(
  on: Statements,
  team: TeamId,
  page: { readonly from: number | null; readonly most: number },
): Promise<readonly AuditEntry[]> {
  const rows = await readLines(on, { teamId: team, ...page });
  return rows.map((row) => {
    return { ...row, before: jsonSchema.parse(row.before), after: jsonSchema.parse(row.after) };
  });
}
