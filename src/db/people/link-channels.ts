import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { Place } from '../../core/shared/domain/chat-ref.ts';
import type { Statements } from '../connection/connection.ts';
import { eq, sql } from '../drizzle.cjs';
import { settingsOf } from '../teams/team-settings-json.ts';
import { teams } from '../schema/teams.ts';
import type { workspaces } from '../schema/teams.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { statement } from '../statements/statement.ts';

const { teamId, timeZone, settings } = teams;

const readTeam = statement({ teamId }, (p) =>
  db.select({ timeZone, settings }).from(teams).where(eq(teamId, p.teamId)),
);

const closePlace = statement({ teamId, name: kinds.text }, (p) =>
  db
    .update(teams)
    .set({ settings: sql`${settings} || jsonb_build_object(${p.name}, null)` })
    .where(eq(teamId, p.teamId)),
);

const cancelReport = statement({ teamId }, (p) =>
  db.update(teams).set({ weeklyReportDueAt: null }).where(eq(teamId, p.teamId)),
);

type PlaceRow = Pick<typeof workspaces.$inferSelect, 'platform' | 'workspaceId'>;

/**
 * Nothing of a team is said in the channels of places that left it.
 * @returns what was set to one, for the log
 */
export async function closePlaces(
  tx: Statements,
  team: TeamId,
  places: readonly PlaceRow[],
): Promise<Readonly<Record<string, Json>>> {
  const [row] = await readTeam(tx, { teamId: team });
  const { inbox, digest: hash } = settingsOf(row);
  const closed: Record<string, Json> = {};
  for (const [name, place] of Object.entries({ inbox, digest: hash })) {
    if (place === null || !places.some((it) => isIn(place, it))) continue;
    closed[name] = { ...place };
    await closePlace(tx, { teamId: team, name });
  }
  if ('digest' in closed) {
    await cancelReport(tx, { teamId: team });
  }
  return closed;
}

/** Where it was not kept which workspace a channel is of, it may be any of its chat. */
function isIn({ platform, workspace }: Place, row: PlaceRow): boolean {
  return platform === row.platform && (workspace ?? row.workspaceId) === row.workspaceId;
}
