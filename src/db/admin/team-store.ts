import { z } from 'zod';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import { sameJson } from '../../core/shared/domain/json.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { TeamSettings } from '../../core/teams/domain/team-settings.ts';
import type { NewAuditEntry, AuditEntry } from '../../core/teams/domain/audit-entry.ts';
import type { TeamStore } from '../../core/teams/ports/team-store.ts';
import { inTurnOf, writeAudit } from './audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { asJson, jsonText } from '../shared/json-text.ts';
import { settingsOf } from './team-settings-json.ts';

/** The settings of teams. A change that changes nothing writes nothing either, as with quotas. */
export function createPostgresTeams(sql: Sql): TeamStore {
  const append = (team: TeamId, entry: NewAuditEntry, outcome: AuditEntry['outcome']) =>
    inTurnOf(sql, team, (tx) =>
      writeAudit(tx, team, { ...entry, outcome, before: null, after: null }),
    );
  return {
    settings: (team) => readSettings(sql, team),
    change(team, to, entry) {
      return inTurnOf(sql, team, async (tx) => {
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
    auditLog: (team, page) => readAuditLog(sql, team, page),
  };
}

async function readSettings(sql: Statements, team: TeamId): Promise<TeamSettings> {
  const [row] = await sql<{ time_zone: string; settings: unknown }[]>`
    select time_zone, settings from teams where team_id = ${team}`;
  return settingsOf(row);
}

async function writeSettings(
  sql: Statements,
  team: TeamId,
  { timeZone, ...settings }: TeamSettings,
): Promise<void> {
  await sql`
    insert into teams (team_id, time_zone, settings)
    values (${team}, ${timeZone}, ${jsonText(settings)}::text::jsonb)
    on conflict (team_id) do update
      set time_zone = excluded.time_zone, settings = excluded.settings`;
}

/** Running periods end when they were to end; those that follow begin there, by the new zone. */
async function moveMidnight(
  sql: Statements,
  team: TeamId,
  { timeZone }: TeamSettings,
  { at }: NewAuditEntry,
): Promise<void> {
  // A zone that the database does not know must fail here, and not with every hold from now on.
  await sql`select ${at}::timestamptz at time zone ${timeZone}::text`;
  // Nobody begins a period by the old zone while another begins the same one by the new.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`periods ${team}`}, 0))`;
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

const json: z.ZodType<Json> = z.json();

interface AuditRow {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
}

async function readAuditLog(
  sql: Statements,
  team: TeamId,
  { from, most }: { readonly from: number | null; readonly most: number },
): Promise<readonly AuditEntry[]> {
  const rows = await sql<AuditRow[]>`
    select seq::float8, at, actor, action, outcome, target, before, after, reason
    from audit_log
    where team_id = ${team} ${from === null ? sql`` : sql`and seq <= ${from}`}
    order by seq desc limit ${most}`;
  return rows.map((row) => {
    return { ...row, before: json.parse(row.before), after: json.parse(row.after) };
  });
}
